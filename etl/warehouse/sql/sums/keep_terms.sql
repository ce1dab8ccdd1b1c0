-- Keeps the formulas in term_to_sum.
INSERT INTO summed_term SELECT * FROM term_to_sum;
