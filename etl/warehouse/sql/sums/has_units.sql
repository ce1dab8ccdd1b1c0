-- Grain: one row: whether the load in this_load has units.
SELECT EXISTS (SELECT 1 FROM unit SEMI JOIN this_load USING (load));
