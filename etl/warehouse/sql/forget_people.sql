-- Removes every change of people, before those of another warehouse take their place (restore).
DELETE FROM person;
