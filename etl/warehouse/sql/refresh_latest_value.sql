-- Updates latest_value after an undo or redo of the load in this_load; only the figures of that load are
-- recomputed. value_before holds the former values, for the check of frozen months.
CREATE TEMP TABLE touched AS
SELECT DISTINCT series, month FROM loaded_value SEMI JOIN this_load USING (load);

CREATE TEMP TABLE value_before AS
SELECT * FROM latest_value SEMI JOIN touched USING (series, month);

DELETE FROM latest_value USING touched
WHERE latest_value.series = touched.series AND latest_value.month = touched.month;

INSERT INTO latest_value
SELECT series, month, value, word, load
FROM (
    SELECT *
    FROM loaded_value
    SEMI JOIN touched USING (series, month)
    SEMI JOIN active_load USING (load)
    QUALIFY row_number() OVER (PARTITION BY series, month ORDER BY load DESC) = 1
)
WHERE value IS NOT NULL;
