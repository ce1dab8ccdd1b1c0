"""Keep the units' tree, and sums by formula, unit above and month, in step in each change's transaction.

Every file keeps its units and their tree, because each statement that computes them anew takes longer to
plan than to run. Only a change of units touches them.

A change takes the touched units' figures out of the sums as they stood before it, and adds them as they stand
after it. Sums are decimals, so this is exact: what is kept equals what the history yields. A unit has sums if
more than MANY_UNITS count for it; a small bureau keeps no sums and computes them as it reads.

Sums belong to a formula, not to a KPI: one that is not kept (yet) is computed from the figures. A change
keeps only the formulas in step that are kept already; recount.py adds those of a changed catalogue, which
takes minutes in a large bureau. Formulas that nobody needs any more stay until all is rebuilt, because a
closed month or a change of mind may want them again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb

from domain.catalogue import Catalogue, Kpi
from etl.warehouse.statements import as_columns, statement

# The tables of what is kept; clear.sql empties them. A lake leaves them empty.
KEPT_TABLES = (
    *("kept_unit", "kept_former_name", "kept_place", "kept_scope", "summed_unit", "summed_term"),
    *("formula_sum", "formula_word", "kept_report", "report_pattern", "kept_digest"),
)
MANY_UNITS = 60
# Units × months gathered by one statement: a statement takes time by itself, but memory must stay bounded.
UNIT_MONTHS_GATHERED_TOGETHER = 40_000
Terms = dict[str, list[Any]]


def formula_of(kpi: Kpi) -> str:
    """The text by which the sums of a KPI's formula are kept."""
    above, below = (
        "".join(f"{'-' if term.sign < 0 else '+'}{term.indicator}" for term in terms)
        for terms in (kpi.numerator, kpi.denominator)
    )
    return f"{kpi.needed}:{above}/{below}"


def formulas_of(catalogue: Catalogue | None) -> dict[str, Kpi]:
    """Every formula of a catalogue, also those of definitions that applied until some month."""
    by_formula: dict[str, Kpi] = {}
    for kpi in catalogue.kpis if catalogue else ():
        definition: Kpi | None = kpi
        while definition is not None:
            by_formula.setdefault(formula_of(definition), definition)
            definition = definition.before
    return by_formula


def terms_of(formulas: dict[str, Kpi]) -> Terms:
    """The terms of formulas, as lists of equal length: the parameters of terms_to_sum.sql."""
    rows = [
        (formula, term.indicator, term.sign, is_denominator, kpi.needed)
        for formula, kpi in formulas.items()
        for term, is_denominator in kpi.placed_terms
    ]
    return as_columns(("formula", "indicator", "sign", "is_denominator", "needed"), rows)


@contextmanager
def kept_in_step(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, source: str) -> Iterator[None]:
    """Run a block that writes the load in `this_load`, its undo or its redo, and bring what is kept in step.

    `source` names the statements that say which units and months it touches: `staged` or `loaded`. A lake
    keeps nothing: its local copies compute as they are read.
    """
    if _one(connection, "sums/in_lake"):
        yield
        return
    connection.execute(statement("sums/current_here"))
    keeps = is_kept(connection)
    if keeps:
        moves_columns = source == "staged" and _one(connection, "sums/moved_columns")
        connection.execute(statement("sums/begin"))
        connection.execute(statement(f"sums/{source}_units"))
        months = months_of(connection, f"sums/{source}_months")
        gather(connection, months, -1)
    yield
    if keeps and moves_columns:
        rebuild(connection, catalogue)
        return
    if keeps:
        gather(connection, months, 1, reports=True)
        connection.execute(statement("sums/apply"))
        connection.execute(statement("sums/apply_digests"))
    if _one(connection, "sums/has_units"):
        _follow_tree(connection, catalogue)


