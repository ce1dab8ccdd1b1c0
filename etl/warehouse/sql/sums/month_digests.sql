-- Grain: month with a figure, as kept: a digest of all its figures.
SELECT month, bit_xor(hash(dataset, figures, digest)) FROM kept_digest GROUP BY month;
