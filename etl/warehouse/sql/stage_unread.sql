-- Grain: dataset × unit × month × header: unread columns of figures in tables that lack an expected column.
INSERT INTO staged_unread
SELECT DISTINCT dataset, unit, CAST(month AS DATE) AS month, header, indicator FROM incoming_unread;
