-- From schema 1 to 2: figures of a whole year, accepted from a written report.
-- Grain: load × year × kpi × unit.
CREATE TABLE annual_figure (
    load INTEGER, year INTEGER, kpi VARCHAR, unit VARCHAR, value DOUBLE, approximate BOOLEAN, word VARCHAR,
    quote VARCHAR, source VARCHAR
);
