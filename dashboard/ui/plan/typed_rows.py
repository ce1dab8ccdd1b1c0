"""Rows typed into a grid: kept in the session until they are loaded, checked before that, and marked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui import cache
from dashboard.ui.data_page import STYLE
from dashboard.ui.markup import as_written, tag
from dashboard.ui.plan.record_rows import blank_rows, changed_labels, changed_rows, same_cells
from dashboard.ui.upload.findings import marked_html
from dashboard.ui.upload.words import all_findings, page_words
from domain.catalogue import Catalogue, Dataset
from domain.finding import Finding, is_error
from etl.load.marked_rows import MarkedRow, MarkedTable
from etl.load.preview import Preview, Request, preview

TYPED = "typed-rows"
Grid = tuple[str, int, str]  # dataset, year, unit of the view
Place = tuple[str, Any]  # EDITED or ADDED, and the row's label there
EDITED, ADDED = "edited", "added"
WHOLE: Place = ("", None)  # a finding about no single row
PROBLEM = "problem"  # the column of the grid that says what is wrong with a row
FIRST_ROW = 2  # below the header, as Excel counts
NAMES = {EDITED: "已有", ADDED: "新增"}


@dataclass(frozen=True)
class Typed:
    """The contents of a grid.

    `standing` are the records as loaded, `begun` the new rows the grid starts with. `seed` is what the
    editors start with, `edited` and `added` what they hold now. `round` numbers the editors: a new seed needs
    new ones. `sent` is the sha256 of the rows that were sent to be loaded, `findings` are those of the last
    check, by row.
    """

    standing: pd.DataFrame
    begun: pd.DataFrame
    edited: pd.DataFrame
    added: pd.DataFrame
    seed: tuple[pd.DataFrame, pd.DataFrame]
    round: int = 0
    returned: bool = False
    sent: str = ""
    findings: Mapping[Place, Sequence[Finding]] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed."""
        return bool(changed_labels(self.standing, self.edited) or changed_labels(self.begun, self.added))


def typed_rows(grid: Grid) -> Typed | None:
    """What the grid holds; None if it was not open yet."""
    return st.session_state.get(TYPED, {}).get(grid)


def keep_typed(grid: Grid, typed: Typed) -> None:
    """Keep the contents of the grid for this session."""
    st.session_state.setdefault(TYPED, {})[grid] = typed


def has_typed(grid: Grid) -> bool:
    """Whether the grid has typed rows that are not loaded yet."""
    typed = typed_rows(grid)
    return typed is not None and (typed.is_changed or bool(typed.sent))


def forget_typed(grid: Grid) -> None:
    """Discard the typed rows of a grid."""
    st.session_state.get(TYPED, {}).pop(grid, None)


def forget_loaded(sha256: str) -> None:
    """Discard the rows that were sent with this sha256, because they are loaded."""
    for grid, typed in list(st.session_state.get(TYPED, {}).items()):
        if typed.sent == sha256:
            forget_typed(grid)


def open_grid(
    grid: Grid, standing: pd.DataFrame, begun: pd.DataFrame, keys: Sequence[str], editor: str
) -> Typed:
    """What the grid shows: typed rows are carried over to new editors and to records loaded meanwhile.

    `begun` are the new rows that the grid starts with, `editor` is the key of its editors before the round.
    """
    typed = typed_rows(grid)
    if typed is None or not has_typed(grid):
        typed = _untouched(typed, standing, begun)
    elif len(begun) and not typed.begun.equals(begun):
        rows = pd.concat([typed.added, begun], ignore_index=True)
        typed = _seeded(replace(typed, begun=begun), typed.edited, rows)
    elif not typed.standing.equals(standing):
        typed = _carried_over(typed, standing, keys)
    elif f"{editor}-{typed.round}" not in st.session_state:
        typed = _seeded(typed, typed.edited, typed.added)
    keep_typed(grid, typed)
    return typed


def _untouched(typed: Typed | None, standing: pd.DataFrame, begun: pd.DataFrame) -> Typed:
    """The grid as it starts; the same editors as before if nothing about it has changed."""
    if typed is not None and typed.standing.equals(standing) and typed.begun.equals(begun):
        return typed
    number = typed.round + 1 if typed is not None else 1
    return Typed(standing, begun, standing, begun, (standing, begun), number)


def with_edits(typed: Typed, edited: pd.DataFrame, added: pd.DataFrame) -> Typed:
    """The contents after an edit; rows that differ from those sent are no longer the ones sent."""
    if same_cells(typed.edited, edited) and same_cells(typed.added, added):
        return typed
    return replace(typed, edited=edited, added=added, sent="")


def after_check(typed: Typed, sent: str, findings: Mapping[Place, Sequence[Finding]]) -> Typed:
    """The contents after a check: in new editors that show its findings, or sent if there are none."""
    if not findings:
        return replace(typed, sent=sent, findings={})
    return replace(_seeded(typed, typed.edited, typed.added), sent="", findings=findings)


def _carried_over(typed: Typed, standing: pd.DataFrame, keys: Sequence[str]) -> Typed:
    """The typed rows on records that were loaded meanwhile: each by its key, else as a new row."""
    labels = {
        tuple(row): label for label, row in zip(standing.index, standing[list(keys)].values, strict=True)
    }
    edited, left = standing.copy(), []
    for label in changed_labels(typed.standing, typed.edited):
        row = typed.edited.loc[label]
        place = labels.get(tuple(row[list(keys)]))
        if place is None:
            left.append(row)
        else:
            edited.loc[place] = row
    added = pd.concat([typed.added, pd.DataFrame(left)], ignore_index=True) if left else typed.added
    return _seeded(replace(typed, standing=standing), edited, added)


def _seeded(typed: Typed, edited: pd.DataFrame, added: pd.DataFrame) -> Typed:
    added = added.reset_index(drop=True)
    return replace(
        typed,
        edited=edited,
        added=added,
        seed=(edited, added),
        round=typed.round + 1,
        returned=True,
    )


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
