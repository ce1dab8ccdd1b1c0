"""The grid for editing targets or tasks; changed rows are sent to 数据填报 to be checked and loaded."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui import cache
from dashboard.ui.markup import as_written
from dashboard.ui.next_steps import TARGETS, UPLOAD
from dashboard.ui.plan import queries
from dashboard.ui.plan.record_rows import DAYS, DEFAULTS, KEYS, blank_rows, record_request
from dashboard.ui.plan.typed_rows import (
    ADDED,
    EDITED,
    PROBLEM,
    Grid,
    Typed,
    after_check,
    by_place,
    check_rows,
    forget_typed,
    has_typed,
    keep_typed,
    open_grid,
    places_of,
    show_marked,
    with_edits,
    with_problems,
)
from dashboard.ui.shell import Page
from dashboard.ui.upload.pending import hand_over
from dashboard.ui.view import unit_label
from domain.catalogue import Catalogue, Column, Dataset
from etl.export.template import CHOICES
from etl.warehouse import WarehouseError

MOST_ROWS = 400
WIDTHS = {"kpi": 150, "unit": 130, "title": 260, "source": 320, "target": 90, "profile": 100, "owner": 120}
WIDTHS |= {"effective": 90}
HELP = {
    "effective": "年内调整：从哪个月起按这一行的目标评价，如 2023-07；留空为全年",
    "target": "率写成 98% 或 0.98",
    "profile": "自定：在 1月—12月 各列填写计划累计数，逐月不减，12月等于年度目标",
    "illustrative": "演示用的目标填“是”",
}


def show_grid(page: Page, dataset_id: str, last_year: pd.DataFrame | None = None) -> None:
    """The current records of the view's unit and the units below it, and rows for new ones.

    `last_year`: records to start with if the year has none; all of them count as new.
    """
    dataset = page.catalogue.dataset(dataset_id)
    units = queries.grid_units(page, dataset_id, MOST_ROWS)
    standing = queries.grid(page.version, dataset_id, page.view.year, units)
    begun = last_year if last_year is not None and standing.empty else blank_rows(dataset)
    _grid(page, dataset, standing, begun)


@st.fragment
def _grid(page: Page, dataset: Dataset, standing: pd.DataFrame, begun: pd.DataFrame) -> None:
    """The editors. Not a form: every edit is sent at once and kept, so a rerun of the page loses none."""
    grid = (dataset.id, page.view.year, page.view.unit)
    key = "-".join(map(str, grid))
    typed = open_grid(grid, standing, begun, KEYS[dataset.id], f"new-{key}")
    if typed.returned and has_typed(grid) and not typed.findings:
        _say_typed(grid)
    show_marked(
        dataset,
        places_of(typed, dataset),
        typed,
        lambda unit: unit_label(unit, page.directory) if unit else "",
    )
    edited, added = typed.seed
    if len(standing):
        rows = with_problems(edited, EDITED, typed)
        edited = _editor(page, dataset, rows, f"standing-{key}-{typed.round}", are_new=False)
    st.markdown(f"**新增{as_written(dataset.title)}**　点表格末行的“＋”添加")
    rows = with_problems(added, ADDED, typed)
    added = _editor(page, dataset, rows, f"new-{key}-{typed.round}", are_new=True)
    typed = with_edits(typed, edited, added)
    keep_typed(grid, typed)
    with st.container(horizontal=True, vertical_alignment="center"):
        submitted = st.button("核对改动", type="primary", key=f"check-{key}")
        st.markdown(
            ":small[:gray[先检查，列出原值、新值和变色的灯，确认后才入库，可随时撤销。]]", width="content"
        )
    if submitted:
        _check(page, dataset, grid, typed)


def _check(page: Page, dataset: Dataset, grid: Grid, typed: Typed) -> None:
    """Send the rows to 数据填报 if they pass; otherwise show them again with the bad cells marked."""
    rows = places_of(typed, dataset)
    if not rows:
        st.info("没有改动。", icon=":material/check:")
        return
    request = record_request(dataset, page.view.year, rows.values(), date.today())
    try:
        checked = check_rows(cache.catalogue_for_loads(), request)
    except WarehouseError as error:
        st.error(as_written(str(error)))
        return
    findings = by_place(checked, list(rows)) if checked.status == "refused" else {}
    keep_typed(grid, after_check(typed, request.sha256, findings))
    if findings:
        st.rerun(scope="fragment")
    hand_over(request, TARGETS)
    st.switch_page(UPLOAD)


def _say_typed(grid: Grid) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info("上次填写的内容还没有入库，仍在下面的表格里；请按核对结果改好再核对。")
        st.button("不要了，清空", on_click=forget_typed, args=(grid,), key=f"forget-{grid}")


def _editor(page: Page, dataset: Dataset, rows: pd.DataFrame, key: str, *, are_new: bool) -> pd.DataFrame:
    """The editor of the rows; returns them as edited, without the column of problems."""
    columns = {column.id: _column(column, page, are_new) for column in dataset.columns if column.id != "year"}
    columns[PROBLEM] = st.column_config.TextColumn("核对结果", width=260, pinned=True)
    edited = st.data_editor(
        rows,
        column_config=columns,
        disabled=[PROBLEM] if are_new else [PROBLEM, *KEYS[dataset.id]],
        num_rows="add" if are_new else "fixed",
        hide_index=True,
        placeholder="",
        height="auto" if len(rows) < 15 else 560,
        key=key,
        alt=f"{dataset.title}{'（新增）' if are_new else ''}",
    )
    return edited.drop(columns=PROBLEM, errors="ignore")


def _column(column: Column, page: Page, are_new: bool) -> Any:
    """The editor of a column: a list, a date, a number, or text."""
    words: dict[str, Any] = {"help": HELP.get(column.id), "width": WIDTHS.get(column.id)}
    if are_new and column.id in DEFAULTS:
        words["default"] = DEFAULTS[column.id]
    pinned = column.id in ("kpi", "task")
    if column.id == "kpi":
        return st.column_config.SelectboxColumn(
            column.name, options=_kpi_names(page.catalogue), pinned=pinned, **words
        )
    if column.id == "unit":
        units = [*page.directory.members(page.view.unit)][:MOST_ROWS]
        return st.column_config.SelectboxColumn(
            column.name,
            options=units,
            format_func=lambda unit: unit_label(str(unit), page.directory),
            **words,
        )
    if column.id in CHOICES:
        return st.column_config.SelectboxColumn(column.name, options=CHOICES[column.id], **words)
    if column.id in DAYS:
        return st.column_config.DateColumn(column.name, format="YYYY-MM-DD", **words)
    if column.id.startswith("plan_"):
        return st.column_config.NumberColumn(column.name, width=60)
    return st.column_config.TextColumn(column.name, pinned=pinned, **words)


def _kpi_names(catalogue: Catalogue) -> list[str]:
    """The KPIs that can have a target."""
    return [kpi.name for kpi in catalogue.kpis if kpi.direction.is_judged]
