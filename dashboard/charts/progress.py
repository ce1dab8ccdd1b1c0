"""Progress chart: the year to date against its pace and target, and the forecast."""

from dataclasses import dataclass
from math import inf, isnan

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
from dashboard.charts.template import FORECAST, INK, LABEL_SIZE, NOTE_INK, RIGHT, THIS_YEAR
from dashboard.charts.year import Year, known, missing_positions, month_texts
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
    year: Year,
    unit: str,
    *,
    target: float | None = None,
    forecast: ForecastBand | None = None,
    ceiling: bool = False,
) -> go.Figure:
    """The cumulative figure by month.

    With a target: against the pace (`ceiling`: the plan is an upper limit). Without one: against last
    year's cumulative figure.
    """
    year = [month for month in year if month.position > 0]
    so_far = [month for month in year if not isnan(month.cumulative)]
    drawing = Drawing()
    month_axis(drawing)
    value_axis(drawing, 0, _top(year, target, forecast) * 1.1, percent=False)
    if forecast is not None and so_far and so_far[-1].position < 12:
        _forecast_band(drawing, so_far, forecast)
    if target is not None:
        level(drawing, target, INK, 1.25)
        _pace(drawing, year, unit)
    elif known(last_year := [month.last_year_cumulative for month in year]):
        hover = month_texts(year, lambda month: month.last_year_cumulative_text, unit, "累计", back=1)
        last_year_line(drawing, [month.position for month in year], last_year, hover)
    _so_far(drawing, year, unit)
    margin_labels(drawing, _margin(year, target, forecast, "控制数" if ceiling else "目标"))
    obstacles = point_labels(drawing, _so_far_label(so_far), _obstacles(drawing, year, so_far, target))
    if target is not None:
        first_label(drawing, _pace_labels(year, "控制线" if ceiling else "时序"), obstacles)
    unreported(drawing, missing_positions(year), 0)
    return drawing.figure()


def _top(year: Year, target: float | None, forecast: ForecastBand | None) -> float:
    drawn = known(month.cumulative for month in year)
    drawn += known(month.last_year_cumulative if target is None else month.expected for month in year)
    drawn += [] if target is None else [target]
    drawn += [] if forecast is None else [forecast.high]
    return max([1.0, *drawn])


def _forecast_band(drawing: Drawing, so_far: Year, forecast: ForecastBand) -> None:
    last = so_far[-1]
    drawing.traces.append(
        {
            "type": "scatter",
            "x": [last.position, 12, 12],
            "y": [last.cumulative, forecast.high, forecast.low],
            "mode": "none",
            "fill": "toself",
            "fillcolor": FORECAST,
            "hoverinfo": "skip",
        }
    )


def _pace(drawing: Drawing, year: Year, unit: str) -> None:
    style = {"color": NOTE_INK, "width": 1.5, "dash": "dash", "shape": _pace_shape(year)}
    hover = month_texts(year, lambda month: month.expected_text, unit, "时序")
    drawing.line([month.position for month in year], [month.expected for month in year], style, hover)


def _pace_shape(year: Year) -> str:
    return "hv" if max(known(month.expected for month in year), default=inf) <= SMALL_COUNT else "linear"


def _so_far(drawing: Drawing, year: Year, unit: str) -> None:
    drawing.line(
        [month.position for month in year],
        [month.cumulative for month in year],
        {"color": THIS_YEAR, "width": 2.75},
        month_texts(year, lambda month: month.cumulative_text, unit, "累计"),
        mode="lines+markers",
        connectgaps=True,
        marker={"size": 8, "color": THIS_YEAR},
    )


def _margin(year: Year, target: float | None, forecast: ForecastBand | None, word: str) -> list[MarginLabel]:
    labels = []
    last_year, december = known(month.last_year_cumulative for month in year), year[-1]
    if target is not None:
        labels.append(MarginLabel(target, f"{word} {number(target)}", INK, bold=True))
    elif last_year:
        labels.append(MarginLabel(last_year[-1], f"上年 {number(last_year[-1])}"))
    if not isnan(december.cumulative):
        words = f"累计 {december.cumulative_text}"
        labels.append(MarginLabel(december.cumulative, words, THIS_YEAR, bold=True))
    elif forecast is not None and known(month.cumulative for month in year):
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


def _so_far_label(so_far: Year) -> list[ChartLabel]:
    if not so_far or so_far[-1].position == 12:  # December has its label in the margin
        return []
    last, sides = so_far[-1], ("above", "left", "right", "below")
    return [
        ChartLabel(
            last.position,
            last.cumulative,
            f"累计 {last.cumulative_text}",
            colour=THIS_YEAR,
            bold=True,
            offset=8.0,
            sides=sides,
            reach=32.0,
        )
    ]


def _pace_labels(year: Year, word: str) -> list[ChartLabel]:
    """Where the pace line may have its label: later months first, if there is room."""
    expected = {month.position: month.expected for month in year if not isnan(month.expected)}
    return [
        ChartLabel(month + 0.5, expected[month], word, colour=NOTE_INK, offset=4.0, sides=("below", "right"))
        for month in (8, 9, 7, 10, 6, 11, 5, 4, 3)
        if month in expected
    ]


def _obstacles(drawing: Drawing, year: Year, so_far: Year, target: float | None) -> Obstacles:
    canvas, x = drawing.canvas, [month.position for month in year]
    own = line_obstacles(canvas, [month.position for month in so_far], [month.cumulative for month in so_far])
    if target is None:
        return Obstacles((*own, *line_obstacles(canvas, x, [month.last_year_cumulative for month in year])))
    pace = line_obstacles(canvas, *_stepped(x, [month.expected for month in year], _pace_shape(year)))
    return Obstacles((*own, *pace, *level_obstacles(canvas, [target])))


def _stepped(x: list[float], y: list[float], shape: str) -> tuple[list[float], list[float]]:
    """The corners of a stepped line: horizontal first, then up."""
    if shape != "hv" or not x:
        return x, y
    corners_x, corners_y = [x[0]], [y[0]]
    for step in range(1, len(x)):
        corners_x += [x[step], x[step]]
        corners_y += [y[step - 1], y[step]]
    return corners_x, corners_y
