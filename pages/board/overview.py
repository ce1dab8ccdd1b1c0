"""总览: the bureau's status, the key points, the headline KPIs, what needs attention, and four charts."""

from functools import partial

import streamlit as st

from dashboard.board.board import Board
from dashboard.ui import view_boards
from dashboard.ui.banners import ROW
from dashboard.ui.chart_block import Chart, Top, draw_chart, hold_charts, staggered_render
from dashboard.ui.dataset.dataset_board import KpiSeries
from dashboard.ui.dataset.kpi_charts import main_chart
from dashboard.ui.overview.parts import (
    CARDS_HEADING,
    TITLE,
    attention_items,
    headline_cards,
    kpis_on_board,
    numbers_html,
    overview_board,
    words_over,
)
from dashboard.ui.points.points import points_html, read_points, take_points
from dashboard.ui.screen.wall import (
    attention_section,
    cards_section,
    dataset_sections,
    points_section,
    show_wall,
    wall_address,
)
from dashboard.ui.shell import Page, changes_alone, find_page
from dashboard.ui.view import is_wall
from dashboard.wording.board_words import board_headline
from domain.catalogue import Kpi

CHARTS = ("cases_handled", "tickets_received", "petitions_online", "training_sessions")


@changes_alone
def overview() -> None:
    """The whole page: the numbers first; the words above them go into a reserved place."""
    page = find_page(TITLE)
    board = overview_board(page)
    if is_wall():
        hang(page, board)
        return
    numbers = numbers_html(page, board)
    top = Top(TITLE, page)
    over_the_numbers = st.container()
    st.header(CARDS_HEADING, anchor=False)
    st.html(numbers)
    with staggered_render():
        words = words_over(page, board)
        charts = main_charts(page, board)
    top.draw_later()
    with over_the_numbers:
        st.html(words.strip)
        with st.container(key="headline-row", **ROW):
            st.header(words.headline, anchor=False, width="content")
            take_points(page, words.points, words.picture, wall_address(page))
        if words.points.said:
            st.html(points_html(words.points))
    if words.attention:
        st.html(words.attention)
    for row in (charts[:2], charts[2:]):
        for column, chart in zip(st.columns(2, gap="medium"), row, strict=False):
            with column:
                draw_chart(chart)
    hold_charts(charts)


def hang(page: Page, board: Board) -> None:
    """The same as pages of a wall, followed by the datasets."""
    items = attention_items(page, board)
    sections = [points_section(read_points(page, board), board_headline(board))]
    sections += [attention_section(page, items)] if items else []
    sections += [cards_section(page, headline_cards(page, board)), *dataset_sections(page, board)]
    show_wall(page, board, sections)


def main_charts(page: Page, board: Board) -> list[Chart]:
    """For each of CHARTS, its most informative chart."""
    view = page.view
    signals = view_boards.signals(page.version, view.year, view.month, view.unit)
    shown = [kpi for kpi in kpis_on_board(page, board) if kpi.id in CHARTS]

    def chart(kpi: Kpi) -> Chart:
        series = KpiSeries(kpi, board, signals.get(kpi.id))
        return page.drawn((kpi.id,), "main chart", partial(main_chart, page, series))

    return [chart(kpi) for kpi in shown]


overview()
