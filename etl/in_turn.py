"""Previews several files as if loaded one after the other, each on the state after those before it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from etl.catalogue import Catalogue
from etl.files import loading_rank
from etl.load import store
from etl.preview import Preview, Request, preview_on
from etl.statements import statement
from etl.warehouse import Warehouse

Tell = Callable[[int, str], None]


def in_turn(requests: Sequence[Request], catalogue: Catalogue) -> tuple[Request, ...]:
    """Units first, then targets, tasks, figures and notes: each knows those before it. Else as they came."""
    if len(requests) < 2:
        return tuple(requests)
    ranked = [
        (loading_rank(request.content, catalogue, request.options.dataset), place)
        for place, request in enumerate(requests)
    ]
    return tuple(requests[place] for _, place in sorted(ranked))


@contextmanager
def previews_in_turn(
    warehouse: Warehouse,
    catalogue: Catalogue,
    requests: Sequence[Request],
    tell: Tell = lambda place, stage: None,
) -> Iterator[tuple[tuple[Preview, ...], duckdb.DuckDBPyConnection]]:
    """The preview of each request, and a connection that shows the state after all that would be loaded.

    What is refused or unchanged is passed over. Nothing is stored: several files are tried on a copy.
    `tell` is told the place of a file (from 0) and each stage of its check. Raises WarehouseError.
    """
    base = warehouse.version()
    with warehouse.read() if len(requests) == 1 else _copy(warehouse) as connection:
        found: list[Preview] = []
        for place, request in enumerate(requests):
            stands = not any(one.status == "ok" for one in found)
            one = preview_on(
                connection,
                base if stands else "",
                catalogue,
                request,
                tell=lambda stage, place=place: tell(place, stage),  # type: ignore[misc]
            )
            if one.status != "ok":
                connection.execute(statement("unstage"))
            elif place + 1 < len(requests):
                store(connection, one, "", "", datetime.now())
            found.append(one)
        yield tuple(found), connection


@contextmanager
def _copy(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a copy of the current version that is gone when the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.duckdb"
        shutil.copyfile(warehouse.current_path(), copy)
        connection = duckdb.connect(copy)
        try:
            yield connection
        finally:
            connection.close()
