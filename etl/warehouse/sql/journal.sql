-- Grain: one row an event: loads, undos, redos, freezes and unfreezes, in the order they happened.
SELECT journal.event, kind, journal.load, load_record.file, month, recorded_at, recorded_by, why
FROM journal LEFT JOIN load_record USING (load)
ORDER BY journal.event;
