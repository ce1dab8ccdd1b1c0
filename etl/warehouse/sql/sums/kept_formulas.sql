-- Grain: formula whose sums are kept, where this connection shows the state that they are kept for.
SELECT DISTINCT formula FROM summed_term WHERE EXISTS (SELECT 1 FROM summed_unit) ORDER BY formula;
