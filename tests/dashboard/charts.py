"""What the chart tests draw: frames made by hand, and readers of a finished figure."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.year import YearMonth, year_months
from domain.catalogue import Kind

NO_PLAN = pd.DataFrame({"month": [], "expected": []})


def monthly(year: int, values: Sequence[float | None], words: dict[int, str] | None = None) -> pd.DataFrame:
    """The reported months of one KPI; None is a month nobody reported."""
    rows = [
        (date(year, number, 1), float(value), (words or {}).get(number, ""))
        for number, value in enumerate(values, start=1)
        if value is not None
    ]
    return pd.DataFrame(rows, columns=["month", "value", "word"])


def plan(year: int, cumulative: list[float]) -> pd.DataFrame:
    """What is due by each month."""
    months = [date(year, number, 1) for number in range(1, 13)]
    return pd.DataFrame({"month": months, "expected": cumulative})


def frame(
    values: Sequence[float | None],
    last_year: Sequence[float | None] | None = None,
    due: pd.DataFrame = NO_PLAN,
    kind: Kind = Kind.SUM,
    signals: dict[int, str] | None = None,
    words: dict[int, str] | None = None,
) -> list[YearMonth]:
    """The year 2023 as of the last of its `values`."""
    history = pd.concat([monthly(2022, last_year or []), monthly(2023, values, words)])
    flagged = {date(2023, month, 1): signal for month, signal in (signals or {}).items()}
    return year_months(history, due, 2023, date(2023, len(values), 1), kind=kind, signals=flagged)


def texts(figure: go.Figure) -> list[str]:
    """Every text written on the chart, without its weight."""
    return [note.text.replace("<b>", "").replace("</b>", "") for note in figure.layout.annotations]


def of_type(figure: go.Figure, kind: str) -> list[dict]:
    """The traces of one type, as plain values."""
    return [trace for trace in figure.to_plotly_json()["data"] if trace["type"] == kind]


def levels(figure: go.Figure) -> list[float]:
    """The heights of all lines that run level across the plot."""
    return [shape.y0 for shape in figure.layout.shapes if shape.xref == "x domain"]
