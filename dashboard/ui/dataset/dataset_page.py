"""The common template of the six dataset pages: cards, the charts of one KPI, its units, its figures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from dashboard.ui import cache, view_boards
from dashboard.ui.cards import cards_html
from dashboard.ui.chart_block import Chart, Top, draw_chart, hold_charts, staggered_render
from dashboard.ui.dataset.dataset_board import CHOSEN, DatasetBoard, KpiSeries, kpis_in_order, note_lines
from dashboard.ui.dataset.kpi_charts import (
    months_of,
    parts_of,
    progress_of,
    too_many_units,
    units_of,
)
from dashboard.ui.dataset.tables import figures_csv, kpi_table, month_table
from dashboard.ui.lamps import kpis_in_use, lamp_text, status_line
from dashboard.ui.markup import Markup, as_written, tag
from dashboard.ui.next_steps import TARGETS_STEP, UPLOAD_STEP, next_steps_html
from dashboard.ui.picture import large_address
from dashboard.ui.points import read_driver
from dashboard.ui.shell import Page, changes_alone, find_page, has_page
from dashboard.ui.view import FIRST, LAST
from dashboard.wording.comparison_words import annual_sentence
from dashboard.wording.narrative import sentence
from domain.catalogue import Kpi

UPLOAD_PAGE = "upload"


@changes_alone
def show_dataset(dataset_id: str) -> None:
    """Draw the page of a dataset."""
    title = cache.catalogue().dataset(dataset_id).title
    page = find_page(title)
    view, names = page.view, tuple(kpi.id for kpi in page.catalogue.kpis_of(dataset_id))
    whole = page.relevant(view_boards.board(page.version, view.year, view.month, view.unit, names))
    used = tuple(kpis_in_use(whole))
    board, reports = replace(whole, progress=used), page.reports(dataset_id)
    kpis = tuple(
        kpi
        for kpi in kpis_in_order(page.catalogue, dataset_id)
        if kpi.id in {progress.kpi for progress in used}
    )
    if not kpis:
        Top(title, page).draw_later()
        _nothing_reported(page, dataset_id, is_owed=bool(reports.owed) or page.is_whole_bureau)
        return
    dataset = DatasetBoard(page, dataset_id, kpis, board)
    numbers = page.drawn(
        names,
        ("numbers", dataset_id, reports),
        lambda: (
            status_line(board, page.catalogue, reports, page.full_name),
            cards_html(dataset.cards(), page.catalogue),
        ),
    )
    top = Top(title, page)
    for html in numbers:
        st.html(html)
    with staggered_render():
        signals = view_boards.signals(page.version, view.year, view.month, view.unit, names)
        dataset = replace(dataset, signals=signals)
        _detail(dataset, dataset.chosen())  # computed during the wait, and drawn below
    top.draw_later()
    _kpi_in_detail(dataset)
    _all_kpis(dataset)


def _all_kpis(dataset: DatasetBoard) -> None:
    """Every KPI as a row, unreported KPIs as one line, and all figures as a file."""
    st.header("全部指标", anchor=False)
    page = dataset.page
    st.html(page.drawn(dataset.kpi_ids, "all KPIs", lambda: _table_of(dataset)))
    in_order = kpis_in_order(page.catalogue, dataset.dataset_id)
    unused = [kpi.name for kpi in in_order if kpi not in dataset.kpis]
    if unused and page.is_whole_bureau:
        words = f"另有{len(unused)}项从未填报，也未设目标：{'、'.join(unused)}。"
        st.html(tag("p", words, class_="page-note"))
    _download(dataset)


def _table_of(dataset: DatasetBoard) -> Markup:
    def link(kpi: Kpi) -> str:
        return dataset.page.address(dataset.dataset_id, kpi=kpi.id)

    return kpi_table(dataset.kpis, dataset.board, dataset.page.catalogue, link)


def _nothing_reported(page: Page, dataset_id: str, *, is_owed: bool) -> None:
    """Why the page is empty and where to go: the unit does not owe these figures, or has not sent any yet."""
    title = page.catalogue.dataset(dataset_id).title
    if not is_owed:
        st.header(f"{as_written(page.unit_name)}不填报这类数据", anchor=False)
        whole = page.address(dataset_id, unit=page.outline.root or "")
        st.html(tag("p", tag("a", "看全局", href=whole)))
        return
    st.header(f"{as_written(page.unit_name)}还没有{as_written(title)}数据，也未设年度目标", anchor=False)
    st.html(next_steps_html(page.address, UPLOAD_STEP, TARGETS_STEP))


@dataclass(frozen=True)
class Detail:
    """What the page shows of one KPI: the finding in words, the charts, and the table of its months."""

    reading: Markup
    charts: list[Chart]
    months: Markup


def _detail(dataset: DatasetBoard, kpi: Kpi) -> Detail:
    page = dataset.page

    def work_out() -> Detail:
        series = dataset.series(kpi)
        return Detail(_reading(page, series), charts_of(page, series), _months_html(page, series))

    return page.drawn((kpi.id,), ("detail", has_page(UPLOAD_PAGE)), work_out)


@st.fragment
def _kpi_in_detail(dataset: DatasetBoard) -> None:
    """The fragment that changes when another KPI is chosen; the rest of the page stays."""
    page, kpi = dataset.page, _choose(dataset.kpis, dataset.chosen())
    detail = _detail(dataset, kpi)
    st.html(detail.reading)
    blocks: list[Callable[[], object]] = [partial(draw_chart, chart) for chart in detail.charts]
    blocks.append(partial(st.html, detail.months))
    pairs = blocks[: len(blocks) // 2 * 2]
    with st.container(key="pairs"):
        for place in range(0, len(pairs), 2):
            for column, draw in zip(st.columns(2, gap="medium"), pairs[place : place + 2], strict=True):
                with column:
                    draw()
    for draw in blocks[len(pairs) :]:
        draw()
    hold_charts(detail.charts, _neighbours(page, dataset.kpis, kpi))
    if too_many_units(page):
        below = len(page.directory.children(page.view.unit))
        words = f"下属单位 {below:,} 个，请用标题旁的“年月 · 单位”逐级选择，或到“单位对比”查看。"
        st.html(tag("p", words, class_="page-note"))


def _neighbours(page: Page, kpis: tuple[Kpi, ...], kpi: Kpi) -> tuple[str, str]:
    """The addresses of the last chart of the KPI before and of the first chart of the KPI after."""
    at = kpis.index(kpi)
    before, after = kpis[:at][-1:], kpis[at + 1 :][:1]
    return (
        "".join(large_address(page, kpi, LAST) for kpi in before),
        "".join(large_address(page, kpi, FIRST) for kpi in after),
    )


def charts_of(page: Page, series: KpiSeries) -> list[Chart]:
    """The charts for the KPI's kind."""
    makers = [progress_of, months_of] if series.kpi.adds_up else [months_of]
    if series.kpi.is_quotient and series.has_figures:
        makers.append(parts_of)
    charts = [make(page, series) for make in makers]
    units = units_of(page, series)
    return [*charts, units] if units else charts


