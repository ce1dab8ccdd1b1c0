-- Grain: id that is used in the warehouse: is_column (it ever had figures) or a KPI's (a target, a note, an annual figure).
SELECT DISTINCT true AS is_column, indicator AS id FROM series
UNION ALL
SELECT DISTINCT false, kpi
FROM (
    SELECT kpi FROM target UNION ALL SELECT kpi FROM note WHERE kpi IS NOT NULL UNION ALL SELECT kpi FROM annual_figure
)
ORDER BY 1 DESC, 2;
