"""What the chart tests draw: years made by hand, and readers of a finished figure."""

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from dashboard.charts.year import YearMonth, year_months
from domain.catalogue import Kind
from domain.kpi.series import MonthFigure


def reported(
    year: int, values: Sequence[float | None], words: dict[int, str] | None = None
) -> list[MonthFigure]:
    """The reported months of one KPI; None is a month nobody reported."""
    return [
        MonthFigure(date(year, number, 1), float(value), word=(words or {}).get(number, ""))
        for number, value in enumerate(values, start=1)
        if value is not None
    ]


def year_of(
    values: Sequence[float | None],
    last_year: Sequence[float | None] | None = None,
    due: Sequence[float] = (),
    kind: Kind = Kind.SUM,
    signals: dict[int, str] | None = None,
    words: dict[int, str] | None = None,
) -> list[YearMonth]:
    """The year 2023 as of the last of its `values`; `due` is what is due by each month."""
    figures = reported(2022, last_year or []) + reported(2023, values, words)
    flagged = {date(2023, month, 1): signal for month, signal in (signals or {}).items()}
    return year_months(figures, due, 2023, date(2023, len(values), 1), kind=kind, signals=flagged)


def texts(figure: go.Figure) -> list[str]:
    """Every text written on the chart, without its weight."""
    return [note.text.replace("<b>", "").replace("</b>", "") for note in figure.layout.annotations]


def of_type(figure: go.Figure, kind: str) -> list[dict]:
    """The traces of one type, as plain values."""
    return [trace for trace in figure.to_plotly_json()["data"] if trace["type"] == kind]


def levels(figure: go.Figure) -> list[float]:
    """The heights of all lines that run level across the plot."""
    return [shape.y0 for shape in figure.layout.shapes if shape.xref == "x domain"]
