-- Grain: one row: the first freeze, from the one in $event on, that closes $month and keeps its definitions; null where
-- none does. A month closed by a program that kept nothing is so shown as it stood at the next closing.
SELECT min(event)
FROM freeze_event SEMI JOIN definition_use USING (event)
WHERE kind = 'frozen' AND event >= $event AND frozen_through >= $month;
