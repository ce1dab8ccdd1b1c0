"""Progress chart: the year so far against its pace and target, and where it is heading."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.labels import Obstacles, text_width
from dashboard.charts.marks import (
    Label,
    canvas_of,
    column_labels,
    first_label,
    last_year_line,
    level,
    level_obstacle,
    line_obstacles,
    month_axis,
    point_labels,
    unreported,
    value_axis,
)
from dashboard.charts.template import (
    FORECAST,
    HEIGHT,
    INK,
    LABEL_SIZE,
    NOTE_INK,
    RIGHT,
    THIS_YEAR,
    new_figure,
)
from dashboard.format import number

SMALL_COUNT = 60


@dataclass(frozen=True)
class Forecast:
    """Where the year ends if it goes on as it does: the likeliest figure and its range."""

    value: float
    low: float
    high: float


def progress_chart(
    year: pd.DataFrame,
    unit: str,
    *,
    target: float | None = None,
    forecast: Forecast | None = None,
    ceiling: bool = False,
    height: int = HEIGHT,
) -> go.Figure:
    """Cumulative by month. `year` as year_frame gives it. With a target: against the pace (`ceiling` where
    the plan is a limit to stay under); without one: against last year's cumulative."""
    year = year[year["position"] > 0]
    figure = new_figure(height)
    month_axis(figure)
    value_axis(figure, 0, _top(year, target, forecast) * 1.1, percent=False)
    _forecast_band(figure, year, forecast)
    if target is None:
        _last_year(figure, year, unit)
    else:
        level(figure, target, INK, 1.25)
        _pace(figure, year, unit)
    _so_far(figure, year, unit)
    column_labels(figure, _column(year, target, forecast))
    obstacles = point_labels(figure, _so_far_label(year), _obstacles(figure, year, target))
    if target is not None:
        first_label(figure, _pace_labels(year, "控制线" if ceiling else "时序"), obstacles)
    unreported(figure, year.loc[year["missing"], "position"], 0)
    return figure


def _top(year: pd.DataFrame, target: float | None, forecast: Forecast | None) -> float:
    drawn = [year["cumulative"].max(), target, forecast.high if forecast else None]
    drawn.append(year["last_year_cumulative"].max() if target is None else year["expected"].max())
    return max((float(value) for value in drawn if value is not None and value == value), default=1.0) or 1.0


def _forecast_band(figure: go.Figure, year: pd.DataFrame, forecast: Forecast | None) -> None:
    reported = year.dropna(subset=["cumulative"])
    if forecast is None or reported.empty or reported["position"].iloc[-1] == 12:
        return
    month, so_far = reported["position"].iloc[-1], reported["cumulative"].iloc[-1]
    figure.add_trace(
        go.Scatter(
            x=[month, 12, 12],
            y=[so_far, forecast.high, forecast.low],
            mode="none",
            fill="toself",
            fillcolor=FORECAST,
            hoverinfo="skip",
        )
    )


def _hover(year: pd.DataFrame, column: str, unit: str, words: str, back: int = 0) -> list[str]:
    return [
        f"{month.year - back}年{month.month}月{words} {number(None if value != value else value)}{unit}"
        for month, value in zip(year["month"], year[column], strict=True)
    ]


def _last_year(figure: go.Figure, year: pd.DataFrame, unit: str) -> None:
    column = "last_year_cumulative"
    if year[column].notna().any():
        hover = _hover(year, column, unit, "累计", back=1)
        last_year_line(figure, year["position"].tolist(), year[column].tolist(), hover)


def _pace(figure: go.Figure, year: pd.DataFrame, unit: str) -> None:
    figure.add_trace(
        go.Scatter(
            x=year["position"].tolist(),
            y=year["expected"].tolist(),
            mode="lines",
            line={"color": NOTE_INK, "width": 1.5, "dash": "dash", "shape": _pace_shape(year)},
            text=_hover(year, "expected", unit, "时序"),
            hovertemplate="%{text}<extra></extra>",
        )
    )


