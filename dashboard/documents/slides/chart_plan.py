"""Plans the chart of a KPI's slide before it is drawn: series, looks, labels and axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

from dashboard.board.board import Board
from dashboard.board.signals import Signal
from dashboard.charts.template import INK, LAST_YEAR, NOTE_INK, PAPER, THIS_YEAR
from dashboard.charts.year import Year, year_months
from dashboard.documents.slides.chart_geometry import (
    OUTSIDE,
    Values,
    axis_from_zero,
    axis_of_rates,
    bar_places,
    limit_levels,
    month_plot,
    obstacles,
    point_places,
)
from dashboard.wording.format import number, percent
from domain.catalogue import Kpi
from domain.kpi.lamp import is_off_target
from domain.kpi.progress import Progress

CATEGORIES = ("1月", *(str(month) for month in range(2, 13)))
WHOLE, ONE_DECIMAL, PERCENT, PERCENT_DECIMAL = "#,##0", "#,##0.0", "0%", "0.0%"


@dataclass(frozen=True)
class SeriesLook:
    """The look of a series: a bar, otherwise a line. `width` in points; `dash` uses DrawingML names."""

    colour: str
    bar: bool = False
    width: float = 2.25
    dash: str = "solid"
    marker: bool = False


@dataclass(frozen=True)
class DataLabel:
    """A number at a point. `place` uses DrawingML names: inEnd, outEnd, t, b, r.

    `on_paper` gives it a white background, so that it stays readable across a line.
    """

    point: int
    place: str
    number_format: str
    with_name: bool = False
    colour: str = INK
    bold: bool = False
    on_paper: bool = False


@dataclass(frozen=True)
class ChartSeries:
    """Twelve months of one measure. `hollow`: the points off target; `is_measured`: values as reported."""

    name: str
    values: Values
    look: SeriesLook
    labels: tuple[DataLabel, ...] = ()
    hollow: tuple[int, ...] = ()
    in_legend: bool = True
    is_measured: bool = False


@dataclass(frozen=True)
class ChartPlan:
    """One native chart. `step` is the distance between gridlines; `low` is 0 if there are bars."""

    series: tuple[ChartSeries, ...]
    low: float
    high: float
    step: float
    number_format: str
    tick_format: str

    @property
    def is_empty(self) -> bool:
        """Whether the chart would be empty: no month of this year or last year has a figure."""
        measured = (series for series in self.series if series.is_measured)
        return not any(value for series in measured for value in series.values)

    @property
    def bars(self) -> tuple[ChartSeries, ...]:
        """The series drawn as bars."""
        return tuple(series for series in self.series if series.look.bar)

    @property
    def lines(self) -> tuple[ChartSeries, ...]:
        """The series drawn as lines."""
        return tuple(series for series in self.series if not series.look.bar)


BAR = SeriesLook(THIS_YEAR, bar=True)
THIS_YEAR_LINE = SeriesLook(THIS_YEAR, width=2.75, marker=True)
LAST_YEAR_LINE = SeriesLook(LAST_YEAR, width=1.75)
PACE_LINE = SeriesLook(NOTE_INK, width=1.75, dash="dash")
TARGET_LINE = SeriesLook(INK, width=1.25)
LIMIT_LINE = SeriesLook(NOTE_INK, width=1.25, dash="sysDot")
Limits = tuple[ChartSeries, ...]


def chart_plan(kpi: Kpi, board: Board, progress: Progress, signal: Signal | None = None) -> ChartPlan:
    """The chart of a KPI: progress against pace and target, or monthly values beside last year's."""
    every = year_months(
        board.figures_of(kpi.id), board.plans.get(kpi.id, ()), board.year, board.as_of, kind=kpi.kind
    )
    year = [each for each in every if each.position > 0]
    limits = _limits(kpi, progress, signal)
    if kpi.is_share:
        return _share_plan(kpi, year, progress, limits)
    if not kpi.adds_up:
        return _level_plan(kpi, year, progress, limits)
    if progress.target is not None:
        return _pace_plan(kpi, year, progress)
    return _volume_plan(year, limits)


def _pace_plan(kpi: Kpi, year: Year, progress: Progress) -> ChartPlan:
    """Bars for the year to date, a dashed line for the pace, a level line for the annual target."""
    so_far, pace = _values(each.cumulative for each in year), _values(each.expected for each in year)
    target = progress.target or 0.0
    low, high, step = axis_from_zero((*so_far, *pace, target))
    labels = _bar_labels(so_far, high, (pace, (target,) * 12), progress.word)
    level, dashed = ("全年控制数", "控制线") if kpi.direction.wants_less else ("年度目标", "时序进度")
    series = (
        ChartSeries("本年累计", so_far, BAR, labels, is_measured=True),
        ChartSeries(dashed, pace, PACE_LINE),
        _target_series(level, (target,) * 12, _number_format((target,))),
    )
    return ChartPlan(series, low, high, step, _number_format(so_far), _number_format((step,)))


def _volume_plan(year: Year, limits: Limits) -> ChartPlan:
    """Bars for this year's months and a line for last year's; a volume has no target."""
    this_year, last_year = _values(each.value for each in year), _values(each.last_year for each in year)
    low, high, step = axis_from_zero((*this_year, *last_year, *levels(limits)))
    lines = (last_year, *(each.values for each in limits))
    labels = _bar_labels(this_year, high, lines)
    series = [ChartSeries("本年当月", this_year, BAR, labels, is_measured=True)]
    if any(value is not None for value in last_year):
        series.append(ChartSeries("上年同月", last_year, LAST_YEAR_LINE, is_measured=True))
    series.extend(limits)
    return ChartPlan(tuple(series), low, high, step, _number_format(this_year), _number_format((step,)))


