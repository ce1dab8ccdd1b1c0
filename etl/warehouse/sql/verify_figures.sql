-- Grain: one row: how many figures differ between what was kept in step (kept_value) and what the history says.
SELECT count(*)
FROM (
    (SELECT * FROM kept_value EXCEPT SELECT * FROM latest_value)
    UNION ALL
    (SELECT * FROM latest_value EXCEPT SELECT * FROM kept_value)
);
