"""kill -9 while a warehouse is upgraded, closed or restored: all of it or nothing, and it goes on."""

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from math import ceil
from pathlib import Path
from subprocess import PIPE

import pytest

from etl.warehouse import Warehouse
from etl.warehouse.as_of import frozen_through
from etl.warehouse.backup import backup
from etl.warehouse.disk import work_folder
from etl.warehouse.verify import verify
from tests.etl.desk import Desk, hotline, new_desk
from tests.etl.old_warehouses import SCHEMAS, OldWarehouse
from tests.etl.shell import ROOT

MARGIN = 1.2  # a round takes longer now and then
# `make crash` asks for more.
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "10"))
# Imports what the work needs once; each line is a warehouse, in which a process of its own does the work.
WORKER = """
import os, sys
from datetime import date
from pathlib import Path
from domain.catalogue import load_catalogue
from etl.load.freeze import MONTH_RESULTS_ENTRY_POINT, Closing, freeze
from etl.warehouse import Warehouse
from etl.warehouse.backup import restore
judge = MONTH_RESULTS_ENTRY_POINT.load()
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        warehouse = Warehouse(Path(line.rstrip()))
        {work}
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""
UPGRADE = "warehouse.current_path()"
FREEZE = "freeze(warehouse, date(2023, 6, 1), by='科长', closing=Closing(load_catalogue(), judge))"
RESTORE = "restore(warehouse, Path(sys.argv[1]), by='科长')"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX"),
]


def killed_at_every_moment(
    work: str,
    template: Path,
    folder: Path,
    is_all_or_nothing: Callable[[Desk], bool],
    *more: Path,
    rounds: int = ROUNDS,
) -> int:
    """Kill the work after a while that grows from round to round; how often it had been done by then.

    The first round is let through: it shows how long the work takes today on this machine.
    """
    done, whole = 0, 0.0
    # One folder for all rounds: this process keeps a few versions of every warehouse open.
    copy = folder / "office"
    with worker(work, *more) as process:
        for number in range(rounds):
            shutil.copytree(template, copy)
            after = whole * number / (rounds - 1) if whole else None
            took = run_and_kill(process, copy, after)
            whole = whole or MARGIN * took
            done += is_all_or_nothing(Desk(Warehouse(copy)))
            goes_on(Warehouse(copy))
            shutil.rmtree(copy)
    sys.stdout.write(f"killed {rounds - 1} times, {done - 1} times only when it was done\n")
    return done


@contextmanager
def worker(work: str, *more: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process that begins a process for each warehouse whose path it is given."""
    code = [sys.executable, "-c", WORKER.format(work=work), *map(str, more)]
    with subprocess.Popen(code, cwd=ROOT, stdin=PIPE, stdout=PIPE, bufsize=0) as process:
        yield process
        process.communicate()


def run_and_kill(process: subprocess.Popen[bytes], warehouse: Path, after: float | None) -> float:
    """Kill the work after so many seconds, if it lasts so long; how long it ran."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{warehouse}\n".encode())
    child = int(process.stdout.readline())
    begun = time.perf_counter()
    if not select.select([process.stdout], [], [], after)[0]:
        os.kill(child, signal.SIGKILL)
    assert int(process.stdout.readline()) in (0, signal.SIGKILL)
    return time.perf_counter() - begun


def goes_on(warehouse: Warehouse) -> None:
    """It is sound, its next change goes through, and nothing of the killed program is left behind."""
    assert verify(warehouse) == []
    with warehouse.write() as connection:
        connection.execute("UPDATE load_record SET note = note WHERE load = 1")
    assert list(warehouse.versions.glob("*.draft*")) == []
    with work_folder(warehouse.folder) as folder:
        assert [path for path in folder.parent.iterdir() if path.is_dir()] == [folder]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_an_upgrade_that_is_killed_is_made_the_next_time(schema: int, tmp_path: Path) -> None:
    old = OldWarehouse(schema)
    template = old.lay_out(tmp_path / "template")
    shown = {(each["indicator"], each["unit"], each["month"]): each["value"] for each in old.shown["figures"]}

    def holds(desk: Desk) -> bool:
        was_done = desk.warehouse.pointer.read_text(encoding="ascii") != "000017.duckdb\n"
        assert desk.figures() == shown
        return was_done

    rounds = ceil(ROUNDS / len(SCHEMAS))
    killed_at_every_moment(UPGRADE, template, tmp_path / "rounds", holds, rounds=rounds)


@pytest.fixture
def office(tmp_path: Path) -> Desk:
    desk = new_desk(tmp_path / "office")
    desk.load(hotline(*(f"2023-{month:02d},甲大队,{month},{month}" for month in range(1, 7))))
    return desk


def test_a_closing_that_is_killed_stores_all_of_it_or_nothing(office: Desk, tmp_path: Path) -> None:
    def holds(desk: Desk) -> bool:
        with desk.warehouse.read() as connection:
            closed = frozen_through(connection)
            stored = connection.execute("SELECT count(*) FROM frozen_result").fetchone()
            uses = connection.execute("SELECT count(*) FROM definition_use").fetchone()
        assert (closed, (stored or (0,))[0] > 0, uses) in [
            (None, False, (2,)),
            (date(2023, 6, 1), True, (3,)),
        ]
        return closed is not None

    killed_at_every_moment(FREEZE, office.warehouse.folder, tmp_path / "rounds", holds)


def test_a_restoring_that_is_killed_leaves_the_one_state_or_the_other(office: Desk, tmp_path: Path) -> None:
    before = office.figures()
    file = backup(office.warehouse, tmp_path / "b.zip")
    office.load(hotline("2023-07,甲大队,7,7"))
    after = office.figures()

    def holds(desk: Desk) -> bool:
        figures = desk.figures()
        assert figures in (before, after)
        return figures == before

    killed_at_every_moment(RESTORE, office.warehouse.folder, tmp_path / "rounds", holds, file)
