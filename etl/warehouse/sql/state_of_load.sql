-- Grain: one row: whether load $load is active or undone; no row if there is no such load.
SELECT state FROM load WHERE load = $load;
