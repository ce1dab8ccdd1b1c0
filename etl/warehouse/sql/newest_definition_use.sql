-- Grain: one row: the newest load or freeze with a stored catalogue, null if there is none.
SELECT max(event) FROM definition_use;
