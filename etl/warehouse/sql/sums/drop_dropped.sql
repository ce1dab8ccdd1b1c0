-- After drop_formulas.sql.
DELETE FROM summed_term WHERE formula IN (SELECT formula FROM dropped);
DELETE FROM formula_sum WHERE formula IN (SELECT formula FROM dropped);
DELETE FROM formula_word WHERE formula IN (SELECT formula FROM dropped);
