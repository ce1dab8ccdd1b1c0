-- Grain: month × unit × KPI of the notes in view, newest first.
SELECT month, unit, kpi, text, load
FROM current_note
WHERE month BETWEEN $first AND $last
    AND coalesce(nullif(unit, ''), $unit) IN (SELECT unit FROM unit_scope WHERE ancestor = $unit)
ORDER BY month DESC, unit, kpi;
