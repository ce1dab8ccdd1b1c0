-- Grain: one row: how many rows of the kept tree differ from the units.
SELECT count(*)
FROM (
    (SELECT ancestor, unit, first_month, last_month FROM computed_scope EXCEPT FROM kept_scope)
    UNION ALL
    (FROM kept_scope EXCEPT SELECT ancestor, unit, first_month, last_month FROM computed_scope)
);
