-- Grain: one row per target of the load in this_load whose undo or redo (already recorded) changes the target of a
-- closed month: old before, new now, null for none.
WITH active_before AS (
    SELECT load FROM active_load WHERE load NOT IN (SELECT load FROM this_load)
    UNION ALL
    SELECT load FROM this_load WHERE load NOT IN (SELECT load FROM active_load)
),
before AS (
    SELECT year, kpi, unit, effective, target, profile, plan
    FROM target SEMI JOIN active_before USING (load)
    QUALIFY row_number() OVER (PARTITION BY year, kpi, unit, effective ORDER BY load DESC) = 1
),
touched AS (
    SELECT
        target.year, target.kpi, target.unit, target.effective,
        coalesce(target.effective, make_date(target.year, 1, 1)) AS first_month
    FROM target SEMI JOIN this_load USING (load)
)
SELECT touched.kpi, touched.unit, before.target AS old, standing.target AS new, touched.first_month, frozen.frozen_through
FROM touched
CROSS JOIN frozen
LEFT JOIN before
    ON before.year = touched.year AND before.kpi = touched.kpi AND before.unit = touched.unit
        AND before.effective IS NOT DISTINCT FROM touched.effective
LEFT JOIN latest_target AS standing
    ON standing.year = touched.year AND standing.kpi = touched.kpi AND standing.unit = touched.unit
        AND standing.effective IS NOT DISTINCT FROM touched.effective
WHERE touched.first_month <= frozen.frozen_through
    AND (before.target, before.profile, before.plan)
    IS DISTINCT FROM (standing.target, standing.profile, standing.plan)
ORDER BY touched.unit, touched.kpi;
