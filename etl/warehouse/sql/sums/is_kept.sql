-- Grain: one row: whether sums are kept for this connection's state.
SELECT EXISTS (SELECT 1 FROM summed_unit);
