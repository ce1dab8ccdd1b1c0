-- Grain: one row: how many current figures a column has.
SELECT count(*) FROM latest_value JOIN series USING (series) WHERE indicator = $column;
