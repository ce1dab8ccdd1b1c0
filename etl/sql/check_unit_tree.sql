-- Grain: one row a staged unit that would stand above itself.
SELECT DISTINCT staged.table_number, staged."row", staged.parent AS text, staged.unit, staged.name
FROM staged_unit AS staged
JOIN unit_scope AS down ON down.ancestor = staged.unit
JOIN current_unit ON current_unit.unit = down.unit
WHERE staged.parent IS NOT NULL
    AND (staged.parent = staged.unit OR (down.unit <> staged.unit AND down.unit = staged.parent))
ORDER BY staged.table_number, staged."row";
