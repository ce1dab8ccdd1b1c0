-- Grain: year × kpi × unit. Each key once: the last row wins, as between loads.
-- Fields come as text; what is blank is null.
INSERT INTO staged_annual_figure
SELECT
    table_number, "row", CAST(year AS INTEGER) AS year, kpi, unit, CAST(value AS DOUBLE) AS value,
    word IS NOT NULL AS approximate, coalesce(word, '') AS word, coalesce(quote, '') AS quote,
    coalesce(source, '') AS source
FROM incoming_annual_figures
QUALIFY row_number() OVER (PARTITION BY year, kpi, unit ORDER BY table_number DESC, "row" DESC) = 1;
