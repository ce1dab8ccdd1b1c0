-- One row: the event after which this connection shows the warehouse.
CREATE OR REPLACE TEMP TABLE as_of AS SELECT CAST($event AS INTEGER) AS event;
