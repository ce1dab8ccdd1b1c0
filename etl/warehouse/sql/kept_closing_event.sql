-- Grain: one row: the first freeze, from the one in $event on, that closes $month and stores its definitions; null if
-- there is none. So a month closed by a program that stored nothing is shown as it stood at the next closing.
SELECT min(event)
FROM freeze_event SEMI JOIN definition_use USING (event)
WHERE kind = 'frozen' AND event >= $event AND frozen_through >= $month;
