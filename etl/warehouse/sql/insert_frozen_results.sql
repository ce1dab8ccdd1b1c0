-- Stores the results of the months that were just closed, one row per month × unit × kpi, under the freeze's event.
INSERT INTO frozen_result
SELECT (SELECT max(event) FROM journal), CAST(month AS DATE), unit, kpi, result FROM closed_result;
