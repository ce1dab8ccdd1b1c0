"""Current targets, tasks, units and notes as rows of their own files: loaded again they change nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb

from etl.catalogue import Catalogue, Dataset
from etl.export import plain_number
from etl.month import format_month
from etl.statements import statement

PROFILES = {"even": "按月均分", "quarterly": "按季", "half_yearly": "按半年", "custom": "自定"}
STATUSES = {"not_started": "未启动", "in_progress": "进行中", "done": "已完成"}
UNIT_MONTHS = {"start_month": "from", "end_month": "to"}
MONTHS = frozenset({"month", "from", "to"})


def read_record_rows(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, dataset: Dataset, year: int
) -> Iterator[tuple[str | int | float | None, ...]]:
    """The rows of a table of records, a cell for each of the dataset's columns; units of every year."""
    if dataset.kind == "units":
        cursor = connection.execute(statement("units"))
    else:
        cursor = connection.execute(statement(f"{dataset.kind}_of_year"), {"year": year})
    names = [UNIT_MONTHS.get(column[0], column[0]) for column in cursor.description or ()]
    for values in cursor.fetchall():
        record = dict(zip(names, values, strict=True))
        if plan := record.pop("plan", None):
            record |= {f"plan_{month}": figure for month, figure in enumerate(plan, start=1)}
        yield tuple(_cell(catalogue, column.id, record.get(column.id)) for column in dataset.columns)


def _cell(catalogue: Catalogue, column: str, value: Any) -> str | int | float | None:
    """A value as a clerk would write it."""
    match value:
        case None:
            return None
        case bool():
            return "是" if value else "否"
        case float():
            return plain_number(value)
        case list():
            return ";".join(value)
        case date():
            return format_month(value) if column in MONTHS else value.isoformat()
    return _word(catalogue, column, value)


def _word(catalogue: Catalogue, column: str, value: Any) -> Any:
    """Chinese words for ids."""
    if column == "kpi":
        kpi = catalogue.kpi_named(value)
        return kpi.name if kpi else value
    words = {"profile": PROFILES, "status": STATUSES}.get(column, {})
    return words.get(value, value)
