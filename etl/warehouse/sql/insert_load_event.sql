-- One row: an undo or redo of a load.
INSERT INTO load_event VALUES ($event, $load, $kind, $at, $by, $why);
