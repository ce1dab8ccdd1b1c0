"""The warehouse folder: versions and pointer, readers and writers, damage, kills, two at once."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from etl.load.freeze import freeze
from etl.load.history import read_history, read_journal, redo, undo
from etl.warehouse import OFFICE, SAMPLE, RollbackQuietly, Warehouse, WarehouseError, find_warehouse
from etl.warehouse import warehouse as warehouse_module
from etl.warehouse.backup import backup, restore
from etl.warehouse.verify import verify
from tests.etl.desk import RECEIVED, Desk, hotline

ROOT = Path(__file__).resolve().parents[2]


def command(desk: Desk, *words: str) -> subprocess.Popen:
    """python -m etl, started and left to run."""
    return subprocess.Popen(
        [sys.executable, "-m", "etl", "--warehouse", str(desk.warehouse.folder), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


class TestWhichOne:
    """One function says which warehouse, for the command line and the pages alike."""

    def test_the_one_that_was_named_wins(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WAREHOUSE", str(tmp_path / "other"))
        assert find_warehouse(tmp_path / "named").folder == tmp_path / "named"

    def test_then_the_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WAREHOUSE", str(tmp_path / "other"))
        assert find_warehouse().folder == tmp_path / "other"

    def test_then_the_offices_own_or_the_samples(self) -> None:
        assert find_warehouse().folder == (OFFICE if Warehouse(OFFICE).exists() else SAMPLE)

    def test_it_is_made_when_it_is_first_read(self, tmp_path: Path) -> None:
        warehouse = Warehouse(tmp_path / "new")
        assert not warehouse.exists()
        with warehouse.read() as connection:
            assert connection.execute("SELECT count(*) FROM current_figure").fetchone() == (0,)
        assert warehouse.exists()
        assert not warehouse.is_sample

    def test_it_can_be_begun_as_the_samples(self, tmp_path: Path) -> None:
        warehouse = Warehouse(tmp_path / "new")
        assert warehouse.begin("sample")
        assert not warehouse.begin("office")
        assert warehouse.is_sample


class TestVersions:
    """Each write is a new version; readers change over by themselves."""

    def test_the_cache_key_changes_with_each_load_only(self, desk: Desk) -> None:
        first = desk.warehouse.version()
        assert desk.warehouse.version() == first
        desk.load(hotline("2023-06,甲大队,100,90"))
        assert desk.warehouse.version() != first

    def test_a_reader_keeps_its_state_while_others_load(self, desk: Desk) -> None:
        with desk.warehouse.read() as connection:
            desk.load(hotline("2023-06,甲大队,100,90"))
            assert connection.execute("SELECT count(*) FROM current_figure").fetchone() == (0,)
        assert len(desk.figures()) == 2

    @pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files can't be listed here")
    def test_warehouses_looked_into_are_closed_again_but_not_one_that_is_read(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        folders = [tmp_path / f"{number}" for number in range(10)]
        with desk.warehouse.read() as reader:
            for folder in folders:
                shutil.copytree(desk.warehouse.folder, folder)
                assert not Desk(Warehouse(folder)).figures()
            opened = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
            assert len({file for file in opened if file.startswith(f"{tmp_path}/")}) <= 5
            assert read_history(reader)["load"].tolist() == [1]

    def test_the_last_ten_versions_are_kept(self, desk: Desk) -> None:
        for value in range(12):
            desk.load(hotline(f"2023-06,甲大队,{value},"))
        assert len(list(desk.warehouse.versions.iterdir())) == 10
        assert desk.figures() == {(RECEIVED, "a", "2023-06"): 11}

    def test_an_error_while_writing_leaves_everything_as_it_was(self, desk: Desk) -> None:
        before = sorted(desk.warehouse.versions.iterdir()), desk.warehouse.version()
        with pytest.raises(ZeroDivisionError), desk.warehouse.write() as connection:
            connection.execute("DELETE FROM unit")
            _ = 1 / 0
        assert (sorted(desk.warehouse.versions.iterdir()), desk.warehouse.version()) == before

    def test_a_writer_may_leave_it_as_it_was(self, desk: Desk) -> None:
        before = desk.warehouse.version()
        with desk.warehouse.write() as connection:
            connection.execute("DELETE FROM unit")
            raise RollbackQuietly
        assert desk.warehouse.version() == before

    def test_two_figures_of_one_key_never_get_in(self, desk: Desk) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        with pytest.raises(RuntimeError, match="duplicates"), desk.warehouse.write() as connection:
            connection.execute("INSERT INTO latest_value SELECT * FROM latest_value")
        assert len(desk.figures()) == 2

    def test_reading_beside_writing_never_fails_or_mixes(self, desk: Desk) -> None:
        done = threading.Event()

        query = "SELECT sum(CASE WHEN indicator = $received THEN value ELSE -value END) FROM current_figure"

        def read() -> set[float | None]:
            """Received and closed are always loaded equal: a state between would show."""
            differences: set[float | None] = set()
            while not done.is_set():
                with desk.warehouse.read() as connection:
                    row = connection.execute(query, {"received": RECEIVED}).fetchone()
                differences.add(row[0] if row else None)
            return differences

        desk.load(hotline("2023-06,甲大队,0,0"))
        with ThreadPoolExecutor(4) as pool:
            readers = [pool.submit(read) for _ in range(4)]
            for value in range(1, 8):
                desk.load(hotline(f"2023-06,甲大队,{value},{value}"))
            done.set()
        assert [reader.result() for reader in readers] == [{0.0}] * 4


class TestLock:
    """One writer at a time; who waits too long is told."""

    def test_a_lock_held_too_long_is_an_error_that_says_what_to_do(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(warehouse_module, "LOCK_SECONDS", 0.05)
        with FileLock(desk.warehouse.folder / "lock"), pytest.raises(WarehouseError, match="占用"):
            desk.load(hotline("2023-06,甲大队,100,90"))
        assert desk.figures() == {}

    def test_reading_needs_no_lock(self, desk: Desk) -> None:
        with FileLock(desk.warehouse.folder / "lock"):
            assert desk.figures() == {}

    def test_loads_of_several_programs_at_once_all_land_in_turn(self, desk: Desk, tmp_path: Path) -> None:
        started = []
        for number, unit in enumerate(("甲大队", "乙大队", "甲大队"), 1):
            file = tmp_path / f"{number}.csv"
            file.write_text(hotline(f"2023-06,{unit},{number},0"), encoding="utf-8")
            started.append(command(desk, "load", str(file)))
        told = [process.communicate()[0].decode() for process in started]
        assert [process.returncode for process in started] == [0, 0, 0], told
        with desk.warehouse.read() as connection:
            files = list(read_history(connection)["file"])[-3:]
        assert sorted(files) == ["1.csv", "2.csv", "3.csv"]
        *_, newest = (file for file in files if file != "2.csv")
        received = {
            unit: value for (indicator, unit, _), value in desk.figures().items() if indicator == RECEIVED
        }
        assert received == {"a": int(newest[0]), "b": 2}


def test_a_clock_set_back_between_loads_changes_no_order(desk: Desk, tmp_path: Path) -> None:
    moments = [datetime(2024, 3, 20, 9), datetime(2019, 1, 1), datetime(2024, 3, 1), datetime(1999, 1, 1)]
    for value, moment in enumerate(moments[:3], 1):
        desk.load(hotline(f"2023-06,甲大队,{value},0"), at=moment)
    with desk.warehouse.read() as connection:
        assert list(read_history(connection)["loaded_at"])[-3:] == moments[:3]
    assert desk.figures()[RECEIVED, "a", "2023-06"] == 3
    undo(desk.warehouse, desk.catalogue, 4, at=moments[3])
    assert desk.figures()[RECEIVED, "a", "2023-06"] == 2
    redo(desk.warehouse, desk.catalogue, 4, at=moments[1])
    assert freeze(desk.warehouse, date(2023, 6, 1), at=moments[3]).status == "refused"  # not yet begun
    freeze(desk.warehouse, date(2023, 6, 1), at=moments[2])
    assert desk.load(hotline("2023-06,甲大队,9,0"), at=moments[0]).status == "refused"
    restore(desk.warehouse, backup(desk.warehouse, tmp_path / "b.zip"), at=moments[3])
    assert desk.figures()[RECEIVED, "a", "2023-06"] == 3
    with desk.warehouse.read() as connection:
        assert list(read_journal(connection)["kind"])[-5:] == [
            "loaded",
            "loaded",
            "undone",
            "redone",
            "frozen",
        ]
    assert verify(desk.warehouse) == []


STOPS_IN_MID_WRITE = """
import sys
from pathlib import Path
from etl.warehouse import Warehouse

