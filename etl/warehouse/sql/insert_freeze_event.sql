-- One row: a closing or reopening of months.
INSERT INTO freeze_event VALUES ($event, $month, $kind, $through, $at, $by, $why);
