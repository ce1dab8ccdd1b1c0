-- Grain: one row: the last month closed by freezing, null where none is.
SELECT frozen_through FROM frozen;
