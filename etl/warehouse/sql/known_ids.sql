-- Grain: id that is used in the warehouse: is_column (it has figures) or a KPI's (a target, a note, an annual figure).
-- figures: the number of current figures.
SELECT true AS is_column, indicator AS id, count(latest_value.series) AS figures
FROM series LEFT JOIN latest_value USING (series)
GROUP BY indicator
UNION ALL
SELECT false, kpi, count(*)
FROM (
    SELECT kpi FROM target UNION ALL SELECT kpi FROM note WHERE kpi IS NOT NULL UNION ALL SELECT kpi FROM annual_figure
)
GROUP BY kpi
ORDER BY 1 DESC, 2;
