-- Grain: unit, as current_unit (views.sql), on this connection only: name and parent are those of the month in unit_month.
CREATE OR REPLACE TEMP VIEW current_unit AS
SELECT
    row.unit, any_value(place.name) AS name, any_value(place.parent) AS parent,
    first(aliases ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR len(aliases) > 0) AS aliases,
    first(reports ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR len(reports) > 0) AS reports,
    first(start_month ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR start_month IS NOT NULL) AS start_month,
    first(end_month ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR end_month IS NOT NULL) AS end_month,
    first(successor ORDER BY load DESC, effective DESC NULLS LAST)
        FILTER (effective IS NULL OR successor IS NOT NULL) AS successor,
    max(load) AS load
FROM current_unit_row AS row
JOIN unit_place AS place
    ON place.unit = row.unit AND (SELECT month FROM unit_month) BETWEEN place.first_month AND place.last_month
GROUP BY row.unit;
