"""What is shown of one dataset, on its page and on the wall: its KPIs, and what the charts of each show."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import inf, isnan, nan

import plotly.graph_objects as go
import streamlit as st

from dashboard.board.attention import attention
from dashboard.board.board import Board
from dashboard.board.loaded_records import Note
from dashboard.board.signals import Signal
from dashboard.charts.monthly import monthly_chart
from dashboard.charts.progress import ForecastBand, progress_chart
from dashboard.charts.rate_and_stock import Limits, level_chart
from dashboard.charts.year import LAST_DECEMBER, YearMonth, year_months
from dashboard.ui import cache
from dashboard.ui.cards import Card
from dashboard.ui.shell import Page
from dashboard.wording.definition_words import change_words
from dashboard.wording.format import amount, number
from dashboard.wording.process_words import TOO_WIDE_SHORT, is_seldom, swings_too_widely
from dashboard.wording.target_words import adjustments
from domain.catalogue import Catalogue, Kpi
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure

NOTHING_REPORTED = MonthFigure(date.min, nan)
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
MOST_CARDS = 6
CHOSEN = "kpi"


@dataclass(frozen=True)
class KpiSeries:
    """One KPI of a board with everything its charts show. `notes` are those of the year, oldest first."""

    kpi: Kpi
    board: Board
    signal: Signal | None = None
    notes: tuple[Note, ...] = ()

    @property
    def progress(self) -> Progress:
        """The KPI's progress."""
        return self.board.of(self.kpi.id)

    @property
    def is_level(self) -> bool:
        """Whether it is drawn as a line, because its months do not add up."""
        return not self.kpi.adds_up

    @property
    def has_figures(self) -> bool:
        """Whether anything was reported this year up to as-of, or last year."""
        first = date(self.board.year - 1, 1, 1)
        return any(first <= figure.month for figure in self.board.figures_of(self.kpi.id))

    @cached_property
    def year(self) -> list[YearMonth]:
        """The months of the year, with numerator and denominator; those of a quotient also have a detail."""
        known_then = (
            figure for figure in self.board.figures_of(self.kpi.id) if figure.month <= self.board.as_of
        )
        figures = {figure.month: figure for figure in known_then}
        signals = {point.month: point.signal for point in self.signal.chart.points} if self.signal else {}
        year = year_months(
            self.board.figures_of(self.kpi.id),
            self.board.plans.get(self.kpi.id, ()),
            self.board.year,
            self.board.as_of,
            kind=self.kpi.kind,
            signals=signals,
        )
        return [self._with_parts(month, figures.get(month.month, NOTHING_REPORTED)) for month in year]

    def _with_parts(self, month: YearMonth, figure: MonthFigure) -> YearMonth:
        part, whole = figure.numerator, figure.denominator
        detail = f"{number(part)}÷{number(whole)}" if self.kpi.is_quotient and not isnan(part) else ""
        return replace(month, numerator=part, denominator=nan if whole is None else whole, detail=detail)

    def limits(self) -> Limits | None:
        """The natural limits of the months, if there are enough of them."""
        chart = self.signal.chart if self.signal else None
        if chart is None or chart.centre is None or chart.lower is None or chart.upper is None:
            return None
        whole = self.kpi.is_share and all(point.value <= 1 for point in chart.points)
        return Limits(chart.centre, chart.lower, chart.upper, 1.0 if whole else inf)

    def note_marks(self) -> list[tuple[float, str, str]]:
        """Position, circled number and text for the notes of each month."""
        return [
            (_position(note, self.board.year), mark, note.text)
            for note, mark in zip(self.notes, CIRCLED, strict=False)
        ]


def note_lines(series: KpiSeries, names: Mapping[str, str]) -> tuple[str, ...]:
    """`① 2023年6月，公路养护中心：…` for each note of the KPI; `names` of units by code."""
    marks = [mark for _, mark, _ in series.note_marks()]
    return tuple(
        f"{mark} {note.month.year}年{note.month.month}月，{names.get(note.unit, '')}：{note.text}"
        for note, mark in zip(series.notes, marks, strict=False)
    )


def monthly_figure(series: KpiSeries) -> go.Figure:
    """The KPI by month: bars for a sum, a line for a level."""
    kpi, progress = series.kpi, series.progress
    if not series.is_level:
        return monthly_chart(series.year, kpi.counting_unit, series.limits(), series.note_marks())
    return level_chart(
        series.year,
        kpi.counting_unit,
        kind=kpi.kind,
        lower_is_better=kpi.direction.wants_less,
        target=progress.target,
        limits=series.limits(),
        notes=series.note_marks(),
    )


def progress_figure(series: KpiSeries) -> go.Figure:
    """The KPI's year to date against its pace, or against last year if it has no target."""
    progress = series.progress
    return progress_chart(
        series.year,
        series.kpi.counting_unit,
        target=progress.target,
        forecast=_forecast(series),
        ceiling=series.kpi.direction.wants_less,
    )


