"""Who owes which report: the only rule for requesting, chasing and missing reports.

For each month a unit owes the datasets listed in its 填报内容; if the list is empty, the datasets it
reported in the twelve months before. It owes nothing before its first month (启用年月) and after its last
(停用年月). The rule is in sql/reporting_duty.sql: every statement about duties reads it as
`reporting_duty`.

A unit is missing for a KPI if it owes the KPI's dataset, has not reported the KPI, and bears it: it
reported one of its columns in the twelve months before, or has a target on it, or nobody else does.
This rule is in etl/warehouse/sql/board/missing_units.sql.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from domain.months import add_months, first_of_month, format_month, month_words
from etl.warehouse.as_of import units_in_month
from etl.warehouse.statements import statement

READS_THE_RULE = re.compile(r"\bFROM reporting_duty\b")


@dataclass(frozen=True)
class Duty:
    """A report that a unit (code) owes for a month."""

    month: date
    unit: str
    dataset: str


@cache
def with_reporting_duty(sql: str) -> str:
    """Insert the rule into a statement that reads `reporting_duty`."""
    rule = f"FROM (\n{statement('reporting_duty')})"
    changed, places = READS_THE_RULE.subn(lambda _: rule, sql)
    if not places:
        raise ValueError("the statement does not read reporting_duty")
    return changed


def duty_span(
    months: Sequence[date], units: Sequence[str] | None = None, datasets: Sequence[str] | None = None
) -> dict[str, Any]:
    """The parameters of the rule: the months, the units (codes) and the datasets (ids; None: all)."""
    return {
        "months": list(months),
        "first": min(months),
        "last": max(months),
        "unit": list(units) if units is not None else None,
        "datasets": list(datasets) if datasets is not None else None,
    }


def read_duties(
    connection: duckdb.DuckDBPyConnection, months: Sequence[date], units: Sequence[str] | None = None
) -> tuple[Duty, ...]:
    """Every report owed for these months, by month, unit and dataset."""
    sql = with_reporting_duty(statement("duties"))
    return tuple(Duty(*row) for row in connection.execute(sql, duty_span(months, units)).fetchall())


def read_completeness(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, month: date, today: date | None = None
) -> pd.DataFrame:
    """One row per unit and dataset that is owed or was reported for the month, with the unit's name then.

    Columns: unit, name, dataset, month, state, due (the last day to report), overdue (incomplete after
    the due day), arrived (when the first figures came, NaT if none), blank (ids of the usual columns that are
    blank, if the state is partly). state: `reported`, `late` (complete, but after the due day), `partly`
    (some of the columns the unit usually fills are blank) or `missing`.
    """
    with connection.cursor() as then:
        units_in_month(then, month)
        return _completeness(then, catalogue, [month], today).df()


@dataclass(frozen=True)
class Incomplete:
    """A report that is missing or partial, as in read_completeness. `blank`: empty if it is missing."""

    month: date
    unit: str
    dataset: str
    blank: tuple[str, ...] = ()


def read_incomplete(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, months: Sequence[date]
) -> tuple[Incomplete, ...]:
    """The missing and partial reports of several months, by month, unit and dataset, at once."""
    rows = _completeness(connection, catalogue, months).fetchall()
    return tuple(
        Incomplete(month, unit, dataset, tuple(blank or ()))
        for unit, _, dataset, month, state, *_, blank in rows
        if state in ("missing", "partly")
    )


def _completeness(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    months: Sequence[date],
    today: date | None = None,
) -> duckdb.DuckDBPyConnection:
    parameters = {
        **duty_span(months, datasets=[dataset.id for dataset in catalogue.monthly]),
        "dues": [due_day(catalogue, month) for month in months],
        "today": today or date.today(),
    }
    return connection.execute(with_reporting_duty(statement("completeness")), parameters)


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
    reports = missing_json(completeness)
    names = dict(zip(completeness["unit"], completeness["name"], strict=True))
    for report in reports:
        blank = "、".join(catalogue.column(indicator).name for indicator in report["blank"])
        state = f"未报全，空着：{blank}" if report["state"] == "partly" else "未报"
        overdue = "，已逾期" if report["overdue"] else ""
        what = f"{catalogue.dataset(report['dataset']).title} {month_words(month)}"
        yield f"{names[report['unit']]}（{report['unit']}） {what} {state}（截止 {report['due']}{overdue}）"
    yield f"{month_words(month)}：{len(reports)} 份未报或未报全，{len(completeness) - len(reports)} 份已报。"