def _level_plan(kpi: Kpi, year: Year, progress: Progress, limits: Limits) -> ChartPlan:
    """Bars for months that do not add up, with the target or limit as a level line."""
    values = _values(each.value for each in year)
    target = progress.target
    low, high, step = axis_from_zero((*values, target, *levels(limits)))
    name = "月末数" if kpi.is_month_end else "本年当月"
    lines = ((target,) * 12, *(each.values for each in limits))
    series = [ChartSeries(name, values, BAR, _bar_labels(values, high, lines), is_measured=True), *limits]
    if target is not None:
        goal = "控制数" if kpi.has_limit else "目标"
        series.append(_target_series(goal, _goals(year, target), _number_format((target,))))
    return ChartPlan(tuple(series), low, high, step, _number_format(values), _number_format((step,)))


def _share_plan(kpi: Kpi, year: Year, progress: Progress, limits: Limits) -> ChartPlan:
    """This year's line with points off target hollow, last year's line, and the target as a level line."""
    this_year, last_year = _values(each.value for each in year), _values(each.last_year for each in year)
    target = progress.target
    low, high, step = axis_of_rates((*this_year, *last_year, target, *levels(limits)))
    goals = _goals(year, target)
    is_lower = kpi.direction.wants_less
    off = tuple(
        index
        for index, (value, goal) in enumerate(zip(this_year, goals, strict=True))
        if is_off_target(value, goal, is_lower)
    )
    drawn = (last_year, *(each.values for each in limits))
    labels = _line_labels(this_year, drawn, target, low, high)
    series = [ChartSeries("本年当月", this_year, THIS_YEAR_LINE, labels, hollow=off, is_measured=True)]
    if any(value is not None for value in last_year):
        series.append(ChartSeries("上年同月", last_year, LAST_YEAR_LINE, is_measured=True))
    series.extend(limits)
    if target is not None:
        series.append(_target_series("目标", goals, _percent_format((target,))))
    return ChartPlan(tuple(series), low, high, step, PERCENT_DECIMAL, _percent_format((step, low)))


def _goals(year: Year, target: float | None) -> Values:
    """The target in effect each month for a rate or stock; None in a month before there is one."""
    goals = _values(each.expected for each in year)
    return goals if any(goal is not None for goal in goals) else (target,) * len(goals)


def _limits(kpi: Kpi, progress: Progress, signal: Signal | None) -> Limits:
    """The natural limits as dotted lines."""
    drawn = limit_levels(kpi, progress, signal)
    return tuple(ChartSeries(name, (value,) * 12, LIMIT_LINE) for name, value in drawn.items())


def levels(limits: Limits) -> Values:
    """The value of each limit."""
    return tuple(each.values[0] for each in limits)


def _target_series(name: str, targets: Values, number_format: str) -> ChartSeries:
    label = DataLabel(11, "r", number_format, with_name=True, bold=True)
    return ChartSeries(name, targets, TARGET_LINE, (label,), in_legend=False)


def _bar_labels(
    values: Values, high: float, lines: Sequence[Values] = (), word: str = ""
) -> tuple[DataLabel, ...]:
    """A number in each bar that has room for it and is clear of the lines; the last one in bold.

    `word` marks the last one as approximate. It becomes part of the number format, so the cell remains a
    number.
    """
    plain = _number_format(values)
    texts = [number(value) for value in values]
    if known := [month for month, value in enumerate(values) if value is not None]:
        texts[known[-1]] = number(values[known[-1]], word=word)
    places = bar_places(values, texts, month_plot(0.0, high), lines)
    last = places[-1].point if places else None
    return tuple(
        DataLabel(
            place.point,
            place.side,
            approximate_format(plain, values[place.point], word) if place.point == last else plain,
            colour=INK if place.side == OUTSIDE else PAPER,
            bold=place.point == last,
            on_paper=place.side == OUTSIDE,
        )
        for place in places
    )


def approximate_format(plain: str, value: float | None, word: str) -> str:
    """A number format that writes the word as text does: 余 after the number, 约 and 近 before it."""
    told, plain_told = number(value, word=word), number(value)
    if plain_told not in told:
        return f'"{told}"'
    before, _, behind = told.partition(plain_told)
    return "".join((f'"{before}"' if before else "", plain, f'"{behind}"' if behind else ""))


def _line_labels(
    values: Values, lines: Sequence[Values], target: float | None, low: float, high: float
) -> tuple[DataLabel, ...]:
    """The last value in bold; the lowest and highest in plain type if there is room."""
    known = [month for month, value in enumerate(values) if value is not None]
    if not known:
        return ()
    by_value = sorted(known, key=lambda month: values[month] or 0.0)
    shown = tuple(dict.fromkeys((known[-1], by_value[0], by_value[-1])))
    plot = month_plot(low, high)
    level: Values = (target,) * 12
    texts = ["" if value is None else percent(value) for value in values]
    places = point_places(shown, values, texts, plot, obstacles(plot, (values, *lines, level)), target)
    return tuple(
        DataLabel(
            place.point,
            place.side,
            _percent_format((round(values[place.point] or 0.0, 3),)),
            bold=place.point == known[-1],
            on_paper=True,
            colour=THIS_YEAR if place.point == known[-1] else INK,
        )
        for place in places
    )


def _values(figures: Iterable[float]) -> Values:
    return tuple(None if isnan(figure) else figure for figure in figures)


def _number_format(values: Values) -> str:
    whole = all(value is None or value == int(value) for value in values)
    return WHOLE if whole else ONE_DECIMAL


def _percent_format(values: Values) -> str:
    whole = all(value is None or abs(value * 100 - round(value * 100)) < 1e-6 for value in values)
    return PERCENT if whole else PERCENT_DECIMAL