def _forecast(series: KpiSeries) -> ForecastBand | None:
    """The band to the year's end; None without a forecast, and of work that is done seldom."""
    progress = series.progress
    middle, low, high = progress.forecast, progress.forecast_low, progress.forecast_high
    if middle is None or low is None or is_seldom(series.kpi, progress):
        return None
    words = TOO_WIDE_SHORT if swings_too_widely(progress) else ""
    return ForecastBand(middle, low, high if high is not None else middle, words)


def monthly_measure(series: KpiSeries) -> str:
    """The measure of the monthly chart: `受理工单，按月（件）`; for a quotient with its formula."""
    kpi, progress = series.kpi, series.progress
    if kpi.is_quotient:
        parts = f"{number(progress.numerator)}÷{number(progress.denominator)}"
        value = amount(progress.year_to_date, kpi.kind, kpi.counting_unit)
        so_far = f"　累计 {parts}＝{value}" if progress.denominator else ""
        return f"{kpi.short_name}，按月{so_far}{_changes(series)}"
    unit = f"（{kpi.counting_unit}）" if kpi.counting_unit else ""
    return f"{kpi.short_name}，按月{unit}{_changes(series)}"


def progress_measure(series: KpiSeries) -> str:
    """The measure of the progress chart: `宣传资料，累计（份）　年度目标 1,200`."""
    kpi, progress = series.kpi, series.progress
    unit = f"（{kpi.counting_unit}）" if kpi.counting_unit else ""
    measure = f"{kpi.short_name}，累计{unit}"
    if changed := change_words(kpi, series.board.as_of):
        measure += f"　{changed}"
    if progress.target is None:
        return measure + ("　监测指标，不设目标" if not kpi.direction.is_judged else "　未设年度目标")
    word = "控制数" if kpi.direction.wants_less else "年度目标"
    return f"{measure}　{word} {number(progress.target)}{_adjusted(series)}"


def _changes(series: KpiSeries) -> str:
    """Changes within the months shown: of the definition, and of the target of a KPI that does not add up."""
    changed = change_words(series.kpi, series.board.as_of)
    of_definition = f"　{changed}" if changed else ""
    return of_definition + ("" if series.kpi.adds_up else _adjusted(series))


def _adjusted(series: KpiSeries) -> str:
    """目标自7月由12次调整为10次; "" if the target has not changed since January."""
    words = adjustments(series.kpi, series.progress.plan)
    return f"　{words}" if words else ""


def _position(note: Note, year: int) -> float:
    return float(note.month.month) if note.month.year == year else LAST_DECEMBER


def kpis_in_order(catalogue: Catalogue, dataset_id: str) -> tuple[Kpi, ...]:
    """The headline KPIs first, then KPIs with a direction, then those only watched, balances last."""
    return tuple(
        sorted(
            catalogue.kpis_of(dataset_id),
            key=lambda kpi: (not kpi.headline, not kpi.direction.is_judged, kpi.is_stock),
        )
    )


@dataclass(frozen=True, eq=False)
class DatasetBoard:
    """The KPIs of a dataset that the page's view uses, in order. `board` has no others; `signals` may."""

    page: Page
    dataset_id: str
    kpis: tuple[Kpi, ...]
    board: Board
    signals: Mapping[str, Signal] = field(default_factory=dict)

    @property
    def kpi_ids(self) -> tuple[str, ...]:
        """The ids of its KPIs."""
        return tuple(kpi.id for kpi in self.kpis)

    def cards(self) -> list[Card]:
        """Cards for the first KPIs, each linked to its charts."""
        return [
            Card(
                kpi,
                self.board.of(kpi.id),
                self.board.figures_of(kpi.id),
                self.page.address(kpi.dataset, kpi=kpi.id),
            )
            for kpi in self.kpis[:MOST_CARDS]
        ]

    def chosen(self) -> Kpi:
        """The KPI in the address; else the one that most needs attention; else the first with figures."""
        by_id = {kpi.id: kpi for kpi in self.kpis}
        worst = attention(self.board, self.signals, self.page.catalogue)
        reported = [kpi.id for kpi in self.kpis if self.board.figures_of(kpi.id)]
        fallback = worst[0].kpi if worst else (reported or list(by_id))[0]
        return by_id.get(st.query_params.get(CHOSEN, ""), by_id[fallback])

    def series(self, kpi: Kpi) -> KpiSeries:
        """What the charts of one KPI show."""
        view = self.page.view
        notes = cache.notes(self.page.version, view.year, view.month, view.unit)
        signal = self.signals.get(kpi.id)
        return KpiSeries(kpi, self.board, signal, tuple(note for note in notes if note.kpi == kpi.id))
