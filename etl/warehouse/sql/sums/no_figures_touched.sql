-- For a transaction that touches no figures: uniqueness.sql need not look at them.
SET VARIABLE first_checked = DATE '0001-01-01';
SET VARIABLE last_checked = DATE '0001-01-01';
