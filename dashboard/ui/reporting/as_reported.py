"""A closed month's results as reported then beside as known now."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.format import NOTHING, amount, year_and_month
from dashboard.kpi.turning import differing
from dashboard.ui.data_page import DataPage
from dashboard.ui.lamps import lamp_mark
from dashboard.ui.records_table import Field, records_table
from dashboard.ui.reporting import reading
from dashboard.ui.view import View

MOST_UNITS = 30
SHOWN = 300
FIELDS = (
    Field("指标", "strong"),
    Field("单位"),
    Field("封账时", "number"),
    Field("现在", "number strong"),
    Field("封账时亮灯"),
    Field("现在亮灯"),
    Field("说明", "words"),
)


def show_as_reported(page: DataPage, view: View) -> None:
    """What differs first; every result on demand. Nothing for a month that was never closed."""
    below = page.directory.children(view.unit)
    units = (view.unit, *(below if len(below) <= MOST_UNITS else ()))
    month = date(view.year, view.month, 1)
    compared = reading.then_and_now(page.version, month, units)
    if compared is None:
        return
    found = _lamps_first(differing(compared))
    name = year_and_month(month)
    st.header(
        f"{name}封账后有{len(found)}项结果变动" if len(found) else f"{name}的结果与封账时一致", anchor=False
    )
    st.caption("按封账当时的数据、目标和单位算出的结果，与按现在的数据算出的对照。")
    shown = compared if st.toggle("显示全部指标", key="as-reported-all") else found
    if len(shown):
        st.html(records_table(FIELDS, _rows(page, shown[:SHOWN]), "封账时与现在对照"))


def _lamps_first(compared: pd.DataFrame) -> pd.DataFrame:
    """Where the lamp differs first, what is only watched last."""
    same_lamp = compared["old_lamp"] == compared["new_lamp"]
    watched = compared["new_lamp"] == "watch"
    return compared.loc[(same_lamp.astype(int) + watched).sort_values(kind="stable").index]


def _rows(page: DataPage, compared: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    for row in compared.to_dict("records"):
        kpi = page.catalogue.kpi(row["kpi"])
        values = (
            NOTHING if pd.isna(value) else amount(value, kpi.kind, kpi.counting_unit)
            for value in (row["old_value"], row["new_value"])
        )
        yield (
            kpi.short_name,
            page.view_name(row["unit"]),
            *values,
            lamp_mark(row["old_lamp"], row["old_word"], page.catalogue),
            lamp_mark(row["new_lamp"], row["new_word"], page.catalogue),
            row["reason"],
        )
