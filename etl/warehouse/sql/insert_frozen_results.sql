-- Stores the results of a month that was just closed, one row per unit × kpi, under the freeze's event.
INSERT INTO frozen_result
SELECT (SELECT max(event) FROM journal), $month, unit, kpi, result FROM closed_result;
