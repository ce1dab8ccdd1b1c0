-- From schema 6 to 7: the units and their tree are kept in every file; kept_sums.py fills the tables.
-- Grain: unit: as the view computed_unit.
CREATE TABLE kept_unit (
    unit VARCHAR, name VARCHAR, parent VARCHAR, aliases VARCHAR[], reports VARCHAR[],
    start_month DATE, end_month DATE, successor VARCHAR, load INTEGER
);

-- Grain: unit × former name: as the view computed_former_name.
CREATE TABLE kept_former_name (unit VARCHAR, name VARCHAR);

-- Grain: as the view computed_place.
CREATE TABLE kept_place (unit VARCHAR, name VARCHAR, parent VARCHAR, first_month DATE, last_month DATE);
