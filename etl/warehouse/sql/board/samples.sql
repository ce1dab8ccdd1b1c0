-- Grain: unit × indicator with figures, or unit × KPI with targets, that came from a load of example data: the
-- figures of a span of months, the targets of a year.
WITH example AS MATERIALIZED (SELECT load FROM load WHERE starts_with(note, $mark))
SELECT DISTINCT false AS is_target, current_series.unit, current_series.indicator AS id
FROM current_value
JOIN current_series USING (series)
WHERE current_value.load IN (SELECT load FROM example) AND current_value.month BETWEEN $first AND $last
UNION ALL
SELECT DISTINCT true, unit, kpi
FROM current_target
WHERE year = $year AND (illustrative OR load IN (SELECT load FROM example));
