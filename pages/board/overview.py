"""总览: the bureau's status, the key points, the headline KPIs, what needs attention, and four charts."""

from collections.abc import Sequence

import streamlit as st

from dashboard.board.attention import attention
from dashboard.board.board import Board
from dashboard.ui import cache
from dashboard.ui.attention import AttentionItem, attention_html, attention_words
from dashboard.ui.cards import Card, cards_html
from dashboard.ui.chart_block import Chart, draw_chart, hold_charts
from dashboard.ui.dataset.kpi_charts import main_chart
from dashboard.ui.dataset.series import KpiSeries
from dashboard.ui.lamps import kpis_in_use, strip_html
from dashboard.ui.markup import Markup, join
from dashboard.ui.next_steps import TARGETS_STEP, next_steps_html
from dashboard.ui.points.points import long_picture, points_html, read_points, take_points
from dashboard.ui.screen.wall import (
    attention_section,
    cards_section,
    dataset_sections,
    points_section,
    show_wall,
    wall_address,
)
from dashboard.ui.shell import ROW, Page, changes_alone, find_page
from dashboard.ui.staggered_render import Top, staggered_render
from dashboard.ui.view import is_wall
from dashboard.wording.board_words import board_headline
from domain.catalogue import Kpi
from domain.kpi.progress import Progress

TITLE = "总览"
CHARTS = ("cases_handled", "tickets_received", "petitions_online", "training_sessions")


@changes_alone
def overview() -> None:
    """The whole page: the numbers first; the words above them go into a reserved place."""
    page = find_page(TITLE)
    view, catalogue = page.view, page.catalogue
    board = page.relevant(cache.board(page.version, view.year, view.month, view.unit))
    on_board = [catalogue.kpi(progress.kpi) for progress in kpis_in_use(board)]
    cards = [card(page, board, kpi) for kpi in on_board if kpi.headline]
    if is_wall():
        hang(page, board, cards)
        return
    numbers = cards_html(cards, catalogue)
    top = Top(TITLE, page)
    over_the_numbers = st.container()
    st.header("主要指标", anchor=False)
    st.html(numbers)
    with staggered_render():
        found = findings(page, board)
        points, headline = read_points(page, board), board_headline(board)
        picture = long_picture(page, board, points, headline, found)
        charts = main_charts(page, board, on_board)
    top.draw_later()
    with over_the_numbers:
        st.html(strip_html(board, page.catalogue, page.reports()))
        with st.container(key="headline-row", **ROW):
            st.header(headline, anchor=False, width="content")
            take_points(page, points, picture, wall_address(page))
        if points.said:
            st.html(points_html(points))
    if under := words_under(page, board, found):
        st.html(under)
    for row in (charts[:2], charts[2:]):
        for column, chart in zip(st.columns(2, gap="medium"), row, strict=False):
            with column:
                draw_chart(chart)
    hold_charts(charts)


def hang(page: Page, board: Board, cards: Sequence[Card]) -> None:
    """The same as pages of a wall, followed by the datasets."""
    found = findings(page, board)
    sections = [points_section(read_points(page, board), board_headline(board))]
    sections += [attention_section(page, found)] if found else []
    sections += [cards_section(page, cards), *dataset_sections(page, board)]
    show_wall(page, board, sections)


def link(page: Page, kpi: Kpi) -> str:
    """The address that shows a KPI in full."""
    return page.address(kpi.dataset, kpi=kpi.id)


def card(page: Page, board: Board, kpi: Kpi) -> Card:
    """The card of a headline KPI."""
    return Card(kpi, board.of(kpi.id), board.figures_of(kpi.id), link(page, kpi))


def words_under(page: Page, board: Board, found: Sequence[AttentionItem]) -> Markup:
    """What needs attention; where nothing is planned yet, first the way to the targets."""
    planned = any(progress.target is not None for progress in board.progress)
    under = attention_html(found, page.catalogue) if found else Markup("")
    return under if planned else join(next_steps_html(page, TARGETS_STEP), under)


def main_charts(page: Page, board: Board, kpis: Sequence[Kpi]) -> list[Chart]:
    """For each of CHARTS, its most informative chart."""
    view = page.view
    signals = cache.signals(page.version, view.year, view.month, view.unit)
    return [main_chart(page, KpiSeries(kpi, board, signals.get(kpi.id))) for kpi in kpis if kpi.id in CHARTS]


def findings(page: Page, board: Board) -> list[AttentionItem]:
    """The rows of 需要关注, worst first."""
    view = page.view
    signals = cache.signals(page.version, view.year, view.month, view.unit)
    notes = cache.notes(page.version, view.year, view.month, view.unit)

    def finding(progress: Progress) -> AttentionItem:
        kpi, signal = page.catalogue.kpi(progress.kpi), signals.get(progress.kpi)
        words = attention_words(page.catalogue, kpi, progress, signal, notes, page.outline.names)
        is_lamp = progress.lamp in ("red", "yellow")
        return AttentionItem(progress, words, link(page, kpi), "" if is_lamp else "异常波动")

    return [finding(progress) for progress in attention(board, signals, page.catalogue)]


overview()
