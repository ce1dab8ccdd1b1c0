-- Grain: indicator × unit × month of the touched figures that would change though the month is frozen.
SELECT touched.indicator, touched.unit, touched.month, before.value AS old, standing.value AS new
FROM touched
CROSS JOIN frozen
LEFT JOIN figure_before AS before
    ON before.indicator = touched.indicator AND before.unit = touched.unit AND before.month = touched.month
LEFT JOIN latest_figure AS standing
    ON standing.indicator = touched.indicator AND standing.unit = touched.unit AND standing.month = touched.month
WHERE touched.month <= frozen.frozen_through
    AND (before.value, before.approximate, before.word)
    IS DISTINCT FROM (standing.value, standing.approximate, standing.word)
ORDER BY touched.month, touched.unit, touched.indicator;
