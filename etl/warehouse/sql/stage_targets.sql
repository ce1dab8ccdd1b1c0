-- Grain: year × kpi × unit × effective. Each key once: the last row wins, as between loads.
-- Fields come as text: days as 2023-06-30, lists with ; between, yes as 'true'; what is blank is null.
INSERT INTO staged_target
SELECT
    table_number, "row", CAST(year AS INTEGER) AS year, kpi, unit,
    CAST(target AS DOUBLE) AS target, profile,
    CASE WHEN plan <> '' THEN CAST(string_split(plan, ';') AS DOUBLE[]) END AS plan,
    coalesce(source, '') AS source, coalesce(owner, '') AS owner, illustrative = 'true' AS illustrative,
    CAST(effective AS DATE) AS effective
FROM incoming_targets
QUALIFY row_number() OVER (PARTITION BY year, kpi, unit, effective ORDER BY table_number DESC, "row" DESC) = 1;
