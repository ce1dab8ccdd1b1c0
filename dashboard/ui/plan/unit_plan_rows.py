"""One KPI across units, each with its own target: the chart's frame and the words around the chart."""

import math
from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.board.attention import shortfall
from dashboard.board.board import Board
from dashboard.charts.units import target_bars, target_dots
from dashboard.ui.lamps import NO_BREAK
from dashboard.wording.format import amount, number
from dashboard.wording.narrative import months_so_far
from dashboard.wording.unit_words import lamp_figure
from domain.catalogue import Catalogue, Kpi
from domain.kpi.progress import Progress

COLUMNS = ("name", "link", "mark", "mark_colour", "words", "value", "due", "target", "behind")


def unit_plan_frame(
    kpi: Kpi,
    boards: Sequence[Board],
    catalogue: Catalogue,
    name: Callable[[str], str],
    link: Callable[[str], str],
) -> pd.DataFrame:
    """A row for each unit with a target for the KPI, the furthest behind first; columns as in the chart.

    A count to be reached is shown as a share of the unit's own target, so that units of any size compare.
    """
    planned = [progress for board in boards for progress in board.progress if progress.kpi == kpi.id]
    planned = sorted(
        (progress for progress in planned if progress.target is not None),
        key=lambda progress: -_distance(kpi, progress),
    )
    rows = [_row(kpi, progress, catalogue, name(progress.unit), link(progress.unit)) for progress in planned]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        dict.fromkeys(("value", "due", "target"), "float64")
    )


def unit_plan_figure(kpi: Kpi, units: pd.DataFrame) -> go.Figure:
    """Dots on a scale of percent for a share, bars for any other KPI."""
    return target_dots(units) if kpi.is_share else target_bars(units)


def unit_plan_measure(kpi: Kpi, month: int) -> str:
    """The measure of the chart and how to read it."""
    span = months_so_far(month)
    if kpi.is_quotient:
        return f"{kpi.short_name}，{span}累计　竖线为各单位目标"
    if kpi.is_stock:
        return f"{kpi.short_name}，{month}月末（{kpi.counting_unit}）　浅底到控制数"
    if kpi.direction.wants_less:
        return f"{kpi.short_name}，{span}累计（{kpi.counting_unit}）　浅底到全年控制数，竖线为至本月控制数"
    return f"{kpi.short_name}，{span}累计占年度目标　浅底为年度目标，竖线为应完成，右列为累计÷应完成"


def _distance(kpi: Kpi, progress: Progress) -> float:
    """The distance from what is due; KPIs that are not judged come last."""
    far = shortfall(progress, kpi.direction)
    return far if progress.lamp.is_lit and math.isfinite(far) else -math.inf


def _row(kpi: Kpi, progress: Progress, catalogue: Catalogue, name: str, link: str) -> tuple[object, ...]:
    value, due, target = progress.year_to_date, progress.expected_to_date, progress.target
    if kpi.works_towards_target and target:
        value, due, target = (None if figure is None else figure / target for figure in (value, due, target))
    mark = f"{catalogue.lamp(progress.lamp).shape}{NO_BREAK}{lamp_figure(catalogue, progress)}"
    behind = progress.lamp.calls_for_action
    colour = catalogue.lamp(progress.lamp).text
    return name, link, mark, colour, _words(kpi, progress), value, due, target, behind


def _words(kpi: Kpi, progress: Progress) -> str:
    """The text below a bar: 累计203，应完成275，目标550人次."""
    if kpi.is_quotient:
        parts = (
            f"{number(progress.numerator)}/{number(progress.denominator)}，" if progress.denominator else ""
        )
        return f"{parts}目标{amount(progress.target, kpi.kind)}"
    target = number(progress.target, kpi.counting_unit)
    now = "未报" if progress.year_to_date is None else number(progress.year_to_date, word=progress.word)
    if kpi.is_stock:
        return f"目前{now}，控制数{target}"
    if kpi.direction.wants_less:
        return f"累计{now}，至本月不超过{number(progress.expected_to_date)}，全年{target}"
    return f"累计{now}，应完成{number(progress.expected_to_date)}，目标{target}"
