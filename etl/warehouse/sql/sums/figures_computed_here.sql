-- Temporary views for a connection whose figures differ from the current ones: it computes from the figures it shows.
CREATE OR REPLACE TEMP VIEW summed_unit AS SELECT NULL::VARCHAR AS unit WHERE false;
CREATE OR REPLACE TEMP VIEW kept_report AS
SELECT NULL::VARCHAR AS unit, NULL::VARCHAR AS dataset, NULL::DATE AS month, NULL::VARCHAR AS pattern WHERE false;
CREATE OR REPLACE TEMP VIEW report_set AS SELECT * FROM computed_report;
CREATE OR REPLACE TEMP VIEW pattern_column AS SELECT * FROM computed_pattern;
CREATE OR REPLACE TEMP VIEW month_digest AS SELECT * FROM computed_digest;
