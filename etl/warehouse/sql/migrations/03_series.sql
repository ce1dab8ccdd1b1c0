-- From schema 2 to 3: figures are stored by series number; figure and latest_figure become views.

-- Grain: indicator × unit that ever had a figure.
CREATE TABLE series (series INTEGER, dataset VARCHAR, indicator VARCHAR, unit VARCHAR);

INSERT INTO series
SELECT CAST(row_number() OVER (ORDER BY indicator, unit) AS INTEGER), dataset, indicator, unit
FROM (SELECT arg_max(dataset, load) AS dataset, indicator, unit FROM figure GROUP BY indicator, unit);

-- Grain: load × series × month.
CREATE TABLE loaded_value (load INTEGER, series INTEGER, month DATE, value DOUBLE, word VARCHAR);

INSERT INTO loaded_value
SELECT
    load, series, month, CASE WHEN withdrawn THEN NULL ELSE value END,
    CASE WHEN NOT approximate THEN '' ELSE coalesce(nullif(word, ''), '约') END
FROM figure JOIN series USING (indicator, unit);

-- Grain: series × month, of the newest load not undone.
CREATE TABLE latest_value (series INTEGER, month DATE, value DOUBLE, word VARCHAR, load INTEGER);

INSERT INTO latest_value
SELECT series, month, value, CASE WHEN NOT approximate THEN '' ELSE coalesce(nullif(word, ''), '约') END, load
FROM latest_figure JOIN series USING (indicator, unit);

DROP TABLE latest_figure;

DROP TABLE figure;
