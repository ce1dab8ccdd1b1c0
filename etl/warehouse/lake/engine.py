"""Open a lake in DuckDB, closed to everything but the lake's data, and where it is.

Its address names a PostgreSQL database for its catalogue, a place for its data, and a local folder. The data
are in a shared folder or in a store that speaks S3:

    ducklake:postgres:host=db dbname=board user=board data_path=/srv/board
    ducklake:postgres:host=db dbname=board user=board data_path=s3://board/data endpoint=https://store:9000

Everything but the words of `OURS` is libpq's own. A password belongs into libpq's password file and the
store's keys into two variables, so that they stand in no setting, message or list of processes.
"""

import hashlib
import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb

from etl.warehouse.statements import statement
from etl.warehouse.versions import CLOSED, Settings, WarehouseError

PREFIX = "ducklake:postgres:"
DATA = Path(__file__).resolve().parents[3] / "data"
PAIR = re.compile(r"\s*(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|[^\s']+)")
SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
OURS = frozenset({"data_path", "local_path", "catalogue", "endpoint", "region", "url_style"})
STORE = re.compile(r"s3://[^/]+.*")
EXTENSIONS = ("postgres_scanner", "ducklake")
OF_STORES = ("httpfs",)
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
NO_PLACE = "data_path={} 既不是文件夹，也不是对象存储（s3://桶名/目录）。"
NO_STORE = "{} 只用于对象存储，data_path={} 是文件夹。"
NO_ADDRESS = "endpoint={} 应写成 https://主机:端口（内网也可用 http://）。"
NO_KEYS = "对象存储的密钥没有给出：请设置环境变量 {} 和 {}。"
NO_STYLE = "url_style={} 只能是 path 或 vhost。"
WRITTEN_SO = f"请写成 {PREFIX}host=… dbname=… user=… data_path=共享文件夹或 s3://桶名/目录"
NOT_INSTALLED = (
    "DuckLake 数据仓库需要另装组件：请执行 pip install -r requirements-lake.txt（须与 duckdb {} 同一版本）。"
)


@dataclass(frozen=True)
class Location:
    """A lake: libpq's connection string, the place of its data, this machine's folder, schema in PostgreSQL.

    `data_path` is a folder or s3://bucket/folder. A store's `endpoint` is its address, "" for Amazon's own.
    """

    server: str
    data_path: str
    local_path: Path
    catalogue: str = "board"
    endpoint: str = ""
    region: str = "us-east-1"
    url_style: str = "path"

    @property
    def is_in_store(self) -> bool:
        """Whether the data are in a store, not in a folder."""
        return STORE.fullmatch(self.data_path) is not None

    @property
    def words(self) -> str:
        """The lake as messages name it: without a password."""
        shown = [pair for pair in _pairs(self.server) if pair[0] != "password"]
        return PREFIX + " ".join(f"{name}={value}" for name, value in shown)


def is_lake(text: str) -> bool:
    """Whether a warehouse is named as a lake, not as a folder."""
    return text.startswith(PREFIX)


def read_location(text: str) -> Location:
    """The lake that a text names. Raises WarehouseError."""
    pairs = _pairs(text.removeprefix(PREFIX))
    ours = {name: _plain(value) for name, value in pairs if name in OURS}
    server = " ".join(f"{name}={value}" for name, value in pairs if name not in ours)
    if not server or not ours.get("data_path"):
        raise WarehouseError(f"数据仓库的位置“{_masked(text)}”不完整，{WRITTEN_SO}。")
    schema = ours.get("catalogue", "board")
    if not SCHEMA.fullmatch(schema):
        raise WarehouseError(f"catalogue={schema} 只能用小写字母、数字和下划线，以字母开头。")
    key = hashlib.sha256(f"{server} {schema}".encode()).hexdigest()[:12]
    local = Path(ours["local_path"]) if "local_path" in ours else DATA / "lake" / key
    return Location(server, _data_path(ours), local.absolute(), schema, **_store(ours))


def _data_path(ours: Mapping[str, str]) -> str:
    given = ours["data_path"]
    if STORE.fullmatch(given):
        return given.rstrip("/")
    if "://" in given:
        raise WarehouseError(NO_PLACE.format(given))
    return str(Path(given).absolute())


def _store(ours: Mapping[str, str]) -> dict[str, str]:
    """What is said of a store. Raises WarehouseError."""
    said = {name: ours[name] for name in ("endpoint", "region", "url_style") if name in ours}
    if said and not STORE.fullmatch(ours["data_path"]):
        raise WarehouseError(NO_STORE.format("、".join(said), ours["data_path"]))
    if "endpoint" in said and not re.fullmatch(r"https?://[^/]+/?", said["endpoint"]):
        raise WarehouseError(NO_ADDRESS.format(said["endpoint"]))
    if said.get("url_style", "path") not in ("path", "vhost"):
        raise WarehouseError(NO_STYLE.format(said["url_style"]))
    return said


