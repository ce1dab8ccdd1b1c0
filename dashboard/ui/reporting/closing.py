"""封账: closes and reopens months, records who and why, and compares then with now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.board.board import read_boards_as_known, with_results
from dashboard.board.frozen import stored_results
from dashboard.board.lamp_changes import LampChange, compare_boards
from dashboard.ui import cache
from dashboard.ui.data_page import DataPage, still_missing
from dashboard.ui.lamps import lamp_text
from dashboard.ui.reporting.matrix import LACKING
from dashboard.ui.roles import SIGNED_AS, ask_who
from dashboard.ui.tables import Field, records_table
from dashboard.ui.upload.history_list import apply_change, journal_of
from dashboard.ui.view import View
from dashboard.wording.format import amount, year_and_month
from dashboard.wording.lamp_words import reason_so_far
from dashboard.wording.redefined import differences
from domain.catalogue import Catalogue, Kpi
from domain.kpi.lamp import WATCH
from domain.people import Action, may
from etl.load.freeze import months_to_close
from etl.load.history import Change
from etl.warehouse.as_of import as_of_freeze
from etl.warehouse.definitions import at_month, reported_under
from etl.warehouse.submissions import incomplete_reports, read_submissions

EVENTS = {"frozen": "封账", "unfrozen": "解封"}
FIELDS = (Field("时间"), Field("经办人"), Field("事项", "strong"), Field("原因", "words"))
Close = Callable[[date, str, str], Change]


@dataclass(frozen=True)
class ThenAndNow:
    """A closed month as reported at closing and as known now, with the catalogue of each.

    `results`: every lamp then and now, for the KPIs in both catalogues; `differences`: everything that
    differs.
    """

    results: tuple[LampChange, ...]
    differences: pd.DataFrame
    catalogue_then: Catalogue
    catalogue_now: Catalogue

    def kpi(self, id: str) -> Kpi:
        """The definition of a KPI: today's if there is one, otherwise the former one."""
        known = {
            kpi.id: kpi for catalogue in (self.catalogue_then, self.catalogue_now) for kpi in catalogue.kpis
        }
        return known[id]


def show_closing(
    page: DataPage, completeness: pd.DataFrame, month: date, freeze: Close, unfreeze: Close
) -> None:
    """What is closed, for managers the form to close or reopen the month, and the record.

    `freeze` and `unfreeze` take month, who and why.
    """
    closed = page.outline.closed_through
    st.header(closing_words(closed), anchor=False)
    name = year_and_month(month)
    if not may(page.person, Action.CLOSE):
        pass
    elif page.outline.has_closed(month):
        _form(f"解封{name}", f"解封后，{name}及以后各月可以改动。", month, unfreeze)
    else:
        earlier = _incomplete_before(page.version, month, closed)
        _form(f"封账至{name}", _before_closing(completeness, name, earlier), month, freeze)
    events = journal_of(page.version)
    events = events[events["kind"].isin(list(EVENTS))].iloc[::-1]
    if len(events):
        st.html(records_table(FIELDS, _event_rows(events), "封账记录"))


def closing_words(closed: date | None) -> str:
    """已封账至2023年5月, or 尚未封账."""
    return f"已封账至{year_and_month(closed)}" if closed else "尚未封账"


def _before_closing(completeness: pd.DataFrame, name: str, earlier: int) -> str:
    """What closing means, and what is still missing; `earlier`: in months that are closed along with it."""
    lacking = int(completeness["state"].isin(LACKING).sum())
    missing = [f"{name}还有 {lacking} 份未报或未报全"] if lacking else []
    missing += [f"一并封账的以前各月还有 {earlier} 份未报或未报全"] if earlier else []
    still = f"{'，'.join(missing)}，封账后补报须先解封。" if missing else ""
    return f"封账后，{name}及以前各月不再改动，当时的结果留存备查。{still}"


def _form(label: str, words: str, month: date, change: Close) -> None:
    with (
        st.popover(label, icon=":material/lock:", key=f"closing-{label}"),
        st.form(f"form-{label}", border=False),
    ):
        st.markdown(words)
        who = ask_who("经办人（必填）", f"who-{label}")
        why = st.text_input("原因（必填）", key=f"why-{label}", placeholder="例如：6月数据已核定")
        st.html(still_missing("经办人", "原因"))
        if st.form_submit_button(label, type="primary"):
            if not who or not why.strip():
                st.error("请填写经办人和原因。")
            else:
                st.session_state[SIGNED_AS] = who
                apply_change(lambda: change(month, who, why.strip()))


