-- Grain: one row per staged target that would change the target of a closed month; old: the current target.
-- A target counts from its month of effect until the next one of its year; its owner and source do not affect judgement.
WITH changed AS (
    SELECT
        staged.table_number, staged."row", staged.kpi, standing.target AS old,
        coalesce(staged.effective, make_date(staged.year, 1, 1)) AS first_month
    FROM staged_target AS staged
    LEFT JOIN latest_target AS standing
        ON standing.year = staged.year AND standing.kpi = staged.kpi AND standing.unit = staged.unit
            AND standing.effective IS NOT DISTINCT FROM staged.effective
    WHERE (standing.target, standing.profile, standing.plan)
        IS DISTINCT FROM (staged.target, staged.profile, staged.plan)
)
SELECT changed.table_number, changed."row", changed.kpi, changed.old, changed.first_month, frozen.frozen_through
FROM changed, frozen
WHERE changed.first_month <= frozen.frozen_through
ORDER BY changed.table_number, changed."row";
