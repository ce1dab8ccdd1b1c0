-- Grain: unit, as current_unit (views.sql), on this connection only: name and parent are those of the month in unit_month.
CREATE OR REPLACE TEMP VIEW current_unit AS
SELECT
    unit, place.name, place.parent, aliases, reports, start_month, end_month, successor, load
FROM unit_state
JOIN unit_place AS place USING (unit)
WHERE (SELECT month FROM unit_month) BETWEEN place.first_month AND place.last_month;