def _event_rows(events: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    for event in events.to_dict("records"):
        what = f"{EVENTS[event['kind']]} {year_and_month(event['month'])}"
        yield f"{event['recorded_at']:%Y-%m-%d %H:%M}", event["recorded_by"], what, event["why"]


MOST_UNITS = 30
SHOWN = 300
DIFFERENCE_FIELDS = (
    Field("指标", "strong"),
    Field("单位"),
    Field("封账时", "number"),
    Field("现在", "number strong"),
    Field("封账时亮灯"),
    Field("现在亮灯"),
    Field("说明", "words"),
)
DIFFERENCES = (Field("指标", "strong"), Field("单位"), Field("封账后有什么不同", "words"))


def show_as_reported(page: DataPage, view: View) -> None:
    """Differences first; every result on demand. Nothing for a month that was never closed."""
    below = cache.directory(page.version, view.as_of, view.unit).children(view.unit)
    units = (view.unit, *(below if len(below) <= MOST_UNITS else ()))
    month = date(view.year, view.month, 1)
    compared = _then_and_now(page.version, month, units)
    if compared is None:
        return
    differing = sorted((change for change in compared.results if change.differs), key=_order)
    name, count = year_and_month(month), len(compared.differences)
    st.header(f"{name}封账后有{count}项变动" if count else f"{name}的结果与封账时一致", anchor=False)
    st.caption("看板和材料按封账时的结果显示；这里与按现在的数据、目标、单位和指标定义算出的对照。")
    shown = compared.results if st.toggle("显示全部指标", key="as-reported-all") else differing
    if shown:
        st.html(records_table(DIFFERENCE_FIELDS, _rows(page, compared, shown[:SHOWN]), "封账时与现在对照"))
    if count:
        rows = _difference_rows(page, compared, compared.differences[:SHOWN])
        st.html(records_table(DIFFERENCES, rows, "各项变动"))


def _difference_rows(
    page: DataPage, compared: ThenAndNow, differing: pd.DataFrame
) -> Iterator[tuple[str, ...]]:
    for row in differing.to_dict("records"):
        yield compared.kpi(row["kpi"]).short_name, page.view_name(row["unit"]), row["what"]


def _order(change: LampChange) -> int:
    """Sort key: changed lamps first, KPIs only watched last."""
    return (not change.turned) + (change.after.lamp is WATCH)


def _rows(page: DataPage, compared: ThenAndNow, shown: Sequence[LampChange]) -> Iterator[tuple[str, ...]]:
    for change in shown:
        kpi = compared.kpi(change.after.kpi)
        sides = (change.before, change.after)
        yield (
            kpi.short_name,
            page.view_name(change.after.unit),
            *(amount(side.year_to_date, kpi.kind, kpi.counting_unit) for side in sides),
            *(lamp_text(side, page.catalogue) for side in sides),
            reason_so_far(page.catalogue, change.after),
        )


@st.cache_data(max_entries=20, show_spinner=False)
def _incomplete_before(version: str, month: date, closed: date | None) -> int:
    """How many reports are missing or partial in the open months before `month`, since the first figure."""
    catalogue = cache.catalogue_of(version)
    with cache.reading(version) as connection:
        months = [each for each in months_to_close(connection, month, closed) if each < month]
        if not months:
            return 0
        submissions = read_submissions(connection, catalogue, months)
    return len(incomplete_reports(submissions, catalogue, months))


@st.cache_resource(max_entries=20, show_spinner=False)
def _then_and_now(version: str, month: date, units: tuple[str, ...]) -> ThenAndNow | None:
    """What was reported when the month was closed and what is known now; None for a month never closed."""
    today = cache.catalogue_of(version)
    with cache.reading(version) as then, cache.reading(version) as now:
        if as_of_freeze(then, month) is None:
            return None
        closed = reported_under(now, month)
        of_then = closed.catalogue if closed else today
        before = read_boards_as_known(then, of_then, month.year, [month], units)[month]
        if closed:
            before = with_results(before, stored_results(now, closed, units))
        today = at_month(now, today, month)
        after = read_boards_as_known(now, today, month.year, [month], units)[month]
    return ThenAndNow(
        compare_boards(before, after), differences(before, after, of_then, today), of_then, today
    )
