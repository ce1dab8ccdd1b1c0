"""The current figures as people and programs take them out: a frame, a CSV for Excel, JSON."""

import csv
import io
from typing import Any

import duckdb
import pandas as pd

from etl.month import format_month
from etl.neutral import neutral_row
from etl.statements import statement

BYTE_ORDER_MARK = "\ufeff"
HEADER = ("数据集", "指标", "单位", "月份", "数值", "约数")


def read_figures(
    connection: duckdb.DuckDBPyConnection,
    dataset: str | None = None,
    unit: str | None = None,
    year: int | None = None,
) -> pd.DataFrame:
    """Current figures ordered by dataset, indicator, unit, month; a unit's own, without those below it.

    Columns: dataset, indicator, unit (code), month, value, approximate, word, load.
    """
    chosen = {"dataset": dataset, "unit": unit, "year": year}
    return connection.execute(statement("figures"), chosen).df()


def figures_csv(figures: pd.DataFrame) -> str:
    """The long form of the data contract, with a byte order mark; loaded again it changes nothing."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in figures.to_dict("records"):
        key = (row["dataset"], row["indicator"], row["unit"], format_month(row["month"]))
        writer.writerow(neutral_row((*key, plain_number(row["value"]), row["word"])))
    return text.getvalue()


def figures_json(figures: pd.DataFrame) -> list[dict[str, Any]]:
    """The figures as `figures --format json` prints them."""
    return [
        {
            "dataset": row["dataset"],
            "indicator": row["indicator"],
            "unit": row["unit"],
            "month": format_month(row["month"]),
            "value": plain_number(row["value"]),
            "approximate": bool(row["approximate"]),
            "load": int(row["load"]),
        }
        for row in figures.to_dict("records")
    ]


def plain_number(value: float) -> int | float:
    """A whole number without a point."""
    return int(value) if value == int(value) else float(value)


def written_figure(value: float, word: str) -> str | int | float:
    """A figure as a clerk would write it: 12, 1000余, 近1000."""
    number = plain_number(value)
    if not word:
        return number
    return f"{word}{number}" if word in ("约", "近") else f"{number}{word}"
