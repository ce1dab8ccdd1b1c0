-- Grain: one row: whether any unit is to be summed in the new tree.
SELECT EXISTS (SELECT 1 FROM new_summed);
