-- Temporary tables that gather what changes; term_to_sum and counted_scope say what is summed for whom.
CREATE OR REPLACE TEMP TABLE term_to_sum AS SELECT * FROM summed_term;
CREATE OR REPLACE TEMP TABLE counted_scope AS
SELECT ancestor, kept_scope.unit, first_month, last_month
FROM kept_scope SEMI JOIN summed_unit ON summed_unit.unit = kept_scope.ancestor;
CREATE OR REPLACE TEMP TABLE sum_change (
    formula VARCHAR, ancestor VARCHAR, month DATE, numerator DECIMAL(38, 12), denominator DECIMAL(38, 12),
    reporters BIGINT
);
CREATE OR REPLACE TEMP TABLE word_change (
    formula VARCHAR, ancestor VARCHAR, month DATE, word VARCHAR, figures BIGINT
);
CREATE OR REPLACE TEMP TABLE digest_change (dataset VARCHAR, month DATE, figures BIGINT, digest UBIGINT);
