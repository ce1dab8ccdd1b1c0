"""The state of each report owed for a month: reported, late, partly or missing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from domain.months import add_months, first_of_month, format_month, month_words
from etl.warehouse.as_of import units_in_month
from etl.warehouse.reporting_duty import duty_span, with_reporting_duty
from etl.warehouse.statements import statement


def read_completeness(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, month: date, today: date | None = None
) -> pd.DataFrame:
    """One row per unit and dataset that is owed or was reported for the month, with the unit's name then.

    Columns: unit, name, dataset, month, state, due (the last day to report), overdue (incomplete after
    the due day), arrived (when the first figures came, NaT if none), blank (ids of the usual columns that are
    blank, if the state is partly). state: `reported`, `late` (complete, but after the due day), `partly`
    (some of the columns the unit usually fills are blank) or `missing`.
    """
    parameters = {
        **duty_span([month]),
        "due": due_day(catalogue, month),
        "today": today or date.today(),
        "datasets": [dataset.id for dataset in catalogue.monthly],
    }
    with connection.cursor() as then:
        units_in_month(then, month)
        return then.execute(with_reporting_duty(statement("completeness")), parameters).df()


def due_day(catalogue: Catalogue, month: date) -> date:
    """The due day of a month's reports (报送截止日)."""
    return add_months(month, 1).replace(day=catalogue.reporting_due_day)


def month_to_chase(connection: duckdb.DuckDBPyConnection, today: date | None = None) -> date:
    """The month whose reports are due now: the last completed month.

    If nothing was reported in the year before it (old figures, the sample): the last reported month.
    """
    ended = add_months(first_of_month(today or date.today()), -1)
    row = connection.execute(statement("last_month_until"), {"ended": ended}).fetchone()
    last = row[0] if row else None
    return last if last is not None and last < add_months(ended, -12) else ended


def missing_json(completeness: pd.DataFrame) -> list[dict[str, Any]]:
    """Missing and partial reports, as `missing --json` prints them. Takes the frame of read_completeness."""
    return [
        {
            "unit": row["unit"],
            "dataset": row["dataset"],
            "month": format_month(row["month"]),
            "state": row["state"],
            "due": f"{row['due']:%Y-%m-%d}",
            "overdue": bool(row["overdue"]),
            "blank": list(row["blank"]) if row["state"] == "partly" else [],
        }
        for row in completeness.to_dict("records")
        if row["state"] in ("missing", "partly")
    ]


def missing_lines(completeness: pd.DataFrame, catalogue: Catalogue, month: date) -> Iterator[str]:
    """A line for each missing or partial report."""
    found = missing_json(completeness)
    names = dict(zip(completeness["unit"], completeness["name"], strict=True))
    for one in found:
        blank = "、".join(catalogue.column(indicator).name for indicator in one["blank"])
        state = f"未报全，空着：{blank}" if one["state"] == "partly" else "未报"
        overdue = "，已逾期" if one["overdue"] else ""
        what = f"{catalogue.dataset(one['dataset']).title} {month_words(month)}"
        yield f"{names[one['unit']]}（{one['unit']}） {what} {state}（截止 {one['due']}{overdue}）"
    yield f"{month_words(month)}：{len(found)} 份未报或未报全，{len(completeness) - len(found)} 份已报。"
