"""Export the current figures and records: as a frame, a CSV for Excel, or JSON."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from domain.catalogue import Catalogue, Dataset
from domain.kpi.lamp import PROFILE_WORDS
from domain.months import format_month
from domain.text import csv_text
from etl.warehouse.statements import statement

CSV_COLUMNS = ["dataset", "indicator", "unit", "month", "value", "word"]
HEADER = ("数据集", "指标", "单位", "月份", "数值", "约数")


def read_figures(
    connection: duckdb.DuckDBPyConnection,
    dataset: str | None = None,
    unit: str | None = None,
    year: int | None = None,
) -> pd.DataFrame:
    """Current figures ordered by dataset, indicator, unit, month; a unit's own, without those of units below.

    Columns: dataset, indicator, unit (code), month, value, approximate, word, load.
    """
    chosen = {"dataset": dataset, "unit": unit, "year": year}
    return connection.execute(statement("figures"), chosen).df()


def figures_csv(figures: pd.DataFrame) -> str:
    """The long form of the data contract, with a byte order mark; loading it again changes nothing."""
    rows = (
        (dataset, indicator, unit, format_month(month), plain_number(value), word)
        for dataset, indicator, unit, month, value, word in figures[CSV_COLUMNS].itertuples(index=False)
    )
    return csv_text([HEADER, *rows])


def figures_json(figures: pd.DataFrame) -> list[dict[str, Any]]:
    """The figures as `figures --format json` prints them."""
    return [
        {
            "dataset": row["dataset"],
            "indicator": row["indicator"],
            "unit": row["unit"],
            "month": format_month(row["month"]),
            "value": plain_number(row["value"]),
            "approximate": bool(row["approximate"]),
            "load": int(row["load"]),
        }
        for row in figures.to_dict("records")
    ]


def plain_number(value: float) -> int | float:
    """Convert a whole float to int."""
    return int(value) if value == int(value) else float(value)


def written_figure(value: float, word: str) -> str | int | float:
    """A figure as a clerk writes it: 12, 1000余, 近1000."""
    number = plain_number(value)
    return beside_word(str(number), word) if word else number


def beside_word(figure: str, word: str) -> str:
    """A figure with the word that makes it approximate, before or behind it as it was written."""
    return f"{word}{figure}" if word in ("约", "近") else f"{figure}{word}"


STATUSES = {"not_started": "未启动", "in_progress": "进行中", "done": "已完成"}
UNIT_MONTHS = {"start_month": "from", "end_month": "to"}
MONTHS = frozenset({"month", "from", "to", "effective"})


def read_record_rows(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, dataset: Dataset, year: int
) -> Iterator[tuple[str | int | float | None, ...]]:
    """The rows of a table of records, with a cell for each of the dataset's columns; units have no year."""
    if dataset.kind == "units":
        cursor = connection.execute(statement("unit_rows"))
    else:
        cursor = connection.execute(statement(f"{dataset.kind}_of_year"), {"year": year})
    names = [UNIT_MONTHS.get(column[0], column[0]) for column in cursor.description or ()]
    for values in cursor.fetchall():
        record = dict(zip(names, values, strict=True))
        if plan := record.pop("plan", None):
            record |= {f"plan_{month}": figure for month, figure in enumerate(plan, start=1)}
        yield tuple(_cell(catalogue, column.id, record.get(column.id)) for column in dataset.columns)


def _cell(catalogue: Catalogue, column: str, value: Any) -> str | int | float | None:
    """A value as a clerk writes it."""
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
    """Replace ids with Chinese words."""
    if column == "kpi":
        kpi = catalogue.kpi_named(value)
        return kpi.name if kpi else value
    words = {"profile": PROFILE_WORDS, "status": STATUSES}.get(column, {})
    return words.get(value, value)
