-- Grain: year × task. Each key once: the last row wins, as between loads.
-- Fields come as text: days as 2023-06-30, lists with ; between, yes as 'true'; what is blank is null.
INSERT INTO staged_task
SELECT
    table_number, "row", CAST(year AS INTEGER) AS year, task, title, unit,
    CAST(due AS DATE) AS due, status, CAST(done_on AS DATE) AS done_on,
    coalesce(source, '') AS source
FROM incoming_tasks
QUALIFY row_number() OVER (PARTITION BY year, task ORDER BY table_number DESC, "row" DESC) = 1;
