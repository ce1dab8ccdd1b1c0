"""Checks typed rows before they are sent, and marks the cells that do not pass."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui import cache
from dashboard.ui.data_page import STYLE
from dashboard.ui.markup import as_written, tag
from dashboard.ui.plan.record_rows import blank_rows, changed_labels, changed_rows
from dashboard.ui.plan.typed_rows import ADDED, EDITED, Place, Typed
from dashboard.ui.upload.findings import marked_html
from dashboard.ui.upload.words import all_findings, page_words
from domain.catalogue import Catalogue, Dataset
from domain.finding import Finding, is_error
from etl.load.marked_rows import MarkedRow, MarkedTable
from etl.load.preview import Preview, Request, preview

WHOLE: Place = ("", None)  # a finding about no single row
PROBLEM = "problem"  # the column of the grid that says what is wrong with a row
FIRST_ROW = 2  # below the header, as Excel counts
NAMES = {EDITED: "已有", ADDED: "新增"}


def places_of(typed: Typed, dataset: Dataset) -> dict[Place, dict[str, str]]:
    """The changed and new rows in the order in which they are sent, each cell as text."""
    rows_by_place: dict[Place, dict[str, str]] = {}
    for name, before, after in (
        (EDITED, typed.standing, typed.edited),
        (ADDED, blank_rows(dataset), typed.added),
    ):
        rows = zip(changed_labels(before, after), changed_rows(before, after), strict=True)
        rows_by_place |= {(name, label): row for label, row in rows}
    return rows_by_place


def check_rows(catalogue: Catalogue, request: Request) -> Preview:
    """The rows checked against the warehouse. Raises WarehouseError."""
    return preview(cache.warehouse(), catalogue, request)


def by_place(checked: Preview, places: Sequence[Place]) -> dict[Place, list[Finding]]:
    """The errors by the row they are about, WHOLE for the others."""
    by_row: dict[Place, list[Finding]] = {}
    for finding in filter(is_error, all_findings(checked)):
        number = (finding.row or 0) - FIRST_ROW
        place = places[number] if 0 <= number < len(places) else WHOLE
        by_row.setdefault(place, []).append(finding)
    return by_row


def show_marked(
    dataset: Dataset,
    rows: Mapping[Place, dict[str, str]],
    typed: Typed,
    unit_name: Callable[[str], str],
) -> None:
    """The rows that did not pass, with the bad cells marked, and what is wrong with each."""
    if not typed.findings:
        return
    st.html(STYLE)
    count = sum(map(len, typed.findings.values()))
    st.error(
        f"有{count}处没有通过检查，没有入库。填写的内容都在下面的表格里，请改好再核对。",
        icon=":material/block:",
    )
    for finding in typed.findings.get(WHOLE, ()):
        st.error(as_written(page_words(finding.message)))
    for name in NAMES:
        places = [place for place in rows if place[0] == name and place in typed.findings]
        if places:
            frame = typed.edited if name == EDITED else typed.added
            st.html(tag("h3", f"有错的行（{NAMES[name]}{dataset.title}）", class_="table-title"))
            named = {
                place: rows[place] | {"unit": unit_name(rows[place].get("unit", ""))} for place in places
            }
            st.html(marked_html(_marked_table(dataset, frame, named, typed)))


def _marked_table(
    dataset: Dataset,
    frame: pd.DataFrame,
    rows: Mapping[Place, dict[str, str]],
    typed: Typed,
) -> MarkedTable:
    """The rows with the words of their findings; numbered as they stand in the grid."""
    columns = [column for column in dataset.columns if column.id != "year"]
    header = ("问题", *(column.name for column in columns))
    order: list[Any] = list(frame.index)
    marked = []
    for place in rows:
        findings = typed.findings[place]
        bad = {number for number, name in enumerate(header) for finding in findings if finding.column == name}
        cells = (problem(findings), *(rows[place].get(column.id, "") for column in columns))
        marked.append(MarkedRow(order.index(place[1]) + 1, cells, frozenset(bad)))
    shown = tuple(row.cells for row in marked)
    used = [
        number
        for number in range(len(header))
        if any(cells[number] for cells in shown) or any(number in row.bad for row in marked)
    ]
    return MarkedTable(
        "",
        tuple(header[number] for number in used),
        tuple(
            MarkedRow(
                row.row,
                tuple(row.cells[number] for number in used),
                frozenset(used.index(number) for number in row.bad),
            )
            for row in marked
        ),
    )


def problem(findings: Sequence[Finding]) -> str:
    """The findings of a row in words, each after the column it is about."""
    return "；".join(
        f"{finding.column}：{page_words(finding.message)}" if finding.column else page_words(finding.message)
        for finding in findings
    )


def with_problems(frame: pd.DataFrame, name: str, typed: Typed) -> pd.DataFrame:
    """The rows of a grid with the column PROBLEM in front, where any of them did not pass."""
    problems = {
        label: f"■ {problem(findings)}"
        for (where, label), findings in typed.findings.items()
        if where == name
    }
    if not problems:
        return frame
    column = pd.Series([problems.get(label, "") for label in frame.index], index=frame.index, dtype=object)
    return pd.concat([column.rename(PROBLEM), frame], axis=1)
