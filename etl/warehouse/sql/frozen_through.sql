-- Grain: one row: the last closed month, null where none is.
SELECT frozen_through FROM frozen;
