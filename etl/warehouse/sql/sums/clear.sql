-- Removes all that is kept.
DELETE FROM kept_unit;
DELETE FROM kept_former_name;
DELETE FROM kept_place;
DELETE FROM summed_term;
DELETE FROM summed_unit;
DELETE FROM kept_scope;
DELETE FROM formula_sum;
DELETE FROM formula_word;
DELETE FROM kept_report;
DELETE FROM report_pattern;
DELETE FROM kept_digest;
