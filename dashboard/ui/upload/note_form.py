"""情况说明: why a KPI's figure changed in a month, written beside that figure and loaded like any file."""

import csv
import io
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.ui import cache, view_boards
from dashboard.ui.chooser import choose_unit
from dashboard.ui.data_page import DataPage
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import as_written, tag
from dashboard.ui.roles import own_units
from dashboard.ui.upload.pending import hand_over
from dashboard.ui.view import View
from dashboard.wording.format import amount, year_and_month
from dashboard.wording.lamp_words import reason
from domain.catalogue import Kpi
from domain.months import format_month
from domain.text import escape_row
from etl.load.preview import Request
from etl.read.locate.result import ReadOptions

ASKED = "note"
LONGEST = 500
TYPED = "note-typed"
About = tuple[str, date, str]  # KPI, month, unit
EXAMPLE = "写明原因和措施，例如：汛期工单集中，已增派人手"
COLUMNS = ("月份", "单位", "指标", "说明")


def show_note_form(page: DataPage) -> None:
    """The form, expanded if the address names a KPI (?note=…); the note is checked like a file.

    Text that was typed and is not loaded yet is kept in the session, for its KPI, month and unit.
    """
    view = page.view
    if view is None or not page.outline.years:
        return
    start = _start(page, view)
    with st.expander("写情况说明（某月的数为什么变动）", expanded=start.kpi is not None, key="note-form"):
        kpi, month, unit = _about(page, start)
        if kpi is None or unit is None:
            return
        _figure(page, kpi, month, unit)
        about = (kpi.id, month, unit)
        standing = _standing(page, kpi, month, unit)
        text = st.text_area(
            "说明",
            _typed().get(about, standing),
            max_chars=LONGEST,
            key=f"note-{kpi.id}-{format_month(month)}-{unit}",
            placeholder=EXAMPLE,
        )
        _keep_typed(about, text, standing)
        _say_others(page, about)
        if st.button("核对说明"):
            if text.strip():
                hand_over(note_request(kpi, month, unit, page.directory.name_of(unit), text))
                st.rerun()
            st.error("请写明说明。")


@dataclass(frozen=True)
class NoteStart:
    """What the form starts with: a KPI (None for none yet), a month and a unit."""

    kpi: Kpi | None
    year: int
    month: int
    unit: str


def _start(page: DataPage, view: View) -> NoteStart:
    """The KPI that the address names, else the note that was typed last and is not loaded."""
    requested = page.catalogue.kpi_named(st.query_params.get(ASKED, ""))
    if requested is None and _typed():
        kpi, month, unit = list(_typed())[-1]
        if page.catalogue.kpi_named(kpi) and page.directory.by_code(unit):
            return NoteStart(page.catalogue.kpi(kpi), month.year, month.month, unit)
    return NoteStart(requested, view.year, view.month, view.unit)


def _typed() -> dict[About, str]:
    return st.session_state.setdefault(TYPED, {})


def _keep_typed(about: About, text: str, standing: str) -> None:
    """Keep the text; forget it once it is loaded."""
    _typed().pop(about, None)
    if text.split() != standing.split():
        _typed()[about] = text
        st.caption("还没有核对入库；转到别处再回来，写的内容仍在。")


def _say_others(page: DataPage, about: About) -> None:
    """The notes typed for other figures: one that was begun for a wrong month is not lost, but not here."""
    others = [
        f"{year_and_month(month)} {page.catalogue.kpi(kpi).name}（{page.directory.name_of(unit)}）"
        for kpi, month, unit in _typed()
        if (kpi, month, unit) != about and page.catalogue.kpi_named(kpi)
    ]
    if others:
        st.caption(f"另有写好还没有核对的说明：{as_written('、'.join(others))}；选回即可接着写。")


def _about(page: DataPage, begun: NoteStart) -> tuple[Kpi | None, date, str | None]:
    """The KPI, month and unit of the note; `begun` sets the defaults."""
    kpis = {
        kpi.id: f"{page.catalogue.dataset(kpi.dataset).title} · {kpi.name}" for kpi in page.catalogue.kpis
    }
    with st.container(horizontal=True):
        start = list(kpis).index(begun.kpi.id) if begun.kpi else None
        kpi = st.selectbox(
            "指标", list(kpis), start, kpis.__getitem__, key="note-kpi", placeholder="请选择指标"
        )
        years = sorted({*page.outline.years, begun.year}, reverse=True)
        year = st.selectbox("年度", years, index=years.index(begun.year), key="note-year")
        month = st.selectbox(
            "月份", range(1, 13), index=begun.month - 1, format_func="{}月".format, key="note-month"
        )
        unit = choose_unit("单位", own_units(page.person, page.directory), "note-unit", start=begun.unit)
    return page.catalogue.kpi(kpi) if kpi else None, date(year, month, 1), unit


def _figure(page: DataPage, kpi: Kpi, month: date, unit: str) -> None:
    """The figure that the note explains."""
    progress = view_boards.board(page.version, month.year, month.month, unit, (kpi.id,)).of(kpi.id)
    value = amount(progress.month_value, kpi.kind, kpi.counting_unit, progress.month_word)
    words = f"{year_and_month(month)}{kpi.name}：当月 {value if progress.month_value is not None else '未报'}"
    why = reason(page.catalogue, progress)
    st.html(tag("p", words, "　", lamp_text(progress, page.catalogue), "　", why, class_="page-note"))


def _standing(page: DataPage, kpi: Kpi, month: date, unit: str) -> str:
    """The current note, to be edited."""
    notes = cache.notes(page.version, month.year, month.month, unit)
    return next(
        (note.text for note in notes if (note.kpi, note.month, note.unit) == (kpi.id, month, unit)), ""
    )


def note_request(kpi: Kpi, month: date, unit: str, unit_name: str, text: str) -> Request:
    """The note in the form of a clerk's file."""
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(COLUMNS)
    writer.writerow(escape_row([format_month(month), unit, kpi.id, " ".join(text.split())]))
    file = f"情况说明-{kpi.short_name}-{format_month(month)}-{unit_name}.csv"
    return Request(content.getvalue().encode("utf-8"), file, ReadOptions(dataset="notes", today=date.today()))
