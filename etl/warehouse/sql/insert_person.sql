-- One row: the role and units of a person from now on; role is null for somebody removed.
INSERT INTO person
SELECT coalesce(max(change), 0) + 1, $name, $role, $units, $at, $by, $why FROM person;