def _pace_shape(year: pd.DataFrame) -> str:
    """Steps where a month's due is a thing or two, a slope where it is many."""
    return "hv" if year["expected"].max() <= SMALL_COUNT else "linear"


def _so_far(figure: go.Figure, year: pd.DataFrame, unit: str) -> None:
    figure.add_trace(
        go.Scatter(
            x=year["position"].tolist(),
            y=year["cumulative"].tolist(),
            mode="lines+markers",
            connectgaps=True,
            line={"color": THIS_YEAR, "width": 2.75},
            marker={"size": 8, "color": THIS_YEAR},
            text=[
                f"{month.year}年{month.month}月累计 {text}{unit}"
                for month, text in zip(year["month"], year["cumulative_text"], strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
        )
    )


def _column(
    year: pd.DataFrame, target: float | None, forecast: Forecast | None
) -> list[tuple[float, str, str, bool]]:
    labels = []
    if target is not None:
        labels.append((target, f"目标 {number(target)}", INK, True))
    else:
        last_year = year["last_year_cumulative"].dropna()
        if len(last_year):
            end = float(last_year.iloc[-1])
            labels.append((end, f"上年 {number(end)}", NOTE_INK, False))
    if forecast is not None and year["cumulative"].notna().any() and pd.isna(year["cumulative"].iloc[-1]):
        labels.append((forecast.value, _forecast_text(forecast), THIS_YEAR, False))
    return labels


def _forecast_text(forecast: Forecast) -> str:
    """The range where the margin has room for it, else its middle."""
    low, high = number(round(forecast.low)), number(round(forecast.high))
    text = f"预计 {low}" if low == high else f"预计 {low}—{high}"
    fits = text_width(text, LABEL_SIZE) <= RIGHT - 8
    return text if fits else f"预计约 {number(round(forecast.value))}"


def _so_far_label(year: pd.DataFrame) -> list[Label]:
    reported = year.dropna(subset=["cumulative"])
    if reported.empty:
        return []
    month, so_far = reported["position"].iloc[-1], reported["cumulative"].iloc[-1]
    return [
        Label(
            x=float(month),
            y=float(so_far),
            text=f"累计 {reported['cumulative_text'].iloc[-1]}",
            colour=THIS_YEAR,
            bold=True,
            offset=8.0,
            sides=("above", "left", "right", "below"),
        )
    ]


def _pace_labels(year: pd.DataFrame, word: str) -> list[Label]:
    """Where the pace line may be named: a later month first, where there is room."""
    months = [8, 9, 7, 10, 6, 11, 5, 4, 3]
    expected = year.set_index("position")["expected"]
    anchors = [(month, expected.get(month)) for month in months]
    return [
        Label(
            x=month + 0.5,
            y=float(value),
            text=word,
            colour=NOTE_INK,
            offset=4.0,
            sides=("below", "right"),
        )
        for month, value in anchors
        if value is not None and value == value
    ]


def _obstacles(figure: go.Figure, year: pd.DataFrame, target: float | None) -> Obstacles:
    canvas = canvas_of(figure)
    x = year["position"].tolist()
    reported = year.dropna(subset=["cumulative"])
    so_far = line_obstacles(canvas, reported["position"].tolist(), reported["cumulative"].tolist())
    if target is None:
        return Obstacles((*so_far, *line_obstacles(canvas, x, year["last_year_cumulative"].tolist())))
    pace = line_obstacles(canvas, *_stepped(x, year["expected"].tolist(), _pace_shape(year)))
    return Obstacles((*so_far, *pace, *level_obstacle(canvas, target)))


def _stepped(x: list[float], y: list[float], shape: str) -> tuple[list[float], list[float]]:
    """The corners of a stepped line: level first, then up."""
    if shape != "hv" or not x:
        return x, y
    corners_x, corners_y = [x[0]], [y[0]]
    for step in range(1, len(x)):
        corners_x += [x[step], x[step]]
        corners_y += [y[step - 1], y[step]]
    return corners_x, corners_y
