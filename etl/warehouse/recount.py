"""Count the sums of formulas that are not kept yet, beside loads that go on meanwhile.

That takes minutes in a large bureau, and nobody is to wait so long for the writer's lock. So they are
counted month by month from the version that is current at first. The transaction that keeps them counts
again only the months whose figures have changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from domain.catalogue import Catalogue, Kpi
from etl.warehouse import RollbackQuietly, Warehouse
from etl.warehouse.current_catalogue import misfits
from etl.warehouse.definitions import stored_definitions
from etl.warehouse.kept_sums import formulas_of, is_kept, months_of, terms_of
from etl.warehouse.statements import statement

# Called with the number of months counted so far and of all months.
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class _Counted:
    """The sums and words of some formulas, and digests of the tree and the months they were counted from."""

    formulas: frozenset[str]
    tree: tuple[Any, ...]
    months: dict[date, int]
    sums: pa.Table
    words: pa.Table


def uncounted(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> dict[str, Kpi]:
    """The formulas of a catalogue whose sums are not kept; none in a bureau that keeps no sums."""
    if not is_kept(connection):
        return {}
    kept = {row[0] for row in connection.execute(statement("sums/kept_formulas")).fetchall()}
    return {formula: kpi for formula, kpi in formulas_of(catalogue).items() if formula not in kept}


def counted_definitions(connection: duckdb.DuckDBPyConnection) -> Catalogue | None:
    """The newest stored catalogue whose sums are all kept and that explains all figures; None without one."""
    for catalogue in stored_definitions(connection):
        if not uncounted(connection, catalogue) and not any(misfits(connection, catalogue)):
            return catalogue
    return None


def recount(warehouse: Warehouse, catalogue: Catalogue, tell: Tell) -> int:
    """Count and keep the sums that the catalogue lacks; return how many formulas. Raises WarehouseError.

    Where the units change meanwhile, it begins again.
    """
    while True:
        with warehouse.read() as connection:
            formulas = uncounted(connection, catalogue)
            if not formulas:
                return 0
            counted = _count(connection, formulas, tell)
        if _keep(warehouse, catalogue, counted):
            return len(formulas)


def _count(connection: duckdb.DuckDBPyConnection, formulas: dict[str, Kpi], tell: Tell) -> _Counted:
    _begin(connection, formulas)
    months = months_of(connection, "sums/kept_months")
    for done, month in enumerate(months):
        tell(done, len(months))
        _gather(connection, month)
    tell(len(months), len(months))
    return _Counted(
        frozenset(formulas),
        _tree(connection),
        _digests(connection),
        connection.execute(statement("sums/counted_sums")).to_arrow_table(),
        connection.execute(statement("sums/counted_words")).to_arrow_table(),
    )


def _keep(warehouse: Warehouse, catalogue: Catalogue, counted: _Counted) -> bool:
    """Keep what was counted; False if the units have changed since, so that all must be counted again."""
    is_stale = False
    with warehouse.write() as connection:
        formulas = uncounted(connection, catalogue)
        is_stale = _tree(connection) != counted.tree or not counted.formulas.issuperset(formulas)
        if is_stale or not formulas:
            raise RollbackQuietly
        connection.execute(statement("sums/no_figures_touched"))
        now = _digests(connection)
        changed = [month for month, digest in now.items() if counted.months.get(month) != digest]
        gone = [month for month in counted.months if month not in now]
        _begin(connection, formulas)
        with _frames(connection, counted):
            for name in ("take_counted_sums", "take_counted_words"):
                connection.execute(statement(f"sums/{name}"), {"stale": [*changed, *gone]})
        for month in changed:
            _gather(connection, month)
        connection.execute(statement("sums/keep_terms"))
        connection.execute(statement("sums/apply"))
    return not is_stale


def _begin(connection: duckdb.DuckDBPyConnection, formulas: dict[str, Kpi]) -> None:
    connection.execute(statement("sums/begin"))
    connection.execute(statement("sums/terms_to_sum"), terms_of(formulas))


def _gather(connection: duckdb.DuckDBPyConnection, month: date) -> None:
    connection.execute(statement("sums/cells_of_terms"), {"month": month})
    connection.execute(statement("sums/gather"))


@contextmanager
def _frames(connection: duckdb.DuckDBPyConnection, counted: _Counted) -> Iterator[None]:
    connection.register("counted_sum", counted.sums)
    connection.register("counted_word", counted.words)
    try:
        yield
    finally:
        connection.unregister("counted_sum")
        connection.unregister("counted_word")


def _tree(connection: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    return connection.execute(statement("sums/tree_digest")).fetchone() or ()


def _digests(connection: duckdb.DuckDBPyConnection) -> dict[date, int]:
    return dict(connection.execute(statement("sums/month_digests")).fetchall())
