"""The grid for editing targets or tasks; changed rows are sent to 数据填报 to be checked and loaded."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui.next_steps import UPLOAD
from dashboard.ui.plan import queries
from dashboard.ui.plan.record_rows import DAYS, DEFAULTS, KEYS, blank_rows, changed_rows, record_request
from dashboard.ui.plan.typed_rows import Grid, Typed, forget_typed, keep_typed, typed_rows
from dashboard.ui.shell import Page
from dashboard.ui.upload.pending import hand_over
from dashboard.ui.view import unit_label
from domain.catalogue import Catalogue, Column, Dataset
from etl.export.template import CHOICES

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
    grid = (dataset_id, page.view.year, page.view.unit)
    typed = typed_rows(grid, standing)
    if typed is not None:
        begun = typed.added
        _say_typed(grid)
    key = f"{dataset_id}-{page.version}-{page.view.year}-{page.view.unit}"
    with st.form(f"grid-{key}", border=False, enter_to_submit=False):
        changed, edited = [], standing
        if len(standing):
            rows = standing if typed is None else typed.edited
            edited = _editor(page, dataset, rows, f"standing-{key}", are_new=False)
            changed += changed_rows(standing, edited)
        st.markdown(f"**新增{dataset.title}**　点表格末行的“＋”添加")
        added = _editor(page, dataset, begun, f"new-{key}-{len(begun)}", are_new=True)
        changed += changed_rows(blank_rows(dataset), added)
        with st.container(horizontal=True, vertical_alignment="center"):
            submitted = st.form_submit_button("核对改动", type="primary")
            st.markdown(
                ":small[:gray[先检查，列出原值、新值和变色的灯，确认后才入库，可随时撤销。]]", width="content"
            )
    if submitted and not changed:
        st.info("没有改动。", icon=":material/check:")
    elif submitted:
        keep_typed(grid, Typed(standing, edited, added))
        hand_over(record_request(dataset, page.view.year, changed, date.today()))
        st.switch_page(UPLOAD)


def _say_typed(grid: Grid) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info("上次填写的内容还没有入库，仍在下面的表格里；请按核对结果改好再核对。")
        st.button("不要了，清空", on_click=forget_typed, args=(grid,), key=f"forget-{grid}")


def _editor(page: Page, dataset: Dataset, rows: pd.DataFrame, key: str, *, are_new: bool) -> pd.DataFrame:
    columns = {column.id: _column(column, page, are_new) for column in dataset.columns if column.id != "year"}
    return st.data_editor(
        rows,
        column_config=columns,
        disabled=[] if are_new else list(KEYS[dataset.id]),
        num_rows="add" if are_new else "fixed",
        hide_index=True,
        placeholder="",
        height="auto" if len(rows) < 15 else 560,
        key=key,
        alt=f"{dataset.title}{'（新增）' if are_new else ''}",
    )


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
