"""The one template of the six dataset pages: cards, the charts of one KPI, its units, its figures."""

import streamlit as st

from dashboard.kpi.attention import attention
from dashboard.kpi.board import Board
from dashboard.kpi.signals import Signal
from dashboard.reports.board_words import units_headline
from dashboard.reports.headline import headline, month_headline, year_headline
from dashboard.reports.narrative import sentence
from dashboard.ui import cache
from dashboard.ui.cards import Card, cards_html
from dashboard.ui.download import figures_csv
from dashboard.ui.figures import Heading, draw_chart, scope_html
from dashboard.ui.kpi_table import kpi_table
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import Markup, tag
from dashboard.ui.month_table import month_table
from dashboard.ui.series import (
    Series,
    monthly_figure,
    monthly_measure,
    progress_figure,
    progress_measure,
)
from dashboard.ui.shell import Page, has_page, open_page
from dashboard.ui.strip import strip_html
from dashboard.ui.unit_rows import unit_frame, units_figure
from dashboard.ui.view import unit_label
from etl.catalogue import Kpi

MOST_CARDS = 6
MOST_UNITS = 40
CHOSEN = "kpi"
UPLOAD_PAGE = "upload"


def show_dataset(dataset_id: str) -> None:
    """Draw the page of a dataset."""
    page = open_page(cache.catalogue().dataset(dataset_id).title)
    view, kpis = page.view, _in_order(page.catalogue.kpis_of(dataset_id))
    names = tuple(kpi.id for kpi in kpis)
    board = cache.board(page.version, view.year, view.month, view.unit, names)
    signals = cache.signals(page.version, view.year, view.month, view.unit, names)
    st.html(strip_html(board, page.catalogue, page.reports(dataset_id)))
    cards = [
        Card(kpi, board.of(kpi.id), board.months_of(kpi.id), page.address(dataset_id, kpi=kpi.id))
        for kpi in kpis[:MOST_CARDS]
    ]
    st.html(cards_html(cards, page.catalogue))
    _chosen_kpi(page, kpis, board, signals)
    st.header("全部指标", anchor=False)
    st.html(kpi_table(kpis, board, page.catalogue, lambda kpi: page.address(dataset_id, kpi=kpi.id)))
    _download(page, dataset_id, kpis, board)


def _in_order(kpis: tuple[Kpi, ...]) -> tuple[Kpi, ...]:
    """The headline KPIs first, then those with a direction, then what is only watched."""
    return tuple(sorted(kpis, key=lambda kpi: (not kpi.headline, kpi.direction == "neutral")))


@st.fragment
def _chosen_kpi(page: Page, kpis: tuple[Kpi, ...], board: Board, signals: dict[str, Signal]) -> None:
    """The part that changes when another KPI is chosen; the rest of the page stays."""
    kpi = _choose(page, kpis, board, signals)
    notes = [note for note in _notes(page) if note.kpi == kpi.id]
    series = Series(kpi, board, signals.get(kpi.id), tuple(notes))
    st.html(_reading(page, series))
    left, right = st.columns(2, gap="medium")
    if series.is_level:
        with left:
            _monthly(page, series)
        with right:
            _units(page, series)
    else:
        with left:
            _progress(page, series)
        with right:
            _monthly(page, series)
        _units(page, series)
    _months(page, series)


def _choose(page: Page, kpis: tuple[Kpi, ...], board: Board, signals: dict[str, Signal]) -> Kpi:
    """The KPI in the address; else the one that asks for attention most; else the first."""
    by_id = {kpi.id: kpi for kpi in kpis}
    if st.query_params.get(CHOSEN) not in by_id:
        worst = attention(board, signals, page.catalogue)
        st.query_params[CHOSEN] = worst[0].kpi if worst else kpis[0].id
    st.session_state[CHOSEN] = st.query_params[CHOSEN]
    st.pills(
        "选择指标",
        list(by_id),
        format_func=lambda kpi: by_id[kpi].short_name,
        required=True,
        key=CHOSEN,
        on_change=_kpi_chosen,
    )
    return by_id[st.session_state[CHOSEN]]


