-- Grain: one row a staged figure that is more than an addition: what it would change, by its cell.
SELECT cell, old, old_approximate, old_word, kind FROM staged_change WHERE kind <> 'added' ORDER BY cell;
