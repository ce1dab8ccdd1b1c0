-- Grain: indicator × unit × month of the touched figures that would change though the month is frozen.
SELECT indicator, unit, month, before.value AS old, standing.value AS new
FROM touched
JOIN series USING (series)
CROSS JOIN frozen
LEFT JOIN value_before AS before USING (series, month)
LEFT JOIN latest_value AS standing USING (series, month)
WHERE month <= frozen.frozen_through AND (before.value, before.word) IS DISTINCT FROM (standing.value, standing.word)
ORDER BY month, unit, indicator;
