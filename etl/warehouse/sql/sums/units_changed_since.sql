-- Grain: one row: whether units were loaded, undone or redone after the event in as_of.
SELECT EXISTS (
    SELECT 1 FROM (SELECT DISTINCT load FROM unit) AS units JOIN journal USING (load)
    WHERE journal.event > (SELECT event FROM as_of)
);
