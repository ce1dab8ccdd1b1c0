-- Views over the tables of schema 3 and later, which upgrade_digest.sql and the steps in migrations/ read.

-- Grain: load × indicator × unit × month.
CREATE VIEW figure AS
SELECT
    load, dataset, indicator, unit, month, value, word <> '' AS approximate, word, value IS NULL AS withdrawn
FROM loaded_value JOIN series USING (series);

-- Grain: indicator × unit × month.
CREATE VIEW latest_figure AS
SELECT dataset, indicator, unit, month, value, word <> '' AS approximate, word, load
FROM latest_value JOIN series USING (series);
