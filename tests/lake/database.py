"""A PostgreSQL server of the tests' own, which can be stopped, killed and put back to an earlier state."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.programs import program

SETTINGS = "-c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=500"
PACKAGES = ("psycopg", "duckdb_extension_ducklake", "duckdb_extension_postgres_scanner")


@dataclass
class Database:
    """A running server: its folder and port."""

    folder: Path
    port: int
    names: set[str] = field(default_factory=set)

    def server(self, name: str) -> str:
        """libpq's words for a database of this server."""
        return f"host=127.0.0.1 port={self.port} user=board dbname={name}"

    def lake(self, name: str, folder: Path, *, beside: str = "local") -> str:
        """A new or existing lake as WAREHOUSE names it; `beside`: which machine's copies."""
        if name not in self.names:
            self.ask("postgres", f"CREATE DATABASE {name}")
            self.names.add(name)
        paths = f"data_path={folder / name / 'data'} local_path={folder / name / beside}"
        return f"ducklake:postgres:{self.server(name)} {paths}"

    def ask(self, name: str, question: str, *values: str) -> list[tuple[object, ...]]:
        """The rows of a question."""
        import psycopg

        with psycopg.connect(self.server(name), autocommit=True) as connection:
            asked = connection.execute(question, values or None)
            return asked.fetchall() if asked.description else []

    def copy(self, name: str, to: str) -> None:
        """Copy a database. A reader in another process may come back before it is copied, hence the tries."""
        from psycopg.errors import ObjectInUse

        for is_last in (False, False, True):
            self.without_guests(name)
            try:
                self.ask("postgres", f"CREATE DATABASE {to} TEMPLATE {name}")
                return
            except ObjectInUse:
                if is_last:
                    raise

    def put_aside(self, name: str) -> None:
        """Keep the state of a database, to be put back later."""
        self.copy(name, f"{name}_aside")

    def put_back(self, name: str) -> None:
        """Put a database back to the state that was kept."""
        self.without_guests(name)
        self.ask("postgres", f"DROP DATABASE {name} WITH (FORCE)")
        self.ask("postgres", f"ALTER DATABASE {name}_aside RENAME TO {name}")

    def without_guests(self, name: str) -> None:
        """End every connection to a database; the board opens a new one when it needs it."""
        self.ask(
            "postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name
        )

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} {SETTINGS}"
        self._control("-o", options, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self) -> None:
        self._control("-m", "immediate", "-w", "stop")

    def _control(self, *words: str) -> None:
        _as_postgres([program("pg_ctl"), "-D", str(self.folder / "data"), *words])


@contextmanager
def database() -> Iterator[Database]:
    """A server until the block ends; skips the test where PostgreSQL or requirements-lake.txt is missing."""
    for package in PACKAGES:
        if find_spec(package) is None:
            pytest.skip(f"needs {package} (requirements-lake.txt): make test-lake installs it")
    initdb = program("initdb")
    folder = Path(tempfile.mkdtemp(prefix="board-database-"))
    if _is_root():
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = Database(folder, port)
    _as_postgres([initdb, "-D", str(folder / "data"), "-A", "trust", "-U", "board", "-E", "UTF8"])
    try:
        served.start()
        yield served
    finally:
        served.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _is_root() -> bool:
    return os.name != "nt" and os.geteuid() == 0


def _as_postgres(command: list[str]) -> None:
    """PostgreSQL refuses to run as root."""
    user = "postgres" if _is_root() else getpass.getuser()
    as_user = {"user": user, "cwd": "/"} if _is_root() else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **as_user)  # type: ignore[call-overload]
