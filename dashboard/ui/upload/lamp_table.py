"""The lamps that a load changes, each with its reason: first changed colours, then newly lit lamps."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import streamlit as st

from dashboard.board.consequences import MOST_UNITS, LampImpact
from dashboard.board.lamp_changes import LampChange
from dashboard.ui.lamps import lamp_text
from dashboard.ui.tables import Field, records_table
from dashboard.wording.format import amount, year_and_month
from dashboard.wording.lamp_words import reason_so_far
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


def count_lamps(lamps: Sequence[LampChange]) -> str:
    """2盏灯变色，5盏灯点亮; "" if there are none. A lamp that changes in two months counts once."""
    counts = (_count(_turned(lamps)), "变色"), (_count(_newly_lit(lamps)), "点亮")
    return "，".join(f"{count}盏灯{word}" for count, word in counts if count)


def _count(lamps: Iterable[LampChange]) -> int:
    return len({(change.after.kpi, change.after.unit) for change in lamps})


def show_lamps(consequences: LampImpact, catalogue: Catalogue, unit_name: Callable[[str], str]) -> None:
    """The months judged, and the lamps that change colour; long lists and newly lit lamps are folded."""
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


def _table(
    lamps: Sequence[LampChange], catalogue: Catalogue, unit_name: Callable[[str], str], caption: str
) -> None:
    st.html(records_table(FIELDS, _rows(lamps, catalogue, unit_name), caption))


def _turned(lamps: Iterable[LampChange]) -> list[LampChange]:
    return [change for change in lamps if not change.newly_lit]


def _newly_lit(lamps: Iterable[LampChange]) -> list[LampChange]:
    """The lamps that showed no colour before and show one now."""
    return [change for change in lamps if change.newly_lit]


def _rows(
    lamps: Iterable[LampChange], catalogue: Catalogue, unit_name: Callable[[str], str]
) -> Iterator[tuple[str, ...]]:
    for change in lamps:
        kpi = catalogue.kpi(change.after.kpi)
        sides = (change.before, change.after)
        yield (
            kpi.short_name,
            unit_name(change.after.unit),
            year_and_month(change.after.as_of),
            *(amount(side.year_to_date, kpi.kind) for side in sides),
            *(lamp_text(side, catalogue) for side in sides),
            reason_so_far(catalogue, change.after),
        )
