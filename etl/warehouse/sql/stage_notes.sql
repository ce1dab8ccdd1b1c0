-- Grain: month × unit × kpi. Each key once: the last row wins, as between loads.
-- Fields come as text: days as 2023-06-30, lists with ; between, yes as 'true'; what is blank is null.
INSERT INTO staged_note
SELECT
    table_number, "row", CAST(month AS DATE) AS month, unit, kpi, text
FROM incoming_notes
QUALIFY row_number() OVER (PARTITION BY month, unit, kpi ORDER BY table_number DESC, "row" DESC) = 1;
