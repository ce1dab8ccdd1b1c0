"""While the sums of a changed formula are counted, pages show the definitions from before the change.

Only a large bureau keeps sums. Counting them takes minutes, and so would a page that computes its numbers
without them. They are counted by a process of its own (`python -m etl recount`), so that pages go first.
Until they are kept, all pages stay with the newest definitions whose sums are kept: never a figure of one
formula beside another's. Where there are no such definitions, or once a counting has failed, pages compute by
the new ones, slowly.
"""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from domain.catalogue import Catalogue
from etl.warehouse import Warehouse
from etl.warehouse.recount import counted_definitions, uncounted

PROJECT = Path(__file__).resolve().parents[2]
MONTHS = re.compile(r"([0-9]+)/([0-9]+)")
ENDED = "重算中途停止。"
STATES_REMEMBERED = 100
log = logging.getLogger(__name__)


@dataclass
class Recount:
    """A process that counts sums: since which version, how many months of how many, why it failed.

    `shows_earlier`: whether pages show the definitions from before the change meanwhile.
    """

    since: str
    shows_earlier: bool
    done: int = 0
    months: int = 0
    fault: str = ""
    process: subprocess.Popen[str] | None = None
    is_over: bool = False

    @property
    def share(self) -> float:
        """How much is counted, from 0 to 1."""
        return self.done / self.months if self.months else 0.0


# By version and catalogue: whether sums are missing, and the definitions to show meanwhile.
_lacking: dict[tuple[str, str], tuple[bool, Catalogue | None]] = {}
# By warehouse and catalogue: the process that counted last, or counts now.
_recounts: dict[tuple[Path, str], Recount] = {}
_guard = Lock()


def definitions_shown(warehouse: Warehouse, current: Catalogue) -> tuple[Catalogue, Recount | None]:
    """The definitions that pages show now, and the counting under way; begins it where sums are missing.

    A counting that has failed is begun again with the next version of the warehouse. Pages do not go back to
    the earlier definitions then.
    """
    if not warehouse.keeps_sums or not warehouse.exists():
        return current, None
    version = warehouse.version()
    is_lacking, earlier = _lacks(warehouse, version, current)
    if not is_lacking:
        return current, None
    with _guard:
        key = warehouse.folder, current.sha256
        recount = _recounts.get(key)
        if recount is None or (recount.is_over and recount.since != version):
            has_failed = recount is not None and not recount.shows_earlier
            recount = _recounts[key] = Recount(version, earlier is not None and not has_failed)
            Thread(target=_count, args=(warehouse.place, recount), name="recount", daemon=True).start()
    recount.shows_earlier = recount.shows_earlier and earlier is not None and not recount.fault
    return earlier if recount.shows_earlier and earlier else current, recount


def stop_recounting() -> None:
    """End the processes; what they have counted is lost, and the next start begins again."""
    with _guard:
        for recount in _recounts.values():
            if recount.process is not None and recount.process.poll() is None:
                recount.process.terminate()


def _lacks(warehouse: Warehouse, version: str, current: Catalogue) -> tuple[bool, Catalogue | None]:
    state = version, current.sha256
    state_of_sums = _lacking.get(state)
    if state_of_sums is None:
        with warehouse.read(version) as connection:
            is_lacking = bool(uncounted(connection, current))
            state_of_sums = is_lacking, counted_definitions(connection) if is_lacking else None
        if len(_lacking) >= STATES_REMEMBERED:
            _lacking.clear()  # most of these states are past
        _lacking[state] = state_of_sums
    return state_of_sums


def _count(place: str, recount: Recount) -> None:
    """Run the process and follow it to its end."""
    try:
        if fault := _run(place, recount):
            log.error("按新口径重算没有完成：%s", fault)
            recount.fault = fault
    except OSError as error:
        log.exception("按新口径重算没有开始")
        recount.fault = str(error)
    finally:
        recount.is_over = True


def _run(place: str, recount: Recount) -> str:
    """Run the process; what it says if it fails, else an empty text."""
    command = [sys.executable, "-m", "etl", "--warehouse", place, "recount"]
    fault = ENDED
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        recount.process = process
        for line in process.stdout or ():
            if counts := MONTHS.search(line):
                recount.done, recount.months = map(int, counts.groups())
            elif line.strip():
                fault = line.strip()
    return fault if process.returncode else ""
