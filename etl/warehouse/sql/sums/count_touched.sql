-- Grain: one row: how many units are touched.
SELECT count(*) FROM touched_unit;
