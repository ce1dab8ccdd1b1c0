-- Grain: one row per staged figure that is not a plain addition: its cell and what it would change.
SELECT cell, old, old_approximate, old_word, kind FROM staged_change WHERE kind <> 'added' ORDER BY cell;
