"""Targets and tasks as rows of a grid, and the edited rows as a file to load."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from domain.catalogue import Catalogue, Dataset
from etl.export.export import plain_number, read_record_rows
from etl.export.template import CHOICES, Template
from etl.load.preview import Request
from etl.read.locate.result import ReadOptions

# The key columns of a record: fixed for existing rows, entered only for new ones.
KEYS = {"targets": ("kpi", "unit", "effective"), "tasks": ("task",)}
DAYS = ("due", "done_on")
DEFAULTS = {"profile": CHOICES["profile"][0], "illustrative": "否", "status": CHOICES["status"][0]}


def read_grid(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    dataset: Dataset,
    year: int,
    units: Sequence[str],
) -> pd.DataFrame:
    """The year's records of these units, in their order, with every column of the dataset except the year.

    KPIs by name, units by code, a rate's target as 98%, days as dates; None for a blank cell.
    """
    ids = [column.id for column in dataset.columns]
    order = {unit: place for place, unit in enumerate(units)}
    read = read_record_rows(connection, catalogue, dataset, year)
    every: Iterable[dict[str, Any]] = (dict(zip(ids, row, strict=True)) for row in read)
    rows = [row for row in every if row["unit"] in order]
    rows.sort(key=lambda row: (order[row["unit"]], _page_order(catalogue, row)))
    shown = [_shown(catalogue, row) for row in rows]
    return pd.DataFrame(shown, columns=[id for id in ids if id != "year"], dtype=object)


def carried_over(targets: pd.DataFrame) -> pd.DataFrame:
    """The targets in effect at year-end, as a start for the whole next year."""
    kept = targets.sort_values("effective", na_position="first", kind="stable")
    last = kept.drop_duplicates(["kpi", "unit"], keep="last").sort_index()
    return last.assign(effective=None).reset_index(drop=True)


def blank_rows(dataset: Dataset) -> pd.DataFrame:
    """A grid without rows, for new records."""
    ids = [column.id for column in dataset.columns if column.id != "year"]
    return pd.DataFrame({id: pd.Series(dtype=object) for id in ids})


def changed_rows(before: pd.DataFrame, after: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of `after` that differ from the row with the same label in `before`, each cell as text."""
    return list(_changed(before, after).values())


def changed_labels(before: pd.DataFrame, after: pd.DataFrame) -> list[Any]:
    """The labels of these rows."""
    return list(_changed(before, after))


def same_cells(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Whether both hold the same rows, each cell as text."""
    first, second = (list(map(_texts, rows.to_dict("records"))) for rows in (before, after))
    return first == second


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> dict[Any, dict[str, str]]:
    known = {label: _texts(row) for label, row in before.to_dict("index").items()}
    rows = ((label, _texts(row)) for label, row in after.to_dict("index").items())
    return {label: row for label, row in rows if row != known.get(label) and not _is_blank(row)}


def record_request(dataset: Dataset, year: int, rows: Iterable[Mapping[str, str]], today: date) -> Request:
    """The rows as a file of the dataset, which is checked like any other file."""
    cells = tuple(
        tuple(str(year) if column.id == "year" else row.get(column.id, "") for column in dataset.columns)
        for row in rows
    )
    content = Template(dataset.title, dataset.columns, cells).as_csv()
    return Request(
        content, f"{dataset.title}-{year}-网页填写.csv", ReadOptions(dataset=dataset.id, today=today)
    )


def _page_order(catalogue: Catalogue, row: Mapping[str, Any]) -> tuple[int, str]:
    """KPIs in page order; tasks in their original order."""
    kpi = catalogue.kpi_named(str(row["kpi"])) if "kpi" in row else None
    return (catalogue.kpis.index(kpi), "") if kpi else (0, str(row.get("task", "")))


def _shown(catalogue: Catalogue, row: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(row)
    if "target" in shown:
        kpi = catalogue.kpi_named(str(row["kpi"]))
        shown["target"] = _target_text(row["target"], kpi is not None and kpi.is_share)
    for day in DAYS:
        if shown.get(day):
            shown[day] = date.fromisoformat(shown[day])
    return shown


def _target_text(value: float, is_share: bool) -> str:
    return f"{value * 100:.10g}%" if is_share else f"{plain_number(value)}"


def _texts(row: Mapping[Any, Any]) -> dict[str, str]:
    return {str(id): _text(value) for id, value in row.items()}


def _text(value: Any) -> str:
    """A cell as a person would type it."""
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return str(plain_number(value))
    return str(value).strip()


def _is_blank(row: Mapping[str, str], defaults: Collection[str] = tuple(DEFAULTS)) -> bool:
    """Whether a new row holds nothing but its default values."""
    return not any(text for id, text in row.items() if id not in defaults)
