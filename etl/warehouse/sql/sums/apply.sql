-- Brings sums and words in step with what was gathered.
CREATE OR REPLACE TEMP TABLE sum_delta AS
SELECT
    formula, ancestor, month, sum(numerator) AS numerator, sum(denominator) AS denominator, sum(reporters) AS reporters
FROM sum_change
GROUP BY formula, ancestor, month
HAVING sum(numerator) <> 0 OR sum(denominator) <> 0 OR sum(reporters) <> 0;

CREATE OR REPLACE TEMP TABLE new_sum AS SELECT * FROM sum_delta ANTI JOIN formula_sum USING (formula, ancestor, month);

UPDATE formula_sum
SET
    numerator = formula_sum.numerator + delta.numerator, denominator = formula_sum.denominator + delta.denominator,
    reporters = formula_sum.reporters + delta.reporters
FROM sum_delta AS delta
WHERE formula_sum.month = delta.month AND formula_sum.formula = delta.formula
    AND formula_sum.ancestor = delta.ancestor;

INSERT INTO formula_sum SELECT * FROM new_sum ORDER BY month, ancestor, formula;

DELETE FROM formula_sum WHERE reporters = 0;

CREATE OR REPLACE TEMP TABLE word_delta AS
SELECT formula, ancestor, month, word, sum(figures) AS figures
FROM word_change GROUP BY formula, ancestor, month, word HAVING sum(figures) <> 0;

CREATE OR REPLACE TEMP TABLE new_word AS
SELECT * FROM word_delta ANTI JOIN formula_word USING (formula, ancestor, month, word);

UPDATE formula_word SET figures = formula_word.figures + delta.figures
FROM word_delta AS delta
WHERE formula_word.month = delta.month AND formula_word.formula = delta.formula
    AND formula_word.ancestor = delta.ancestor AND formula_word.word = delta.word;

INSERT INTO formula_word SELECT * FROM new_word ORDER BY month, ancestor, formula;

DELETE FROM formula_word WHERE figures = 0;
