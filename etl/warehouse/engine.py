"""Open a DuckDB file so that no SQL reaches beyond it, and nothing in it can change that."""

from pathlib import Path

import duckdb

# Up to this size queries take longer to plan than to run, and a second thread costs more than it saves.
SMALL_FILE = 32 << 20
Settings = dict[str, str | bool | int | float | list[str]]
CLOSED: Settings = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "2GB",
    # DuckDB 1.5 may push a join's BLOOM_FILTER down to staged Arrow columns, which do not support it.
    "disabled_optimizers": "join_filter_pushdown",
    "lock_configuration": True,
}


def connect(
    path: Path, more: Settings | None = None, *, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """A connection to the file alone. Connections of one process to one file must agree in every setting."""
    alone: Settings = {"threads": 1} if read_only and path.stat().st_size <= SMALL_FILE else {}
    return duckdb.connect(path, read_only=read_only, config=CLOSED | alone | (more or {}))
