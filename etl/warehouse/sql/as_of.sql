-- One row: this connection shows the warehouse as it stood after this event.
CREATE OR REPLACE TEMP TABLE as_of AS SELECT CAST($event AS INTEGER) AS event;
