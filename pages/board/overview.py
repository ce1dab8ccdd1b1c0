"""总览: where the bureau stands, what needs attention and why, the headline KPIs, and four charts."""

import streamlit as st

from dashboard.kpi.attention import attention
from dashboard.kpi.progress import Progress
from dashboard.reports.board_words import board_headline
from dashboard.reports.headline import headline
from dashboard.ui import cache
from dashboard.ui.attention import Finding, attention_html
from dashboard.ui.attention_words import attention_words
from dashboard.ui.cards import Card, cards_html
from dashboard.ui.figures import Heading, draw_chart, scope_html
from dashboard.ui.lamps import lamp_text
from dashboard.ui.series import Series, monthly_figure, monthly_measure, progress_figure, progress_measure
from dashboard.ui.shell import open_page
from dashboard.ui.strip import strip_html
from etl.catalogue import Kpi

CHARTS = ("cases_handled", "tickets_received", "petitions_online", "training_sessions")

page = open_page("总览")
view, catalogue = page.view, page.catalogue
board = cache.board(page.version, view.year, view.month, view.unit)
signals = cache.signals(page.version, view.year, view.month, view.unit)
notes = cache.notes(page.version, view.year, view.month, view.unit)


def link(kpi: Kpi) -> str:
    """Where a KPI is shown in full."""
    return page.address(kpi.dataset, kpi=kpi.id)


def finding(progress: Progress) -> Finding:
    """One row of 需要关注."""
    kpi, signal = catalogue.kpi(progress.kpi), signals.get(progress.kpi)
    is_lamp = progress.lamp in ("red", "yellow")
    words = attention_words(catalogue, kpi, progress, signal, notes)
    return Finding(progress, words, link(kpi), "" if is_lamp else "异常波动")


def chart(kpi: Kpi) -> None:
    """One of the four charts: progress where there is a target to reach, else the months."""
    series = Series(kpi, board, signals.get(kpi.id))
    with_target = kpi.kind == "sum" and series.progress.target is not None
    heading = Heading(
        headline(kpi, series.progress, series.signal),
        progress_measure(series) if with_target else monthly_measure(series),
        lamp_text(series.progress, catalogue) if series.progress.lamp != "watch" else "",
        scope_html(kpi),
    )
    draw_chart(heading, progress_figure(series) if with_target else monthly_figure(series), kpi.id)


st.html(strip_html(board, catalogue, page.reports()))
st.header(board_headline(board), anchor=False)
findings = [finding(progress) for progress in attention(board, signals, catalogue)]
if findings:
    st.html(attention_html(findings, catalogue))
st.header("主要指标", anchor=False)
headline_kpis = [kpi for kpi in catalogue.kpis if kpi.headline]
cards = [Card(kpi, board.of(kpi.id), board.months_of(kpi.id), link(kpi)) for kpi in headline_kpis]
st.html(cards_html(cards, catalogue))
for left, right in (CHARTS[:2], CHARTS[2:]):
    for column, kpi_id in zip(st.columns(2, gap="medium"), (left, right), strict=True):
        with column:
            chart(catalogue.kpi(kpi_id))
