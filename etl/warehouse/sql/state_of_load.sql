-- Grain: one row: whether load $load counts or is undone; none where there is no such load.
SELECT state FROM load WHERE load = $load;
