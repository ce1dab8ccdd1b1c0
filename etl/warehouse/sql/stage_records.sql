-- The temporary tables of a file's records beside the warehouse, empty. stage_targets.sql and its siblings fill them.

-- Grain: year × kpi × unit × effective.
CREATE TEMP TABLE staged_target (
    table_number INTEGER, "row" INTEGER, year INTEGER, kpi VARCHAR, unit VARCHAR, target DOUBLE,
    profile VARCHAR, plan DOUBLE[], source VARCHAR, owner VARCHAR, illustrative BOOLEAN, effective DATE
);

-- Grain: year × task.
CREATE TEMP TABLE staged_task (
    table_number INTEGER, "row" INTEGER, year INTEGER, task VARCHAR, title VARCHAR, unit VARCHAR, due DATE,
    status VARCHAR, done_on DATE, source VARCHAR
);

-- Grain: unit × effective.
CREATE TEMP TABLE staged_unit (
    table_number INTEGER, "row" INTEGER, unit VARCHAR, name VARCHAR, parent VARCHAR, aliases VARCHAR[],
    reports VARCHAR[], start_month DATE, end_month DATE, successor VARCHAR, effective DATE
);

-- Grain: month × unit × kpi.
CREATE TEMP TABLE staged_note (
    table_number INTEGER, "row" INTEGER, month DATE, unit VARCHAR, kpi VARCHAR, text VARCHAR
);

-- Grain: dataset × unit × month × header.
CREATE TEMP TABLE staged_unread (
    dataset VARCHAR, unit VARCHAR, month DATE, header VARCHAR, indicator VARCHAR
);

-- Grain: year × kpi × unit.
CREATE TEMP TABLE staged_annual_figure (
    table_number INTEGER, "row" INTEGER, year INTEGER, kpi VARCHAR, unit VARCHAR, value DOUBLE,
    approximate BOOLEAN, word VARCHAR, quote VARCHAR, source VARCHAR
);