with Warehouse(Path(sys.argv[1])).write() as connection:
    connection.execute("DELETE FROM latest_value")
    connection.execute("UPDATE load_record SET note = 'half done'")
    print("written", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
class TestKill:
    """A kill at any instant leaves all of a load or nothing of it."""

    def test_a_writer_killed_in_mid_transaction_leaves_the_warehouse_as_it_was(self, desk: Desk) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        before = desk.whole_figures(), desk.warehouse.version()
        writer = subprocess.Popen(
            [sys.executable, "-c", STOPS_IN_MID_WRITE, str(desk.warehouse.folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        assert (desk.whole_figures(), desk.warehouse.version()) == before
        assert desk.load(hotline("2023-07,甲大队,9,8")).status == "ok"
        assert not list(desk.warehouse.versions.glob("*.draft"))

    @pytest.mark.parametrize("seconds", [0.5, 0.9, 1.2, 1.5])
    def test_a_load_killed_at_any_moment_is_whole_or_not_there(
        self, desk: Desk, tmp_path: Path, seconds: float
    ) -> None:
        file = tmp_path / "热线.csv"
        rows = [
            f"{year}-{month:02d},甲大队,{month},{month}"
            for year in range(2000, 2023)
            for month in range(1, 13)
        ]
        file.write_text(hotline(*rows), encoding="utf-8")
        process = command(desk, "load", str(file))
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        assert len(desk.figures()) in (0, 2 * len(rows))
        assert desk.load(hotline(*rows)).status in ("ok", "unchanged")
        assert len(desk.figures()) == 2 * len(rows)


def test_nothing_is_said_of_damage_while_loads_move_the_pointer(fresh_warehouse: Path) -> None:
    warehouse, told, is_over = Warehouse(fresh_warehouse), set(), threading.Event()
    warehouse.begin()

    def watch() -> None:
        while not is_over.is_set():
            told.add(warehouse.damage())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(40):
        with warehouse.write():
            pass
    is_over.set()
    watcher.join()
    assert told == {None}
