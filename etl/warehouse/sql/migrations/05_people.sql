-- From schema 4 to 5: people and their roles.
-- Grain: one row a change of a person. Warehouses made before this schema know nobody.
CREATE TABLE person (
    change INTEGER, name VARCHAR, role VARCHAR, units VARCHAR[],
    recorded_at TIMESTAMP, recorded_by VARCHAR, why VARCHAR
);
