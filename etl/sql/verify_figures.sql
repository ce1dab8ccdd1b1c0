-- Grain: one row: how many figures differ between what was kept in step (kept_figure) and what the history says.
SELECT count(*)
FROM (
    (SELECT * FROM kept_figure EXCEPT SELECT * FROM latest_figure)
    UNION ALL
    (SELECT * FROM latest_figure EXCEPT SELECT * FROM kept_figure)
);