def _pairs(text: str) -> list[tuple[str, str]]:
    """The keywords and values, as written. Raises WarehouseError where something is left over."""
    if PAIR.sub("", text).strip():
        raise WarehouseError(f"看不懂数据仓库的位置“{_masked(text)}”，{WRITTEN_SO}。")
    return PAIR.findall(text)


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith("'") else value


def _masked(text: str) -> str:
    return re.sub(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)", r"\1…", text)


def extension_paths(names: Sequence[str] = EXTENSIONS) -> tuple[Path, ...]:
    """The files of DuckDB's extensions, from their packages: nothing is fetched. Raises WarehouseError."""
    found = []
    for name in names:
        spec = find_spec(f"duckdb_extension_{name}")
        folders = (spec.submodule_search_locations or ()) if spec else ()
        file = Path("extensions") / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        found += [path for folder in folders if (path := Path(folder) / file).is_file()]
    if len(found) < len(names) or find_spec("psycopg") is None:
        raise WarehouseError(NOT_INSTALLED.format(duckdb.__version__))
    return tuple(found)


OUTSIDE_ERRORS = (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException)
# lake/close.sql sets the other two, once the lake is attached.
OPEN: Settings = {
    name: value
    for name, value in CLOSED.items()
    if name not in ("enable_external_access", "lock_configuration")
}
# A process has one lake, or two while one is copied into the other.
MOST_OPEN = 4


class _Lakes:
    """The open lakes of this process, each once: loading the extensions takes half a second."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: dict[Location, duckdb.DuckDBPyConnection] = {}
        self._with_views: set[Location] = set()

    @contextmanager
    def cursor(self, location: Location) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own, whose tables are lake.main.…; without our views."""
        with self._guard:
            if location not in self._open:
                self._open[location] = _open(location)
                while len(self._open) > MOST_OPEN:
                    self._close(next(iter(self._open)))
            cursor = self._open[location].cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def _close(self, location: Location) -> None:
        self._with_views.discard(location)
        self._open.pop(location).close()

    def make_views(self, location: Location, cursor: duckdb.DuckDBPyConnection) -> None:
        """Make this program's views beside the lake, once. The lake stores none, so nobody else's is run."""
        with self._guard:
            if location not in self._with_views:
                cursor.execute(statement("lake/views_beside"))
                cursor.execute(statement("views"))
                self._with_views.add(location)


lakes = _Lakes()


def _open(location: Location) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=OPEN)
    for file in extension_paths((*EXTENSIONS, *OF_STORES) if location.is_in_store else EXTENSIONS):
        connection.execute(filled("lake/load_extension", file=file))
    connection.execute(statement("lake/commit_once"))
    if location.is_in_store:
        connection.execute(filled("lake/open_store", data_path=location.data_path, **_address(location)))
    else:
        Path(location.data_path, "tables").mkdir(parents=True, exist_ok=True)
    connection.execute(
        filled(
            "lake/attach",
            server=location.server,
            data_path=f"{location.data_path}/tables/",
            catalogue=location.catalogue,
        )
    )
    connection.execute(filled("lake/close", data_path=f"{location.data_path}/"))
    return connection


def _address(location: Location) -> dict[str, str]:
    """A store's address and keys, as open_store.sql takes them. Raises WarehouseError without keys."""
    scheme, _, host = (location.endpoint or "https://s3.amazonaws.com").partition("://")
    key, secret = map(os.environ.get, KEYS)
    if not key or not secret:
        raise WarehouseError(NO_KEYS.format(*KEYS))
    return {
        "key": key,
        "secret": secret,
        "endpoint": host.rstrip("/"),
        "with_tls": "true" if scheme == "https" else "false",
        "region": location.region,
        "url_style": location.url_style,
    }


def is_from_outside(error: duckdb.Error) -> bool:
    """Whether an error is the database's or the data's place's, not that of a wrong statement."""
    # DuckLake raises duckdb.Error itself; a wrong statement raises one of its subclasses.
    return isinstance(error, OUTSIDE_ERRORS) or type(error) is duckdb.Error


def filled(name: str, **words: str | int | Path) -> str:
    """A statement with words filled in where parameters can't be bound; quotes in them are doubled."""
    text = statement(name)
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", str(value).replace("'", "''"))
    return text


@contextmanager
def transaction(location: Location, *, views: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in one transaction on the lake's tables, with our views; whoever asked for it commits."""
    with lakes.cursor(location) as cursor:
        if views:
            lakes.make_views(location, cursor)
        cursor.execute(statement("lake/tables_first"))
        cursor.execute("BEGIN")
        try:
            yield cursor
        finally:
            with suppress(duckdb.Error):  # nothing is open after a commit, or the connection is lost
                cursor.execute("ROLLBACK")
