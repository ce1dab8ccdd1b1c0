-- Keeps the formulas in asked_term.
INSERT INTO summed_term SELECT * FROM asked_term;
