-- Grain: dataset × unit × month × header: columns of figures that were not read, while an expected one was absent.
INSERT INTO staged_unread
SELECT DISTINCT dataset, unit, CAST(month AS DATE) AS month, header, indicator FROM incoming_unread;
