-- Grain: one row: how many rows of the units and the tree that readers use differ from those computed.
SELECT
    (
        SELECT count(*)
        FROM (
            (FROM computed_unit EXCEPT FROM unit_state)
            UNION ALL
            (FROM unit_state EXCEPT FROM computed_unit)
        )
    ) + (
        SELECT count(*)
        FROM (
            (FROM computed_former_name EXCEPT FROM former_name)
            UNION ALL
            (FROM former_name EXCEPT FROM computed_former_name)
        )
    ) + (
        SELECT count(*)
        FROM (
            (FROM computed_place EXCEPT FROM unit_place)
            UNION ALL
            (FROM unit_place EXCEPT FROM computed_place)
        )
    ) + (
        SELECT count(*)
        FROM (
            (FROM computed_scope EXCEPT FROM unit_scope)
            UNION ALL
            (FROM unit_scope EXCEPT FROM computed_scope)
        )
    );
