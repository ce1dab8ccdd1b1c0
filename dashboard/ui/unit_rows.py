"""One KPI across the units below the view: the frame of the units chart."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.units import units_bars, units_dots
from dashboard.format import amount, number
from dashboard.kpi.attention import shortfall
from dashboard.kpi.board import Board
from dashboard.kpi.progress import Progress
from etl.catalogue import Kpi

COLUMNS = ("unit", "name", "link", "value", "text", "detail", "due", "behind")


def unit_frame(
    kpi: Kpi,
    boards: Sequence[Board],
    name: Callable[[str], str],
    link: Callable[[str], str],
    *,
    of_month: bool = False,
) -> pd.DataFrame:
    """A row for each unit that reports the KPI or has a target for it, the furthest behind first.

    `link` is the address of the unit's own page. `of_month`: the as-of month's figure in place of the
    year's so far, for what does not add up.

    Volumes are not ranked: without direction the units stand in the order of the tree.
    """
    known = [board.of(kpi.id) for board in boards]
    shown = [each for each in known if each.year_to_date is not None or each.target is not None]
    if kpi.direction != "neutral":
        shown.sort(key=lambda each: -_distance(kpi, each))
    if of_month:
        shown = [replace(each, year_to_date=each.month_value, word="") for each in shown]
    rows = [_row(kpi, each, name(each.unit), link(each.unit)) for each in shown]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"value": "float64", "due": "float64"})


def units_figure(kpi: Kpi, units: pd.DataFrame, target: float | None) -> go.Figure:
    """Dots from the target for a rate, bars for a count."""
    return units_dots(units, target) if kpi.kind == "rate" else units_bars(units)


def _distance(kpi: Kpi, progress: Progress) -> float:
    far = shortfall(progress, kpi.direction)
    return far if math.isfinite(far) else -1.0


def _row(kpi: Kpi, progress: Progress, name: str, link: str) -> tuple[object, ...]:
    value = progress.year_to_date
    text = "未报" if value is None else amount(value, kpi.kind, word=progress.word)
    behind = progress.lamp in ("red", "yellow") if progress.target is not None else True
    return progress.unit, name, link, value, text, _detail(kpi, progress), progress.expected_to_date, behind


def _detail(kpi: Kpi, progress: Progress) -> str:
    """What stands beside the figure: its parts for a rate, what is due for a count."""
    if kpi.kind == "rate":
        parts = f"{number(progress.numerator)}/{number(progress.denominator)}"
        return parts if progress.denominator else ""
    if progress.target is None:
        return ""
    word = "不超过" if kpi.direction == "lower" else "应完成"
    return f"{word} {number(progress.expected_to_date)}"
