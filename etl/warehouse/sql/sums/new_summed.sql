-- Temporary table new_summed. Grain: unit of new_scope with more than $many units in its scope.
CREATE OR REPLACE TEMP TABLE new_summed AS
SELECT ancestor AS unit FROM new_scope GROUP BY ancestor HAVING count(DISTINCT unit) > CAST($many AS INTEGER);
