-- Makes readers compute reports and digests, because a small bureau keeps none.
CREATE OR REPLACE VIEW report_set AS SELECT * FROM computed_report;
CREATE OR REPLACE VIEW pattern_column AS SELECT * FROM computed_pattern;
CREATE OR REPLACE VIEW month_digest AS SELECT * FROM computed_digest;
