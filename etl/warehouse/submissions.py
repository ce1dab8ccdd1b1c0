"""What units reported, and which reports came, came late, lack columns or are missing.

Who owes what is decided by domain/submissions.py alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from domain.catalogue import Catalogue
from domain.months import add_months, first_of_month, format_month, month_words, months_between
from domain.submissions import Flags, Planned, Reporter, Submissions, UnreadColumn, first_looked_at, no_flags
from domain.units import Life
from etl.warehouse.as_of import units_in_month
from etl.warehouse.directory import read_unit_names
from etl.warehouse.statements import statement

COLUMNS = ("unit", "name", "dataset", "month", "state", "due", "overdue", "arrived", "blank")


def read_submissions(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, months: Collection[date]
) -> Submissions:
    """All units' submissions from the first to the last of these months, as the connection shows them."""
    first, last = min(months), max(months)
    reporters = [
        Reporter(unit, tuple(named), Life(start, end), has_units_below)
        for unit, named, start, end, has_units_below in connection.execute(statement("reporters")).fetchall()
    ]
    filled = _filled(connection, first, last, len(reporters))
    columns: dict[str, list[str]] = defaultdict(list)
    for column in catalogue.every_column:
        if column.id in filled:
            columns[catalogue.indicator_dataset(column.id).id].append(column.id)
    years = {"first": first.year, "last": last.year}
    planned = connection.execute(statement("planned"), years).fetchall()
    unread = connection.execute(statement("unread_columns"), {"first": first, "last": last}).fetchall()
    return Submissions(
        first,
        last,
        reporters,
        filled,
        columns,
        tuple(UnreadColumn(*row) for row in unread),
        tuple(Planned(*row) for row in planned),
        frozenset(column.id for _, column in catalogue.retired),
    )


def _filled(connection: duckdb.DuckDBPyConnection, first: date, last: date, units: int) -> dict[str, Flags]:
    """Where each column was filled."""
    patterns: dict[int, list[str]] = defaultdict(list)
    for pattern, column in connection.execute(statement("report_patterns")).fetchall():
        patterns[pattern].append(column)
    looked_at = first_looked_at(first)
    months = months_between(looked_at, last) + 1
    columns = {column for of_pattern in patterns.values() for column in of_pattern}
    filled = {column: no_flags(units, months) for column in columns}
    span = {"first": looked_at, "last": last}
    sent = connection.execute(statement("submissions"), span).fetchnumpy()
    unit, month, pattern = (np.asarray(sent[name]) for name in ("unit", "month", "pattern"))
    # Ordered by pattern, so that each column is set at once wherever a pattern fills it.
    counts = np.bincount(pattern, minlength=max(patterns, default=-1) + 1)
    ends = np.cumsum(counts)
    small = np.min_scalar_type(len(counts))  # which sorts quickly
    cells = (month.astype(np.int64) * units + unit)[np.argsort(pattern.astype(small), kind="stable")]
    for number, of_pattern in patterns.items():
        for column in of_pattern:
            filled[column].T.reshape(-1)[cells[ends[number] - counts[number] : ends[number]]] = True
    return filled


@dataclass(frozen=True)
class Report:
    """A report that a unit (code) owes or sent. `blank`: the expected columns that are blank, if it came."""

    month: date
    unit: str
    dataset: str
    came: bool
    blank: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether it came with every expected column."""
        return self.came and not self.blank


def reports_of(
    submissions: Submissions, catalogue: Catalogue, months: Sequence[date], *, incomplete: bool = False
) -> Iterator[Report]:
    """All reports that are owed or came in these months, or the incomplete, by month, unit and dataset."""
    datasets = [dataset.id for dataset in catalogue.monthly]
    blank = [sorted(submissions.blank(dataset).items()) for dataset in datasets]
    for place, month in ((submissions.place(month), month) for month in months):
        came, wanted, columns = [], [], []
        for dataset, of_dataset in zip(datasets, blank, strict=True):
            sent, owed = submissions.sent(dataset)[:, place], submissions.owed(dataset)[:, place]
            lacking: dict[int, list[str]] = defaultdict(list)
            for column, flags in of_dataset:
                for row in np.flatnonzero(flags[:, place] & sent).tolist():
                    lacking[row].append(column)
            due = (owed | sent) & submissions.existing[:, place]
            if incomplete:
                is_partial = np.zeros_like(sent)
                is_partial[[*lacking]] = True
                due &= ~sent | is_partial
            came.append(sent.tolist())
            wanted.append(due)
            columns.append(lacking)
        for row, number in np.argwhere(np.stack(wanted, axis=1)).tolist():
            blank_columns = tuple(columns[number].get(row, ()))
            yield Report(month, submissions.units[row], datasets[number], came[number][row], blank_columns)


def read_completeness(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, month: date, today: date | None = None
) -> pd.DataFrame:
    """One row per unit and dataset that is owed or was reported for the month, with the unit's name then.

    Columns: unit, name, dataset, month, state, due (the last day to report), overdue (incomplete after
    the due day), arrived (when the first figures came, NaT if none), blank (ids of the usual columns that are
    blank, if the state is partly). state: `reported`, `late` (complete, but after the due day), `partly`
    (some of the columns the unit usually fills are blank) or `missing`. A month whose due day was before the
    warehouse began is not judged late.
    """
    with connection.cursor() as then:
        units_in_month(then, month)
        names = read_unit_names(then)
    rows = connection.execute(statement("arrived_reports"), {"month": month}).fetchall()
    arrived = {(unit, dataset): at for unit, dataset, at in rows}
    due = due_day(catalogue, month)
    is_past, can_be_late = (today or date.today()) > due, _had_begun(connection, due)
    on, until = pd.Timestamp(month), pd.Timestamp(due)

    def state(report: Report, at: datetime | None) -> str:
        if not report.came:
            return "missing"
        if report.blank:
            return "partly"
        return "late" if can_be_late and at is not None and at.date() > due else "reported"

    def row(report: Report) -> tuple[Any, ...]:
        at = arrived.get((report.unit, report.dataset)) if report.came else None
        overdue = is_past and not report.is_complete
        who = report.unit, names[report.unit], report.dataset, on
        return *who, state(report, at), until, overdue, at or pd.NaT, list(report.blank) or None

    reports = reports_of(read_submissions(connection, catalogue, [month]), catalogue, [month])
    return pd.DataFrame([row(report) for report in reports], columns=COLUMNS)


def _had_begun(connection: duckdb.DuckDBPyConnection, day: date) -> bool:
    """Whether the warehouse had been begun by this day."""
    row = connection.execute(statement("newest_meta"), {"key": "begun_at"}).fetchone()
    return row is not None and row[0] is not None and datetime.fromisoformat(row[0]).date() <= day


def incomplete_reports(
    submissions: Submissions, catalogue: Catalogue, months: Sequence[date]
) -> tuple[Report, ...]:
    """The missing and partial reports of several months, by month, unit and dataset."""
    return tuple(reports_of(submissions, catalogue, months, incomplete=True))


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
