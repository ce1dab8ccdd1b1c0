-- Grain: view unit × unit × months: all units that count for a view. $unit is not used here: all units are asked.
SELECT ancestor, unit, first_month, last_month FROM unit_scope WHERE ancestor IN (SELECT unnest($units))
