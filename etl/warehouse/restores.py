"""Who went back to a backup, when and why: kept in `meta`, for it is no change within the history.

A backup brings its own history with it, in which its restoring cannot stand; so each is a row of its own
in `meta` under the key `restored`, and is taken along into whatever is restored after it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

RESTORED = "restored"


@dataclass(frozen=True)
class Restored:
    """One way back: when, by whom, why, and the name of the backup file."""

    recorded_at: datetime
    recorded_by: str
    why: str
    file: str


def read_restores(connection: duckdb.DuckDBPyConnection) -> tuple[Restored, ...]:
    """Every restoring, oldest first."""
    rows = connection.execute("SELECT value FROM meta WHERE key = $key", {"key": RESTORED}).fetchall()
    return tuple(sorted((_read(value) for (value,) in rows), key=lambda one: one.recorded_at))


def record_restores(connection: duckdb.DuckDBPyConnection, restores: set[Restored]) -> None:
    """Write down those that are not there yet."""
    for one in restores.difference(read_restores(connection)):
        value = json.dumps(asdict(one) | {"recorded_at": one.recorded_at.isoformat()}, ensure_ascii=False)
        connection.execute("INSERT INTO meta VALUES ($key, $value)", {"key": RESTORED, "value": value})


def _read(value: str) -> Restored:
    said = json.loads(value)
    return Restored(**said | {"recorded_at": datetime.fromisoformat(said["recorded_at"])})
