-- Grain: unit × KPI of the results of one month that a freeze stored.
SELECT unit, kpi, result
FROM frozen_result
WHERE event = $event AND month = $month AND unit IN (SELECT unnest($units));
