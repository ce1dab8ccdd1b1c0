-- One row: a change of a person, as another warehouse holds it.
INSERT INTO person VALUES ($change, $name, $role, $units, $at, $by, $why);
