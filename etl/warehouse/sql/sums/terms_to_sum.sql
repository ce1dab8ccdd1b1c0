-- Temporary table term_to_sum: the formulas to sum. Grain: formula × term.
CREATE OR REPLACE TEMP TABLE term_to_sum AS
SELECT
    unnest($formula)::VARCHAR AS formula, unnest($indicator)::VARCHAR AS indicator, unnest($sign)::INTEGER AS sign,
    unnest($is_denominator)::BOOLEAN AS is_denominator, unnest($needed)::INTEGER AS needed;
