-- From schema 5 to 6: sums by unit above, who reported, and digests by month; kept_sums.py fills them.
-- Grain: formula × term, of the formulas whose sums are kept. needed: how many of its columns a unit must report.
CREATE TABLE summed_term (
    formula VARCHAR, indicator VARCHAR, sign INTEGER, is_denominator BOOLEAN, needed INTEGER
);

-- Grain: unit whose sums are kept, because many units stand below it.
CREATE TABLE summed_unit (unit VARCHAR);

-- Grain: as the view computed_scope, for all units.
CREATE TABLE kept_scope (ancestor VARCHAR, unit VARCHAR, first_month DATE, last_month DATE);

-- Grain: formula × summed unit × month with a report: the sums over the unit and all below it, exact to 12 decimals.
-- denominator: 0 for a formula without one; reporters: how many units reported enough of the formula's columns.
CREATE TABLE formula_sum (
    formula VARCHAR, ancestor VARCHAR, month DATE, numerator DECIMAL(38, 12), denominator DECIMAL(38, 12),
    reporters BIGINT
);

-- Grain: formula × summed unit × month × word (余 约 近 多 +): how many of the figures added up have it.
CREATE TABLE formula_word (formula VARCHAR, ancestor VARCHAR, month DATE, word VARCHAR, figures BIGINT);

-- Grain: unit × dataset × month with a figure. pattern: which columns are filled (report_pattern), a number as text.
CREATE TABLE kept_report (unit VARCHAR, dataset VARCHAR, month DATE, pattern VARCHAR);

-- Grain: pattern: a set of columns that are filled together, their ids in order with a blank between.
CREATE TABLE report_pattern (pattern VARCHAR, columns VARCHAR);

-- Grain: dataset × month with a figure: how many figures, and their digest (the view month_digest).
CREATE TABLE kept_digest (dataset VARCHAR, month DATE, figures BIGINT, digest UBIGINT);
