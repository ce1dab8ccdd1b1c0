-- Gathers the sums, words and digests of the figures in `cell`.
CREATE OR REPLACE TEMP TABLE unit_month AS
SELECT
    term.formula, cell.unit, cell.month, any_value(cell.weight) AS weight,
    coalesce(sum(term.sign * cell.value) FILTER (NOT term.is_denominator), 0) AS numerator,
    coalesce(sum(term.sign * cell.value) FILTER (term.is_denominator), 0) AS denominator
FROM cell
JOIN term_to_sum AS term USING (indicator)
GROUP BY term.formula, cell.unit, cell.month
HAVING count(*) >= any_value(term.needed);

INSERT INTO sum_change
SELECT
    unit_month.formula, scope.ancestor, unit_month.month, sum(weight * numerator), sum(weight * denominator), sum(weight)
FROM unit_month
JOIN counted_scope AS scope
    ON scope.unit = unit_month.unit AND unit_month.month BETWEEN scope.first_month AND scope.last_month
GROUP BY unit_month.formula, scope.ancestor, unit_month.month;

INSERT INTO word_change
SELECT unit_month.formula, scope.ancestor, unit_month.month, cell.word, sum(cell.weight)
FROM (SELECT * FROM cell WHERE word <> '') AS cell
JOIN term_to_sum AS term USING (indicator)
JOIN unit_month
    ON unit_month.formula = term.formula AND unit_month.unit = cell.unit AND unit_month.month = cell.month
JOIN counted_scope AS scope
    ON scope.unit = cell.unit AND cell.month BETWEEN scope.first_month AND scope.last_month
GROUP BY unit_month.formula, scope.ancestor, unit_month.month, cell.word;

INSERT INTO digest_change
SELECT dataset, month, sum(weight), bit_xor(digest) FROM cell GROUP BY dataset, month;
