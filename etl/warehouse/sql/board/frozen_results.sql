-- Grain: unit × KPI of the results that a freeze stored of one month.
SELECT unit, kpi, result
FROM frozen_result
WHERE event = $event AND month = $month AND unit IN (SELECT unnest($units));