def rebuild(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue | None) -> None:
    """Compute all that is kept anew from the current figures and units; nothing in a lake, which keeps none.

    Without a catalogue no formulas are kept until they are recounted.
    """
    if _one(connection, "sums/in_lake"):
        return
    for name in ("current_here", "clear", "read_computed", "begin"):
        connection.execute(statement(f"sums/{name}"))
    has_sums = _read_tree(connection)
    connection.execute(statement("sums/keep_units"))
    connection.execute(statement("sums/read_kept_units"))
    if not has_sums:
        return
    connection.execute(statement("sums/read_kept"))
    connection.execute(statement("sums/begin"))
    connection.execute(statement("sums/terms_to_sum"), terms_of(formulas_of(catalogue)))
    connection.execute(statement("sums/keep_terms"))
    connection.execute(statement("sums/every_unit"))
    gather(connection, months_of(connection, "sums/all_months"), 1, reports=True)
    connection.execute(statement("sums/apply"))
    connection.execute(statement("sums/apply_digests"))


def is_kept(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether sums are kept for the state that this connection shows."""
    return _one(connection, "sums/is_kept")


def sums_differ(connection: duckdb.DuckDBPyConnection) -> int:
    """How many sums, reports, units and places that readers find kept differ from the figures and units."""
    differing = int(_one(connection, "sums/verify_units"))
    if not is_kept(connection):
        return differing
    connection.execute(statement("sums/begin"))
    connection.execute(statement("sums/every_unit"))
    for span in _gathered(connection, months_of(connection, "sums/all_months"), 1):
        differing += int(_one(connection, "sums/verify_reports", span))
    return differing + int(_one(connection, "sums/verify_sums"))


def gather(
    connection: duckdb.DuckDBPyConnection, months: Sequence[date], weight: int, *, reports: bool = False
) -> None:
    """Add the touched units' figures of these months to the changes, or take them out (weight -1)."""
    for span in _gathered(connection, months, weight):
        if reports:
            connection.execute(statement("sums/clear_reports"), span)
            connection.execute(statement("sums/add_reports"))


def _gathered(
    connection: duckdb.DuckDBPyConnection, months: Sequence[date], weight: int
) -> Iterator[dict[str, date]]:
    """Gather some months at once; yield each span while its figures are in `cell`."""
    connection.execute(statement("sums/touched_span"))
    units = int(_one(connection, "sums/count_touched"))
    at_once = max(1, UNIT_MONTHS_GATHERED_TOGETHER // max(1, units))
    for place in range(0, len(months), at_once):
        some = months[place : place + at_once]
        span = {"first": some[0], "last": some[-1]}
        connection.execute(statement("sums/cells"), {"weight": weight, **span})
        connection.execute(statement("sums/gather"))
        yield span


def months_of(connection: duckdb.DuckDBPyConnection, name: str) -> list[date]:
    """The months that a statement yields."""
    return [month for (month,) in connection.execute(statement(name)).fetchall()]


def _follow_tree(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Bring the kept tree in step with the units, and the sums with the tree."""
    keeps = is_kept(connection)
    if not keeps or not _read_tree(connection):
        rebuild(connection, catalogue)
        return
    connection.execute(statement("sums/begin"))
    connection.execute(statement("sums/scope_changes"))
    months = months_of(connection, "sums/kept_months")
    for name, weight in (("count_left", -1), ("count_joined", 1)):
        connection.execute(statement(f"sums/{name}"))
        gather(connection, months, weight)
    connection.execute(statement("sums/apply"))
    connection.execute(statement("sums/keep_units"))


def _read_tree(connection: duckdb.DuckDBPyConnection) -> bool:
    """Read the tree of the units as they are now; whether any unit has many below it."""
    connection.execute(statement("sums/new_scope"))
    connection.execute(statement("sums/new_summed"), {"many": MANY_UNITS})
    return _one(connection, "sums/any_summed")


def _one(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, date] | None = None) -> Any:
    row = connection.execute(statement(name), parameters).fetchone()
    return row[0] if row else None