def _kpi_chosen() -> None:
    st.query_params[CHOSEN] = st.session_state[CHOSEN]


def _notes(page: Page) -> tuple:
    view = page.view
    return cache.notes(page.version, view.year, view.month, view.unit)


def _reading(page: Page, series: Series) -> Markup:
    """The finding in one sentence, and the notes that explain it."""
    names = {unit.unit: unit.name for unit in page.directory.units}
    words = sentence(page.catalogue, series.kpi, series.progress, series.signal, names)
    lamp = lamp_text(series.progress, page.catalogue)
    notes = [
        tag("li", f"{mark} {note.month.year}年{note.month.month}月，{names.get(note.unit, '')}：{note.text}")
        for note, (_, mark, _) in zip(series.notes, series.note_marks(), strict=False)
    ]
    explained = tag("ul", *notes, class_="note-lines") if notes else ""
    return tag("div", tag("p", lamp, " ", words), explained, class_="reading")


def _progress(page: Page, series: Series) -> None:
    kpi, progress = series.kpi, series.progress
    judged = progress.target is not None
    finding = headline(kpi, progress, series.signal) if judged else year_headline(kpi, progress)
    lamp = lamp_text(progress, page.catalogue) if judged else ""
    heading = Heading(finding, progress_measure(series), lamp, scope_html(kpi))
    draw_chart(heading, progress_figure(series), f"progress-{kpi.id}")


def _monthly(page: Page, series: Series) -> None:
    kpi, progress = series.kpi, series.progress
    if series.is_level:
        finding = headline(kpi, progress, series.signal)
        lamp = lamp_text(progress, page.catalogue) if progress.target is not None else ""
    else:
        finding, lamp = month_headline(kpi, progress, series.signal), ""
    heading = Heading(finding, monthly_measure(series), lamp, scope_html(kpi))
    draw_chart(heading, monthly_figure(series), f"monthly-{kpi.id}")


def _units(page: Page, series: Series) -> None:
    """The units below the view, side by side; each name leads to the unit's own page."""
    kpi, view = series.kpi, page.view
    below = page.directory.children(view.unit)
    if not below:
        return
    if len(below) > MOST_UNITS:
        st.caption(f"下属单位 {len(below):,} 个，请用右上角按钮逐级选择，或到“单位对比”查看。")
        return
    boards = cache.unit_boards(page.version, view.year, view.month, below, (kpi.id,))
    units = unit_frame(
        kpi,
        boards,
        lambda unit: unit_label(unit, page.directory),
        lambda unit: page.address(kpi.dataset, unit=unit, kpi=kpi.id),
    )
    if len(units) < 2:
        return
    judged = [board.of(kpi.id) for board in boards]
    names = {unit: unit_label(unit, page.directory) for unit in below}
    finding = f"各单位{kpi.short_name}" if kpi.direction == "neutral" else units_headline(kpi, judged, names)
    measure = f"{kpi.short_name}，1—{view.month}月累计" if kpi.kind != "stock" else kpi.short_name
    draw_chart(
        Heading(finding, measure + "　点单位名称看该单位"),
        units_figure(kpi, units, series.progress.target),
        f"units-{kpi.id}",
    )


def _months(page: Page, series: Series) -> None:
    view = page.view
    sources = cache.sources(page.version, view.year, view.month, view.unit, series.kpi.id)
    st.html(tag("h3", f"{series.kpi.short_name}各月数据", class_="table-title"))

    def load_link(load: int) -> str:
        return page.address(UPLOAD_PAGE, load=str(load)) if has_page(UPLOAD_PAGE) else ""

    st.html(month_table(series, page.catalogue, sources, load_link))


def _download(page: Page, dataset_id: str, kpis: tuple[Kpi, ...], board: Board) -> None:
    title = page.catalogue.dataset(dataset_id).title
    st.download_button(
        "下载本页数据（CSV）",
        data=lambda: figures_csv(kpis, board, page.unit_name),
        file_name=f"{title}-{page.unit_name}-{page.view.year}年1—{page.view.month}月.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
