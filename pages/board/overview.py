"""总览: where the bureau stands, what needs attention and why, the headline KPIs, and four charts."""

import streamlit as st

from dashboard.kpi.attention import attention
from dashboard.kpi.progress import Progress
from dashboard.reports.board_words import board_headline
from dashboard.ui import cache
from dashboard.ui.attention import Finding, attention_html
from dashboard.ui.attention_words import attention_words
from dashboard.ui.cards import Card, cards_html
from dashboard.ui.kpi_charts import draw_main_chart
from dashboard.ui.numbers_first import numbers_first
from dashboard.ui.series import Series
from dashboard.ui.shell import open_page
from dashboard.ui.strip import kpis_in_use, strip_html
from dashboard.ui.ways import TARGETS, ways_html
from etl.catalogue import Kpi

CHARTS = ("cases_handled", "tickets_received", "petitions_online", "training_sessions")

page = open_page("总览")
view, catalogue = page.view, page.catalogue
board = page.relevant(cache.board(page.version, view.year, view.month, view.unit))
on_board = [catalogue.kpi(progress.kpi) for progress in kpis_in_use(board)]


def link(kpi: Kpi) -> str:
    """Where a KPI is shown in full."""
    return page.address(kpi.dataset, kpi=kpi.id)


def finding(progress: Progress) -> Finding:
    """One row of 需要关注."""
    kpi, signal = catalogue.kpi(progress.kpi), signals.get(progress.kpi)
    words = attention_words(catalogue, kpi, progress, signal, notes, page.outline.names)
    is_lamp = progress.lamp in ("red", "yellow")
    return Finding(progress, words, link(kpi), "" if is_lamp else "异常波动")


# The numbers are worked out and sent before the words that stand over them.
over_the_numbers = st.container()
st.header("主要指标", anchor=False)
cards = [Card(kpi, board.of(kpi.id), board.figures_of(kpi.id), link(kpi)) for kpi in on_board if kpi.headline]
st.html(cards_html(cards, catalogue))
with numbers_first():
    signals = cache.signals(page.version, view.year, view.month, view.unit)
    notes = cache.notes(page.version, view.year, view.month, view.unit)
    strip, headline = strip_html(board, catalogue, page.reports()), board_headline(board)
    findings = [finding(progress) for progress in attention(board, signals, catalogue)]
with over_the_numbers:
    st.html(strip)
    st.header(headline, anchor=False)
    if all(progress.target is None for progress in board.progress):
        st.html(ways_html(page, TARGETS))
    if findings:
        st.html(attention_html(findings, catalogue))
shown = [kpi for kpi in on_board if kpi.id in CHARTS]
for row in (shown[:2], shown[2:]):
    for column, kpi in zip(st.columns(2, gap="medium"), row, strict=False):
        with column:
            draw_main_chart(page, Series(kpi, board, signals.get(kpi.id)))
