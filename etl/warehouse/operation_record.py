"""The record of operations: one JSON line for each, chained by sha256, beside the versions.

A restore rewinds the versions, never the record. Each line holds the sha256 of the line before it, and each
version of the warehouse holds the newest line's, so that a changed, missing or cut-off line shows.

A backup takes the record along. What a restore brings from another machine is kept unchanged beside the
record, under its sha256, and the line of that restore names it.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from filelock import Timeout

from domain.text import visible
from etl.warehouse.operation_log import RECORD, lines_of
from etl.warehouse.statements import statement
from etl.warehouse.versions import WarehouseError
from etl.warehouse.warehouse import Warehouse

BROUGHT = "records"
FROM_ELSEWHERE = "（随备份迁入）"
HEAD = "record_head"
LONGEST_DETAIL = 1000
ACTIONS = {
    "load": "导入",
    "undo": "撤销导入",
    "redo": "恢复导入",
    "freeze": "封账",
    "unfreeze": "解封",
    "begin": "启用数据仓库",
    "backup": "取出备份",
    "restore": "恢复备份",
    "original": "取出原始文件",
    "people": "人员与权限",
    "record": "查看操作记录",
    "plan": "目标、任务和单位",
    "see": "查看看板",
}
OUTCOMES = {"done": "完成", "refused": "未准"}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """One operation: when, who, from where, what, whether it was done or refused, and on what."""

    at: datetime
    who: str
    source: str
    action: str
    outcome: str
    detail: str


def note(
    warehouse: Warehouse,
    action: str,
    who: str,
    source: str,
    detail: str,
    *,
    is_refused: bool = False,
    brought: Sequence[str] = (),
) -> None:
    """Append an operation durably. Never raises: what was done stays done, and the history has it too.

    `brought` are the sha256 of the records that a restored backup brought.
    """
    outcome = "refused" if is_refused else "done"
    text = visible(detail)[:LONGEST_DETAIL]  # nothing in it turns the line around
    entry = Entry(datetime.now(), visible(who), source, action, outcome, text)
    try:
        warehouse.record_log.append(lambda last: _line(entry, brought, last))
    except (OSError, Timeout, WarehouseError):
        log.exception("操作记录没有写入：%s", entry)


def _line(entry: Entry, brought: Sequence[str], last: bytes) -> bytes:
    """The line of an entry, chained to the last one."""
    fields = vars(entry) | {"at": entry.at.isoformat(timespec="seconds"), "before": _hash(last)}
    fields |= {"brought": list(brought)} if brought else {}
    return json.dumps(fields, ensure_ascii=False).encode("utf-8")


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest() if line else ""


def read_record(warehouse: Warehouse) -> tuple[Entry, ...]:
    """Every operation, oldest first, before them those brought from elsewhere, marked as such.

    Lines that cannot be read are left out (`record_faults` names them).
    """
    own = lines_of(warehouse.record_log.content())
    # Each begins with the time of its first line.
    brought = dict.fromkeys(line for content in sorted(_brought(warehouse)) for line in lines_of(content))
    for line in own:
        brought.pop(line, None)
    moved = (replace(entry, source=entry.source + FROM_ELSEWHERE) for entry in _entries(brought))
    return (*moved, *_entries(own))


def _entries(lines: Iterable[bytes]) -> Iterator[Entry]:
    return (entry for line in lines if (entry := _entry(line)) is not None)


def _brought(warehouse: Warehouse) -> list[bytes]:
    files = warehouse.files(BROUGHT)
    return [content for name in files.names() if (content := files.read(name)) is not None]


def records_to_carry(warehouse: Warehouse) -> Iterator[tuple[str, bytes]]:
    """The parts of a backup: the record up to its last whole line, and those brought from elsewhere."""
    own, end, _ = warehouse.record_log.content().rpartition(b"\n")
    if own:
        yield RECORD, own + end
    for content in _brought(warehouse):
        yield f"{BROUGHT}/{_hash(content)}", content


def records_from(unpacked: Path, warehouse: Warehouse) -> list[Path]:
    """The records of an unpacked backup that go beyond those known here, each named by its sha256."""
    own, folder = unpacked / RECORD, unpacked / BROUGHT
    folder.mkdir(exist_ok=True)
    if own.exists():
        own.replace(folder / _hash(own.read_bytes()))
    known = [warehouse.record_log.content(), *_brought(warehouse)]
    return [path for path in sorted(folder.iterdir()) if not _is_in(path.read_bytes(), known)]


def _is_in(content: bytes, records: list[bytes]) -> bool:
    return any(record.startswith(content) for record in records)


def records_brought(warehouse: Warehouse) -> Iterator[str]:
    """The sha256 of each record that a restored backup brought, as the lines of those restores name them."""
    for line in lines_of(warehouse.record_log.content()):
        yield from map(str, _parsed(line).get("brought", ()))


def choose_entries(
    entries: Iterable[Entry],
    since: date | None = None,
    until: date | None = None,
    who: str | None = None,
    action: str | None = None,
    outcome: str | None = None,
) -> list[Entry]:
    """The entries that match whatever is given."""
    return [
        entry
        for entry in entries
        if (since is None or entry.at.date() >= since)
        and (until is None or entry.at.date() <= until)
        and who in (None, entry.who)
        and action in (None, entry.action)
        and outcome in (None, entry.outcome)
    ]


def _entry(line: bytes) -> Entry | None:
    fields = _parsed(line)
    try:
        at = datetime.fromisoformat(fields["at"])
        words = {name: str(fields[name]) for name in ("who", "source", "action", "outcome", "detail")}
    except (KeyError, TypeError, ValueError):
        return None
    return Entry(at, **words)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def read_head(connection: duckdb.DuckDBPyConnection) -> str:
    """How far the record had come when this version was written; "" where it had no line."""
    row = connection.execute(statement("meta"), {"key": HEAD}).fetchone()
    return str(row[0]) if row else ""


def keep_head(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse, known: str | None = None) -> None:
    """Store in the version about to be written how far the record has come.

    `known`: the head of the version before, if the connection is on another's (a backup). Where the record no
    longer has the line known before, that head stays stored, so that the loss is not forgotten.
    """
    known = read_head(connection) if known is None else known
    lines = lines_of(warehouse.record_log.content())
    if lines and not any(_head_faults(known, lines)):
        known = json.dumps({"lines": len(lines), "sha256": _hash(lines[-1])})
    connection.execute(statement("delete_meta"), {"key": HEAD})
    if known:
        connection.execute(statement("insert_meta"), {"key": HEAD, "value": known})


def record_faults(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> Iterator[str]:
    """Where the record was changed or cut, as Chinese sentences."""
    lines = lines_of(warehouse.record_log.content())
    yield from _chain_faults(lines)
    yield from _head_faults(read_head(connection), lines)
    for content in _brought(warehouse):
        yield from (f"随备份迁入的{fault}" for fault in _chain_faults(lines_of(content)))


def _chain_faults(lines: list[bytes]) -> Iterator[str]:
    for number, (before, line) in enumerate(zip([b"", *lines], lines, strict=False), 1):
        fields = _parsed(line)
        if fields and fields.get("before") != _hash(before):
            yield f"操作记录第 {max(1, number - 1)} 行被改动，或其后有缺失"


def _head_faults(stored: str, lines: list[bytes]) -> Iterator[str]:
    head = _parsed(stored.encode("utf-8"))
    if not head:
        return
    known = head["lines"]
    if len(lines) < known:
        yield f"操作记录应有 {known} 行以上，现只有 {len(lines)} 行"
    elif _hash(lines[known - 1]) != head["sha256"]:
        yield f"操作记录第 {known} 行与数据仓库所记不符，记录被改动"
