-- Makes readers compute again, because the bureau has become small: nothing is kept any more.
CREATE OR REPLACE VIEW unit_scope AS SELECT * FROM computed_scope;
CREATE OR REPLACE VIEW report_set AS SELECT * FROM computed_report;
CREATE OR REPLACE VIEW pattern_column AS SELECT * FROM computed_pattern;
CREATE OR REPLACE VIEW month_digest AS SELECT * FROM computed_digest;
