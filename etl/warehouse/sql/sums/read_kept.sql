-- Makes readers use the reports and digests that are kept. See the views of the same names in views.sql.
CREATE OR REPLACE VIEW report_set AS SELECT unit, dataset, month, pattern FROM kept_report;
CREATE OR REPLACE VIEW pattern_column AS
SELECT pattern, unnest(string_split(columns, ' ')) AS indicator FROM report_pattern;
CREATE OR REPLACE VIEW month_digest AS SELECT * FROM kept_digest;
