"""Units × datasets for a month: reported, late, partly, missing; each with a shape and a word."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui import cache
from dashboard.ui.markup import Markup, tag
from dashboard.ui.tables import Field, records_table
from dashboard.wording.format import NOTHING
from domain.catalogue import Catalogue
from domain.months import format_month
from domain.text import csv_text
from etl.warehouse.submissions import read_completeness

STATES = {
    "reported": ("●", "已报"),
    "late": ("◎", "迟报"),
    "partly": ("◐", "未报全"),
    "missing": ("○", "未报"),
}
LACKING = ("missing", "partly")
MOST_UNITS = 100
Record = dict[Any, Any]  # one row of the frame of read_completeness
HEADER = ("单位代码", "单位", "报表", "月份", "状态", "报送截止日", "报送时间", "空着的列")


@st.cache_resource(max_entries=20, show_spinner=False)
def reports_of_month(version: str, month: date, today: date) -> pd.DataFrame:
    """Who owes what for the month and what was received, as the frame of read_completeness."""
    with cache.reading(version) as connection:
        return read_completeness(connection, cache.catalogue_of(version), month, today)


def matrix_html(completeness: pd.DataFrame, catalogue: Catalogue) -> Markup:
    """A row per unit and a column per dataset that any unit owes; with many units, incomplete ones first."""
    owed = set(completeness["dataset"])
    datasets = [dataset for dataset in catalogue.monthly if dataset.id in owed]
    fields = [Field("单位", "strong"), *(Field(dataset.title) for dataset in datasets)]
    rows = _rows(completeness, [dataset.id for dataset in datasets], catalogue)
    return records_table(fields, rows, "各单位报送情况")


def _rows(
    completeness: pd.DataFrame, datasets: Sequence[str], catalogue: Catalogue
) -> Iterator[tuple[str, ...]]:
    shown = units_shown(completeness)
    cells: dict[str, dict[str, Record]] = {unit: {} for unit in shown}
    for row in completeness[completeness["unit"].isin(shown)].to_dict("records"):
        cells[row["unit"]][row["dataset"]] = row
    for own in cells.values():
        name = next(iter(own.values()))["name"]
        states = [_cell(own[dataset], catalogue) if dataset in own else NOTHING for dataset in datasets]
        yield (name, *states)


def units_shown(completeness: pd.DataFrame) -> list[str]:
    """The units in their order; if they are many, one page of units with incomplete ones first."""
    units = list(dict.fromkeys(completeness["unit"]))
    if len(units) <= MOST_UNITS:
        return units
    lacking = set(completeness.loc[completeness["state"].isin(LACKING), "unit"])
    return sorted(units, key=lambda unit: unit not in lacking)[:MOST_UNITS]


def _cell(row: Record, catalogue: Catalogue) -> Markup:
    """● 已报, with the blank columns and the time of receipt behind it."""
    shape, word = STATES[row["state"]]
    details = "，".join(_details(row, catalogue))
    return tag("span", f"{shape}\u00a0{word}", class_=f"state-{row['state']}", title=details)


def _details(row: Record, catalogue: Catalogue) -> Iterator[str]:
    if isinstance(row["arrived"], pd.Timestamp):
        yield f"{row['arrived']:%Y-%m-%d %H:%M} 报送"
    if row["state"] == "partly":
        yield f"空着：{blank_names(row['blank'], catalogue)}"
    if row["overdue"]:
        yield "已逾期"


def blank_names(blank: Sequence[str], catalogue: Catalogue) -> str:
    """The names of columns, joined."""
    return "、".join(catalogue.column(indicator).name for indicator in blank)


def state_counts(completeness: pd.DataFrame) -> dict[str, int]:
    """The number of submissions in each state, in the order of STATES."""
    counts = completeness["state"].value_counts()
    return {state: int(counts.get(state, 0)) for state in STATES}


def counts_in_words(completeness: pd.DataFrame) -> str:
    """应报14份，已报12份（其中迟报1份），未报全1份，未报1份."""
    counts = state_counts(completeness)
    come = counts["reported"] + counts["late"]
    late = f"（其中迟报{counts['late']}份）" if counts["late"] else ""
    lacking = [f"{STATES[state][1]}{counts[state]}份" for state in ("partly", "missing") if counts[state]]
    return "，".join([f"应报{len(completeness)}份", f"已报{come}份{late}", *lacking])


def completeness_csv(completeness: pd.DataFrame, catalogue: Catalogue) -> bytes:
    """Every cell of the matrix as a spreadsheet row."""
    return csv_text([HEADER, *(_csv_row(row, catalogue) for row in completeness.to_dict("records"))]).encode()


def _csv_row(row: dict[Any, Any], catalogue: Catalogue) -> tuple[str, ...]:
    arrived = f"{row['arrived']:%Y-%m-%d %H:%M}" if pd.notna(row["arrived"]) else ""
    blank = blank_names(row["blank"], catalogue) if row["state"] == "partly" else ""
    titles = (row["unit"], row["name"], catalogue.dataset(row["dataset"]).title)
    when = (format_month(row["month"]), STATES[row["state"]][1], f"{row['due']:%Y-%m-%d}", arrived)
    return (*titles, *when, blank)
