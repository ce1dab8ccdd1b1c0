-- Temporary table new_scope: the tree of the units as they are now. Grain: as the view computed_scope.
CREATE OR REPLACE TEMP TABLE new_scope AS SELECT ancestor, unit, first_month, last_month FROM computed_scope;
