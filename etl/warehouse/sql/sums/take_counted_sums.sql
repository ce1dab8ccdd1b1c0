-- Takes the sums that were gathered from another version (the frame counted_sum) as gathered here, except those of
-- formulas that are kept by now and of the months in $stale.
INSERT INTO sum_change
SELECT * FROM counted_sum
WHERE formula IN (SELECT formula FROM term_to_sum) AND NOT list_contains($stale::DATE[], month);
