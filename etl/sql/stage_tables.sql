-- The temporary tables and views of a file beside the warehouse, empty. Reading fills them: stage_figure.sql, …

-- Grain: one row a figure as read; place: 1 for the first of its indicator × unit × month.
-- table_number: which table of the file, from 0; row and column: where the cell stands; text: as written.
CREATE TEMP TABLE staged_cell (
    table_number INTEGER, dataset VARCHAR, indicator VARCHAR, unit VARCHAR, month DATE, value DOUBLE,
    approximate BOOLEAN, word VARCHAR, withdrawn BOOLEAN, "row" INTEGER, "column" VARCHAR, text VARCHAR,
    place INTEGER, first_table INTEGER
);

-- Grain: year × kpi × unit.
CREATE TEMP TABLE staged_target (
    table_number INTEGER, "row" INTEGER, year INTEGER, kpi VARCHAR, unit VARCHAR, target DOUBLE,
    profile VARCHAR, plan DOUBLE[], source VARCHAR, owner VARCHAR, illustrative BOOLEAN
);

-- Grain: year × task.
CREATE TEMP TABLE staged_task (
    table_number INTEGER, "row" INTEGER, year INTEGER, task VARCHAR, title VARCHAR, unit VARCHAR, due DATE,
    status VARCHAR, done_on DATE, source VARCHAR
);

-- Grain: unit.
CREATE TEMP TABLE staged_unit (
    table_number INTEGER, "row" INTEGER, unit VARCHAR, name VARCHAR, parent VARCHAR, aliases VARCHAR[],
    reports VARCHAR[], start_month DATE, end_month DATE
);

-- Grain: month × unit × kpi.
CREATE TEMP TABLE staged_note (
    table_number INTEGER, "row" INTEGER, month DATE, unit VARCHAR, kpi VARCHAR, text VARCHAR
);

-- Grain: year × kpi × unit.
CREATE TEMP TABLE staged_annual_figure (
    table_number INTEGER, "row" INTEGER, year INTEGER, kpi VARCHAR, unit VARCHAR, value DOUBLE,
    approximate BOOLEAN, word VARCHAR, quote VARCHAR, source VARCHAR
);

-- Grain: indicator × unit × month.
CREATE TEMP VIEW staged_figure AS
SELECT dataset, indicator, unit, month, value, approximate, word, withdrawn, table_number, "row", "column", text
FROM staged_cell WHERE place = 1;

-- Grain: indicator × unit × month: what the file would change. kind: added, changed, unchanged or withdrawn.
CREATE TEMP VIEW staged_change AS
SELECT
    staged.*, standing.value AS old, standing.approximate AS old_approximate, standing.word AS old_word,
    CASE
        WHEN staged.withdrawn AND standing.indicator IS NULL THEN 'unchanged'
        WHEN staged.withdrawn THEN 'withdrawn'
        WHEN standing.indicator IS NULL THEN 'added'
        WHEN standing.value = staged.value AND standing.approximate = staged.approximate
            AND standing.word = staged.word THEN 'unchanged'
        ELSE 'changed'
    END AS kind
FROM staged_figure AS staged
LEFT JOIN latest_figure AS standing
    ON standing.indicator = staged.indicator AND standing.unit = staged.unit AND standing.month = staged.month;
