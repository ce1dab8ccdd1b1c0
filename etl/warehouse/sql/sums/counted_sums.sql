-- Grain: formula × summed unit × month, as gathered.
SELECT * FROM sum_change;
