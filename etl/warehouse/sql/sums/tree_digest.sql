-- Grain: one row: a digest of the kept tree and of the units that are summed in it.
SELECT
    (SELECT bit_xor(hash(ancestor, unit, first_month, last_month)) FROM kept_scope),
    (SELECT bit_xor(hash(unit)) FROM summed_unit);
