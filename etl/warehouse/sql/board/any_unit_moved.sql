-- Grain: one row: whether any unit has had another name or parent since some month, which is rare.
SELECT EXISTS (FROM current_unit_row WHERE effective IS NOT NULL);
