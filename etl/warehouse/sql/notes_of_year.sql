-- Grain: month × unit × kpi: the notes of a year.
SELECT month, unit, kpi, text FROM current_note WHERE year(month) = $year ORDER BY month, unit, kpi;
