-- After records_as_of_event.sql: a temporary view that shows the figures as they stood after the event in as_of, on this
-- connection only. Every view that reads active_load or latest_value then shows the state after that event.
-- Grain: series × month.
CREATE OR REPLACE TEMP VIEW latest_value AS
SELECT series, month, value, word, load
FROM (
    SELECT * FROM loaded_value SEMI JOIN active_load USING (load)
    QUALIFY row_number() OVER (PARTITION BY series, month ORDER BY load DESC) = 1
)
WHERE value IS NOT NULL;
