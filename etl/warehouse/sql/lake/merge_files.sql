-- Merges what many loads have left behind: rows kept in the database into files, small files into larger ones, files
-- whose rows were deleted in part into files without them. No row changes. Then forgets the snapshots, and removes
-- the files, that nothing has needed for {days} days. Each line commits by itself. Files
-- that no catalogue entry knows are left alone: another lake may keep its own in the same folder (catalogue= in its place).
FROM ducklake_flush_inlined_data('lake');

FROM ducklake_merge_adjacent_files('lake');

FROM ducklake_rewrite_data_files('lake', delete_threshold => 0.1);

SELECT count(*) FROM ducklake_expire_snapshots('lake', older_than => now() - INTERVAL '{days} days');

FROM ducklake_cleanup_old_files('lake', older_than => now() - INTERVAL '{days} days');
