-- Drops the temporary views that show another state on this connection: what is kept is about the current state.
DROP VIEW IF EXISTS temp.current_unit_row;
DROP VIEW IF EXISTS temp.unit_state;
DROP VIEW IF EXISTS temp.former_name;
DROP VIEW IF EXISTS temp.unit_place;
DROP VIEW IF EXISTS temp.unit_scope;
DROP VIEW IF EXISTS temp.summed_unit;
DROP VIEW IF EXISTS temp.kept_report;
DROP VIEW IF EXISTS temp.report_set;
DROP VIEW IF EXISTS temp.pattern_column;
DROP VIEW IF EXISTS temp.month_digest;
