-- Grain: the load being written. first_month and last_month: of its figures and notes, null where it has none.
INSERT INTO load_record
SELECT
    $load, $event, $loaded_at, $loaded_by, $file, $sha256, $datasets, min(month), max(month), $rows, $figures,
    $added, $changed, $unchanged, $withdrawn, $note
FROM (SELECT month FROM staged_figure UNION ALL SELECT month FROM staged_note);
