-- Grain: unit × effective. Each key once: the last row wins, as between loads.
-- Fields come as text: days as 2023-06-30, lists with ; between, yes as 'true'; what is blank is null.
INSERT INTO staged_unit
SELECT
    table_number, "row", unit, name, parent,
    CASE WHEN aliases <> '' THEN string_split(aliases, ';') ELSE CAST([] AS VARCHAR[]) END AS aliases,
    CASE WHEN reports <> '' THEN string_split(reports, ';') ELSE CAST([] AS VARCHAR[]) END AS reports,
    CAST("from" AS DATE) AS start_month, CAST("to" AS DATE) AS end_month, successor,
    CAST(effective AS DATE) AS effective
FROM incoming_units
QUALIFY row_number() OVER (PARTITION BY unit, effective ORDER BY table_number DESC, "row" DESC) = 1;
