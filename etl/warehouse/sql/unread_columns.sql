-- Grain: unit × dataset × month × unread column of figures, from $first to $last; indicator: the expected column most
-- like it, null if none is.
SELECT unit, dataset, month, indicator FROM current_unread WHERE month BETWEEN $first AND $last;
