-- Grain: one row a unit that a load has figures, notes or annual figures of, and one row null where it has
-- targets, tasks or units.
SELECT DISTINCT unit FROM loaded_value JOIN series USING (series) WHERE load = $load
UNION
SELECT unit FROM note WHERE load = $load
UNION
SELECT unit FROM annual_figure WHERE load = $load
UNION
SELECT NULL FROM target WHERE load = $load
UNION
SELECT NULL FROM task WHERE load = $load
UNION
SELECT NULL FROM unit WHERE load = $load;
