"""The lamps that a load turns, each with its reason: first those that change colour, then those newly lit."""

from collections.abc import Callable, Iterator

import pandas as pd
import streamlit as st

from dashboard.board.consequences import MOST_UNITS, UNLIT, LampImpact
from dashboard.ui.lamps import lamp_mark
from dashboard.ui.tables import Field, records_table
from dashboard.wording.format import NOTHING, amount, year_and_month
from domain.catalogue import Catalogue

FIELDS = (
    Field("指标", "strong"),
    Field("单位"),
    Field("截至"),
    Field("原", "number"),
    Field("新", "number strong"),
    Field("原亮灯"),
    Field("新亮灯"),
    Field("说明", "words"),
)
SHOWN = 60
FIRST_SHOWN = 6
KEY = ["kpi", "unit"]


def count_lamps(lamps: pd.DataFrame) -> str:
    """2盏灯变色，5盏灯点亮; "" without any. A lamp that turns in two months is one lamp."""
    counts = (_count(_turned(lamps)), "变色"), (_count(_newly_lit(lamps)), "点亮")
    return "，".join(f"{count}盏灯{word}" for count, word in counts if count)


def _count(lamps: pd.DataFrame) -> int:
    return int(lamps.groupby(KEY).ngroups) if len(lamps) else 0


def show_lamps(consequences: LampImpact, catalogue: Catalogue, unit_name: Callable[[str], str]) -> None:
    """In which months they were judged, and which change colour; many, and those newly lit, are folded."""
    lamps = consequences.lamps
    turned, lit = _turned(lamps), _newly_lit(lamps)
    if consequences.months:
        st.caption(f"亮灯按截至{'和'.join(map(year_and_month, consequences.months))}的情况比对。")
    if len(turned):
        first = FIRST_SHOWN if len(turned) > FIRST_SHOWN + 1 else len(turned)
        _table(turned[:first], catalogue, unit_name, "变色的灯")
        if len(turned) > first:
            with st.expander(f"其余{len(turned) - first}行变色的灯"):
                _table(turned[first:SHOWN], catalogue, unit_name, "其余变色的灯")
    if len(lit):
        with st.expander(
            f"{_count(lit)}盏灯由待报点亮", expanded=not len(turned) and len(lit) <= FIRST_SHOWN
        ):
            _table(lit[:SHOWN], catalogue, unit_name, "点亮的灯")
    unshown = max(0, len(turned) - SHOWN) + max(0, len(lit) - SHOWN)
    if unshown:
        st.caption(f"另有 {unshown:,} 盏没有列出。")
    if consequences.left_out:
        st.caption(f"涉及的单位很多，只比对了全局和前 {MOST_UNITS} 个有目标的单位。")


def _table(lamps: pd.DataFrame, catalogue: Catalogue, unit_name: Callable[[str], str], caption: str) -> None:
    st.html(records_table(FIELDS, _rows(lamps, catalogue, unit_name), caption))


def _turned(lamps: pd.DataFrame) -> pd.DataFrame:
    return lamps[~lamps["old_lamp"].isin(UNLIT)]


def _newly_lit(lamps: pd.DataFrame) -> pd.DataFrame:
    """Those that showed no colour and show one now."""
    return lamps[lamps["old_lamp"].isin(UNLIT)]


def _rows(
    lamps: pd.DataFrame, catalogue: Catalogue, unit_name: Callable[[str], str]
) -> Iterator[tuple[str, ...]]:
    for row in lamps.to_dict("records"):
        kpi = catalogue.kpi(row["kpi"])
        old, new = (_known(row[name]) for name in ("old_value", "new_value"))
        yield (
            kpi.short_name,
            unit_name(row["unit"]),
            year_and_month(row["as_of"]),
            NOTHING if old is None else amount(old, kpi.kind),
            NOTHING if new is None else amount(new, kpi.kind),
            lamp_mark(row["old_lamp"], row["old_word"], catalogue),
            lamp_mark(row["new_lamp"], row["new_word"], catalogue),
            row["reason"],
        )


def _known(value: float) -> float | None:
    return None if pd.isna(value) else value
