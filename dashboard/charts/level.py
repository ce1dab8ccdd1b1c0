"""Monthly chart of a rate or a stock: a line, not bars, because a level does not add up."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.labels import Obstacles
from dashboard.charts.marks import (
    Label,
    canvas_of,
    column_labels,
    last_year_line,
    level,
    level_obstacle,
    line_obstacles,
    month_axis,
    note_marks,
    point_labels,
    round_step,
    unreported,
    value_axis,
)
from dashboard.charts.monthly import Limits, Notes, limit_labels, note_boxes, signal_marks
from dashboard.charts.template import HEIGHT, INK, NOTE_INK, PAPER, THIS_YEAR, new_figure
from dashboard.format import amount


def level_chart(
    year: pd.DataFrame,
    unit: str,
    *,
    kind: str,
    lower_is_better: bool = False,
    target: float | None = None,
    limits: Limits | None = None,
    notes: Notes = (),
    height: int = HEIGHT,
) -> go.Figure:
    """A line by month with its target; months off target are hollow.

    `year` as year_frame gives it (plus detail: what stands behind the month, shown on hover, where there is
    such a column), `kind` rate or stock, `unit` the counting unit ("" for rates).
    """
    percent = kind == "rate"
    figure = new_figure(height)
    month_axis(figure, float(year["position"].min()))
    value_axis(figure, *_value_range(year, target, limits, percent), percent=percent)
    if target is not None:
        level(figure, target, INK, 1.25)
    _limits(figure, limits)
    _last_year(figure, year, unit)
    _this_year(figure, year, unit, target, lower_is_better)
    flagged = year[(year["signal"] != "none") & year["value"].notna()]
    signal_marks(figure, flagged["position"].tolist(), flagged["value"].tolist())
    column_labels(figure, _column(year, target, limits, kind))
    point_labels(figure, _labels(year, lower_is_better), _obstacles(figure, year, target, limits, notes))
    unreported(figure, year.loc[year["missing"], "position"], figure.layout.yaxis.range[0])
    note_marks(figure, notes)
    return figure


def _value_range(
    year: pd.DataFrame, target: float | None, limits: Limits | None, percent: bool
) -> tuple[float, float]:
    """From zero for a stock; for a rate close around the figures, or nothing would be seen of them."""
    drawn = [*year["value"].dropna(), *year["last_year"].dropna()]
    drawn += [value for value in (target, *_lines_of(limits)) if value is not None]
    if not drawn:
        return 0.0, 1.0
    low, high = min(drawn), max(drawn)
    if not percent:
        return 0.0, max(high, 1.0) * 1.18
    span = max(high - low, 0.02)
    step = round_step(span * 1.4, percent=True)
    bottom = max(0.0, int((low - span * 0.2) / step + 1e-9) * step)
    return bottom, high + span * 0.2


def _lines_of(limits: Limits | None) -> tuple[float, ...]:
    if limits is None or limits.upper is None or limits.lower is None:
        return ()
    return (limits.centre, limits.upper, max(limits.lower, 0.0))


def _limits(figure: go.Figure, limits: Limits | None) -> None:
    for value, dash in zip(_lines_of(limits), ("longdash", "dot", "dot"), strict=False):
        level(figure, value, NOTE_INK, 1, dash)


def _last_year(figure: go.Figure, year: pd.DataFrame, unit: str) -> None:
    if year["last_year"].notna().any():
        hover = _hover(year, "last_year_text", unit, back=1)
        last_year_line(figure, year["position"].tolist(), year["last_year"].tolist(), hover)


def _hover(year: pd.DataFrame, texts: str, unit: str, back: int = 0) -> list[str]:
    return [
        f"{month.year - back}年{month.month}月 {text}{unit}"
        for month, text in zip(year["month"], year[texts], strict=True)
    ]


def _this_year(
    figure: go.Figure, year: pd.DataFrame, unit: str, target: float | None, lower_is_better: bool
) -> None:
    hover = _hover(year, "text", unit)
    if "detail" in year:
        hover = [f"{text}　{detail}" for text, detail in zip(hover, year["detail"], strict=True)]
    figure.add_trace(
        go.Scatter(
            x=year["position"].tolist(),
            y=year["value"].tolist(),
            mode="lines+markers",
            line={"color": THIS_YEAR, "width": 2.75},
            marker={
                "size": 8,
                "color": [
                    PAPER if _off_target(value, target, lower_is_better) else THIS_YEAR
                    for value in year["value"]
                ],
                "line": {"color": THIS_YEAR, "width": 2},
            },
            text=hover,
            hovertemplate="%{text}<extra></extra>",
        )
    )


def _off_target(value: float, target: float | None, lower_is_better: bool) -> bool:
    if target is None:
        return False
    return value > target + 1e-9 if lower_is_better else value < target - 1e-9


def _column(
    year: pd.DataFrame, target: float | None, limits: Limits | None, kind: str
) -> list[tuple[float, str, str, bool]]:
    last_year = year["last_year"].dropna()
    labels = [(float(last_year.iloc[-1]), "上年", NOTE_INK, False)] if len(last_year) else []
    if target is not None:
        labels.append((target, f"目标 {amount(target, kind)}", INK, True))
    return labels + limit_labels(limits, lambda value: amount(value, kind))


def _labels(year: pd.DataFrame, lower_is_better: bool) -> list[Label]:
    """The last point in this year's blue, then the flagged ones and the worst."""
    shown = year.dropna(subset=["value"])
    if shown.empty:
        return []
    last = shown.index[-1]
    worst = shown["value"].idxmax() if lower_is_better else shown["value"].idxmin()
    flagged = shown.index[shown["signal"] != "none"]
    rows = dict(zip(shown.index, shown.itertuples(), strict=True))
    chosen = dict.fromkeys([last, *flagged, worst])
    return [_label(rows[index], is_last=index == last) for index in chosen]


def _label(row: Any, is_last: bool) -> Label:
    return Label(
        x=float(row.position),
        y=float(row.value),
        text=f"本年 {row.text}" if is_last else row.text,
        shorter=row.text if is_last else "",
        colour=THIS_YEAR if is_last else INK,
        bold=is_last,
        offset=8.0,
        sides=("right", "above", "below", "left") if is_last else ("above", "below", "left"),
    )


def _obstacles(
    figure: go.Figure, year: pd.DataFrame, target: float | None, limits: Limits | None, notes: Notes
) -> Obstacles:
    canvas = canvas_of(figure)
    positions: Sequence[float] = year["position"].tolist()
    lines = (
        *line_obstacles(canvas, positions, year["value"].tolist()),
        *line_obstacles(canvas, positions, year["last_year"].tolist()),
    )
    levels = [value for value in (target, *_lines_of(limits)) if value is not None]
    lines = (*lines, *(piece for value in levels for piece in level_obstacle(canvas, value)))
    return Obstacles(lines, tuple(note_boxes(canvas, notes)))
