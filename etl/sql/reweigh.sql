-- Brings latest_figure in step after an undo or redo of the load in this_load: its figures alone are weighed
-- again. figure_before keeps what stood, for the check of frozen months.
CREATE TEMP TABLE touched AS
SELECT DISTINCT indicator, unit, month FROM figure SEMI JOIN this_load USING (load);

CREATE TEMP TABLE figure_before AS
SELECT latest_figure.* FROM latest_figure SEMI JOIN touched USING (indicator, unit, month);

DELETE FROM latest_figure USING touched
WHERE latest_figure.indicator = touched.indicator AND latest_figure.unit = touched.unit
    AND latest_figure.month = touched.month;

INSERT INTO latest_figure
SELECT dataset, indicator, unit, month, value, approximate, word, load
FROM (
    SELECT figure.*
    FROM figure
    SEMI JOIN touched USING (indicator, unit, month)
    SEMI JOIN active_load USING (load)
    QUALIFY row_number() OVER (PARTITION BY indicator, unit, month ORDER BY load DESC) = 1
)
WHERE NOT withdrawn;
