"""Read which columns every unit reported, for the rule in domain/submissions.py."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

import duckdb
import numpy as np

from domain.months import months_between
from domain.submissions import Flags, Planned, Reporter, Submissions, UnreadColumn, first_looked_at
from domain.units import Life
from etl.warehouse.statements import statement


def read_submissions(connection: duckdb.DuckDBPyConnection, months: Collection[date]) -> Submissions:
    """All units' submissions from the first to the last of these months, as the connection shows them."""
    first, last = min(months), max(months)
    reporters = [
        Reporter(unit, tuple(named), Life(start, end), has_units_below)
        for unit, named, start, end, has_units_below in connection.execute(statement("reporters")).fetchall()
    ]
    columns, filled = _filled(connection, first, last, len(reporters))
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
    )


def _filled(
    connection: duckdb.DuckDBPyConnection, first: date, last: date, units: int
) -> tuple[dict[str, list[str]], dict[str, Flags]]:
    """The columns of each dataset, and where each column was filled."""
    patterns: dict[int, list[str]] = defaultdict(list)
    columns: dict[str, list[str]] = defaultdict(list)
    for pattern, dataset, column in connection.execute(statement("report_patterns")).fetchall():
        patterns[pattern].append(column)
        if column not in columns[dataset]:
            columns[dataset].append(column)
    looked_at = first_looked_at(first)
    shape = units, months_between(looked_at, last) + 1
    filled = {column: np.zeros(shape, dtype=bool) for of_dataset in columns.values() for column in of_dataset}
    span = {"first": looked_at, "last": last}
    sent = connection.execute(statement("submissions"), span).fetchnumpy()
    unit, month, pattern = (np.asarray(sent[name]) for name in ("unit", "month", "pattern"))
    # Ordered by pattern, so that each column is set at once wherever a pattern fills it.
    counts = np.bincount(pattern, minlength=max(patterns, default=-1) + 1)
    ends = np.cumsum(counts)
    small = np.min_scalar_type(len(counts))  # which sorts quickly
    cells = (unit.astype(np.int64) * shape[1] + month)[np.argsort(pattern.astype(small), kind="stable")]
    for number, of_pattern in patterns.items():
        for column in of_pattern:
            filled[column].reshape(-1)[cells[ends[number] - counts[number] : ends[number]]] = True
    return dict(columns), filled
