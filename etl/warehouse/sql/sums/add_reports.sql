-- Adds the reports of the figures in `cell`.
CREATE OR REPLACE TEMP TABLE report AS
SELECT unit, dataset, month, array_to_string(list_sort(list(indicator)), ' ') AS columns
FROM cell GROUP BY unit, dataset, month;

INSERT INTO report_pattern
SELECT
    CAST((SELECT count(*) FROM report_pattern) + row_number() OVER (ORDER BY columns) AS VARCHAR), columns
FROM (SELECT DISTINCT columns FROM report) AS found ANTI JOIN report_pattern USING (columns);

INSERT INTO kept_report
SELECT unit, dataset, month, pattern
FROM report JOIN report_pattern USING (columns)
ORDER BY month, unit, dataset;