def _choose(kpis: tuple[Kpi, ...], chosen: Kpi) -> Kpi:
    """The control that chooses a KPI."""
    by_id = {kpi.id: kpi for kpi in kpis}
    st.session_state[CHOSEN] = chosen.id
    st.pills(
        "选择指标",
        list(by_id),
        format_func=lambda kpi: as_written(by_id[kpi].short_name),
        required=True,
        key=CHOSEN,
        on_change=_kpi_chosen,
    )
    return by_id[st.session_state[CHOSEN]]


def _kpi_chosen() -> None:
    st.query_params[CHOSEN] = st.session_state[CHOSEN]


def _reading(page: Page, series: KpiSeries) -> Markup:
    """The finding in one sentence, the notes that explain it, and the annual figures of written reports."""
    names = page.names
    words = sentence(page.catalogue, series.kpi, series.progress, series.signal, names)
    words += read_driver(page, series.board, series.kpi)
    lamp = lamp_text(series.progress, page.catalogue)
    notes = [tag("li", line) for line in note_lines(series, names)]
    notes += [
        tag("li", annual_sentence(record, series.kpi, series.progress), title=record.quote)
        for record in cache.annual_figures(page.version, page.view.year, page.view.unit)
        if record.kpi == series.kpi.id
    ]
    explained = tag("ul", *notes, class_="note-lines") if notes else ""
    return tag("div", tag("p", lamp, " ", words), explained, class_="reading")


def _months_html(page: Page, series: KpiSeries) -> Markup:
    view = page.view
    sources = cache.sources(page.version, view.year, view.month, view.unit, series.kpi.id)

    def load_link(load: int) -> str:
        return page.address(UPLOAD_PAGE, load=str(load)) if has_page(UPLOAD_PAGE) else ""

    title = tag("h3", f"{view.year}年{series.kpi.short_name}各月数据", class_="table-title")
    address = page.address(UPLOAD_PAGE, note=series.kpi.id)
    note = tag("p", tag("a", "写情况说明", href=address), class_="page-note") if address else ""
    return tag("div", title, month_table(series, page.catalogue, sources, load_link), note, class_="months")


def _download(dataset: DatasetBoard) -> None:
    page = dataset.page
    title = page.catalogue.dataset(dataset.dataset_id).title
    st.download_button(
        "下载本页数据（CSV）",
        data=lambda: figures_csv(dataset.kpis, dataset.board, page.unit_name),
        file_name=f"{title}-{page.unit_name}-{page.view.year}年1—{page.view.month}月.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
