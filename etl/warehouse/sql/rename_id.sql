-- Moves everything stored under one id ($old, in renaming) to another id ($new): the column of figures and the KPI
-- with this id. A unit that has figures under both keeps one series; the newest load counts.
CREATE TEMP TABLE merged AS
SELECT gone.series AS gone, kept.series AS kept
FROM series AS gone JOIN series AS kept ON kept.unit = gone.unit
WHERE gone.indicator = (SELECT old FROM renaming) AND kept.indicator = (SELECT new FROM renaming);

UPDATE loaded_value SET series = merged.kept FROM merged WHERE loaded_value.series = merged.gone;

DELETE FROM latest_value WHERE series IN (SELECT gone FROM merged UNION SELECT kept FROM merged);

INSERT INTO latest_value
SELECT series, month, value, word, load
FROM (
    SELECT * FROM loaded_value SEMI JOIN active_load USING (load)
    WHERE series IN (SELECT kept FROM merged)
    QUALIFY row_number() OVER (PARTITION BY series, month ORDER BY load DESC) = 1
)
WHERE value IS NOT NULL;

DELETE FROM series WHERE series IN (SELECT gone FROM merged);

UPDATE series SET indicator = renaming.new FROM renaming WHERE series.indicator = renaming.old;

UPDATE target SET kpi = renaming.new FROM renaming WHERE target.kpi = renaming.old;

UPDATE note SET kpi = renaming.new FROM renaming WHERE note.kpi = renaming.old;

UPDATE annual_figure SET kpi = renaming.new FROM renaming WHERE annual_figure.kpi = renaming.old;

UPDATE frozen_result SET kpi = renaming.new FROM renaming WHERE frozen_result.kpi = renaming.old;

INSERT INTO meta SELECT 'renamed', old || ' ' || new FROM renaming;

DROP TABLE merged;
