-- Removes all that is kept of some formulas.
CREATE OR REPLACE TEMP TABLE dropped AS SELECT unnest($formulas)::VARCHAR AS formula;
