"""Progress chart: the year to date against its pace and target, and the forecast."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing
from dashboard.charts.labels import Obstacles
from dashboard.charts.marks import (
    ChartLabel,
    MarginLabel,
    first_label,
    last_year_line,
    level,
    level_obstacles,
    line_obstacles,
    margin_labels,
    month_axis,
    point_labels,
    unreported,
    value_axis,
)
from dashboard.charts.template import FORECAST, HEIGHT, INK, LABEL_SIZE, NOTE_INK, RIGHT, THIS_YEAR
from dashboard.charts.year import month_texts
from dashboard.wording.format import number
from dashboard.wording.text_fit import label_width

# Up to this annual target the pace is drawn as steps; above it, as a slope.
SMALL_COUNT = 60


@dataclass(frozen=True)
class ForecastBand:
    """The forecast of the year's end: the likeliest figure and its range.

    `words` replaces the figures of the range in the label.
    """

    value: float
    low: float
    high: float
    words: str = ""


def progress_chart(
    year: pd.DataFrame,
    unit: str,
    *,
    target: float | None = None,
    forecast: ForecastBand | None = None,
    ceiling: bool = False,
    height: int = HEIGHT,
) -> go.Figure:
    """The cumulative figure by month. `year` is a year_frame.

    With a target: against the pace (`ceiling`: the plan is an upper limit). Without one: against last
    year's cumulative figure.
    """
    year = year[year["position"] > 0]
    reported = year.dropna(subset=["cumulative"])
    drawing = Drawing(height)
    month_axis(drawing)
    value_axis(drawing, 0, _top(year, target, forecast) * 1.1, percent=False)
    if forecast is not None and len(reported) and reported["position"].iloc[-1] < 12:
        _forecast_band(drawing, reported, forecast)
    if target is not None:
        level(drawing, target, INK, 1.25)
        _pace(drawing, year, unit)
    elif year["last_year_cumulative"].notna().any():
        hover = month_texts(year, "last_year_cumulative_text", unit, "累计", back=1)
        last_year_line(drawing, year["position"], year["last_year_cumulative"], hover)
    _so_far(drawing, year, unit)
    margin_labels(drawing, _margin(year, target, forecast, "控制数" if ceiling else "目标"))
    obstacles = point_labels(drawing, _so_far_label(reported), _obstacles(drawing, year, reported, target))
    if target is not None:
        first_label(drawing, _pace_labels(year, "控制线" if ceiling else "时序"), obstacles)
    unreported(drawing, year.loc[year["missing"], "position"], 0)
    return drawing.figure()


def _top(year: pd.DataFrame, target: float | None, forecast: ForecastBand | None) -> float:
    against = year["last_year_cumulative"] if target is None else year["expected"]
    drawn = [*year["cumulative"].dropna(), *against.dropna()]
    drawn += [] if target is None else [target]
    drawn += [] if forecast is None else [forecast.high]
    return max([1.0, *drawn])


def _forecast_band(drawing: Drawing, reported: pd.DataFrame, forecast: ForecastBand) -> None:
    month, so_far = float(reported["position"].iloc[-1]), float(reported["cumulative"].iloc[-1])
    drawing.traces.append(
        {
            "type": "scatter",
            "x": [month, 12, 12],
            "y": [so_far, forecast.high, forecast.low],
            "mode": "none",
            "fill": "toself",
            "fillcolor": FORECAST,
            "hoverinfo": "skip",
        }
    )


def _pace(drawing: Drawing, year: pd.DataFrame, unit: str) -> None:
    style = {"color": NOTE_INK, "width": 1.5, "dash": "dash", "shape": _pace_shape(year)}
    drawing.line(year["position"], year["expected"], style, month_texts(year, "expected_text", unit, "时序"))


def _pace_shape(year: pd.DataFrame) -> str:
    return "hv" if year["expected"].max() <= SMALL_COUNT else "linear"


def _so_far(drawing: Drawing, year: pd.DataFrame, unit: str) -> None:
    drawing.line(
        year["position"],
        year["cumulative"],
        {"color": THIS_YEAR, "width": 2.75},
        month_texts(year, "cumulative_text", unit, "累计"),
        mode="lines+markers",
        connectgaps=True,
        marker={"size": 8, "color": THIS_YEAR},
    )


def _margin(
    year: pd.DataFrame, target: float | None, forecast: ForecastBand | None, word: str
) -> list[MarginLabel]:
    labels = []
    last_year = year["last_year_cumulative"].dropna()
    if target is not None:
        labels.append(MarginLabel(target, f"{word} {number(target)}", INK, bold=True))
    elif len(last_year):
        end = float(last_year.iloc[-1])
        labels.append(MarginLabel(end, f"上年 {number(end)}"))
    december = year.iloc[-1]
    if december["cumulative"] == december["cumulative"]:
        words = f"累计 {december['cumulative_text']}"
        labels.append(MarginLabel(float(december["cumulative"]), words, THIS_YEAR, bold=True))
    if forecast is not None and year["cumulative"].notna().any() and pd.isna(year["cumulative"].iloc[-1]):
        labels.append(MarginLabel(forecast.value, _forecast_text(forecast), THIS_YEAR))
    return labels


def _forecast_text(forecast: ForecastBand) -> str:
    """Its own words; otherwise the range if the margin has room; otherwise the middle."""
    if forecast.words:
        return forecast.words
    low, high = number(round(forecast.low)), number(round(forecast.high))
    text = f"预计 {low}" if low == high else f"预计 {low}—{high}"
    fits = label_width(text, LABEL_SIZE) <= RIGHT - 8
    return text if fits else f"预计约 {number(round(forecast.value))}"


def _so_far_label(reported: pd.DataFrame) -> list[ChartLabel]:
    if reported.empty or reported["position"].iloc[-1] == 12:  # December has its label in the margin
        return []
    month, so_far = float(reported["position"].iloc[-1]), float(reported["cumulative"].iloc[-1])
    text = f"累计 {reported['cumulative_text'].iloc[-1]}"
    sides = ("above", "left", "right", "below")
    return [ChartLabel(month, so_far, text, colour=THIS_YEAR, bold=True, offset=8.0, sides=sides, reach=32.0)]


def _pace_labels(year: pd.DataFrame, word: str) -> list[ChartLabel]:
    """Where the pace line may have its label: later months first, if there is room."""
    expected = year.set_index("position")["expected"].dropna()
    return [
        ChartLabel(
            month + 0.5, float(expected[month]), word, colour=NOTE_INK, offset=4.0, sides=("below", "right")
        )
        for month in (8, 9, 7, 10, 6, 11, 5, 4, 3)
        if month in expected.index
    ]


def _obstacles(
    drawing: Drawing, year: pd.DataFrame, reported: pd.DataFrame, target: float | None
) -> Obstacles:
    canvas, x = drawing.canvas, year["position"].tolist()
    so_far = line_obstacles(canvas, reported["position"].tolist(), reported["cumulative"].tolist())
    if target is None:
        return Obstacles((*so_far, *line_obstacles(canvas, x, year["last_year_cumulative"].tolist())))
    pace = line_obstacles(canvas, *_stepped(x, year["expected"].tolist(), _pace_shape(year)))
    return Obstacles((*so_far, *pace, *level_obstacles(canvas, [target])))


def _stepped(x: list[float], y: list[float], shape: str) -> tuple[list[float], list[float]]:
    """The corners of a stepped line: horizontal first, then up."""
    if shape != "hv" or not x:
        return x, y
    corners_x, corners_y = [x[0]], [y[0]]
    for step in range(1, len(x)):
        corners_x += [x[step], x[step]]
        corners_y += [y[step - 1], y[step]]
    return corners_x, corners_y
