-- Grain: one row: whether this connection writes into a lake.
SELECT current_database() = 'lake';
