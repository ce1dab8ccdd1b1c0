-- Grain: table × row of the file with a target of a year in which its unit does not exist in any month, except targets
-- that the warehouse already holds.
SELECT
    target.table_number, target."row", target.unit, target.year, unit.start_month, unit.end_month, unit.successor
FROM staged_target AS target
JOIN current_unit AS unit USING (unit)
ANTI JOIN latest_target AS standing
    ON standing.year = target.year AND standing.kpi = target.kpi AND standing.unit = target.unit
    AND standing.effective IS NOT DISTINCT FROM target.effective AND standing.target = target.target
WHERE target.year < year(unit.start_month) OR target.year > year(unit.end_month)
ORDER BY target.table_number, target."row";
