-- Grain: one row: the event that load $load was; none where there is no such load.
SELECT event FROM load_record WHERE load = $load;
