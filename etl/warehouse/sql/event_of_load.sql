-- Grain: one row: the event of load $load; no row if there is no such load.
SELECT event FROM load_record WHERE load = $load;
