-- Grain: one row: the number of figures that differ between the stored current values (kept_value) and the history.
SELECT count(*)
FROM (
    (SELECT * FROM kept_value EXCEPT SELECT * FROM latest_value)
    UNION ALL
    (SELECT * FROM latest_value EXCEPT SELECT * FROM kept_value)
);
