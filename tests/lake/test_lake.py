"""A warehouse in a lake: several machines, a killed writer, a lost database, the way there and back."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dashboard.__main__ import dashboard
from etl.__main__ import etl
from etl.warehouse import Warehouse, WarehouseError
from etl.warehouse.backup import backup, restore
from etl.warehouse.choice import named_warehouse
from etl.warehouse.lake.copies import replace_all
from etl.warehouse.lake.engine import read_location
from etl.warehouse.lake.postgres import postgres
from etl.warehouse.operation_log import append_all
from etl.warehouse.verify import verify
from tests.etl.desk import CLOSED, RECEIVED, Desk, hotline
from tests.etl.old_warehouses import SCHEMAS, OldWarehouse
from tests.etl.shell import ROOT
from tests.lake.conftest import Lake

SHOWN = (
    (etl, "history", "--json"),
    (etl, "log", "--json"),
    (etl, "figures", "--format", "json"),
    (dashboard, "kpis", "--year", "2023", "--unit", "all", "--format", "json"),
)
NAMED = ("甲大队", "乙大队")
JUNE = hotline("2023-06,甲大队,130,90")


def run(warehouse: str | Path, *words: str | Path, group: Any = etl) -> tuple[int, str, str]:
    """Exit status, what a command prints, and what it complains of."""
    result = CliRunner().invoke(group, ["--warehouse", str(warehouse), *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def shown(warehouse: str | Path) -> list[Any]:
    """History, record, figures and lamps as the command lines print them."""
    return [json.loads(run(warehouse, *words, group=group)[1]) for group, *words in SHOWN]


def process(code: str, *words: str) -> subprocess.Popen[str]:
    """A program on another machine, so to speak; `desk` is the lake it is given."""
    begin = (
        "import sys\nfrom tests.etl.desk import *\nfrom etl.warehouse.choice import named_warehouse\n"
        "desk = Desk(named_warehouse(sys.argv[1]))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", begin + code, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_an_office_moves_into_a_lake_and_back_without_loss(
    office: Desk, empty_lake: Lake, tmp_path: Path
) -> None:
    there, back = empty_lake.named(), tmp_path / "back"
    assert run("data/none", "copy-warehouse", office.warehouse.folder, there)[0] == 0
    assert run("data/none", "copy-warehouse", there, back)[0] == 0
    assert shown(there) == shown(back) == shown(office.warehouse.folder)
    assert run(there, "verify")[0] == run(back, "verify")[0] == 0


def test_nothing_is_copied_over_an_office_that_has_figures(office: Desk, lake: Lake) -> None:
    status, _, said = run("data/none", "copy-warehouse", office.warehouse.folder, lake.named())
    assert (status, "已有数据" in said) == (3, True)


def test_loads_corrections_undo_redo_and_closing_count_on_another_machine(lake: Lake, tmp_path: Path) -> None:
    here, there = lake.desk(), lake.desk("there")
    before = there.whole_figures()
    assert here.load(JUNE).load == 4
    assert there.figures()[RECEIVED, "a", "2023-06"] == 130
    there.undo(4)
    assert here.whole_figures() == before
    here.redo(4)
    assert there.figures()[RECEIVED, "a", "2023-06"] == 130
    assert run(lake.named(), "freeze", "2023-06")[0] == 0
    refused = there.load(hotline("2023-06,甲大队,1,1"))
    assert refused.status != "ok"
    assert verify(here.warehouse) == verify(there.warehouse) == []
    assert backup(here.warehouse, tmp_path / "kept.zip").exists()


def test_what_was_confirmed_on_one_machine_is_shown_again_when_another_was_faster(lake: Lake) -> None:
    here, there = lake.desk(), lake.desk("there")
    seen = here.preview(hotline("2023-06,甲大队,140,90"))
    assert there.load(JUNE).status == "ok"
    assert here.confirm(seen).status == "moved"
    assert here.figures()[RECEIVED, "a", "2023-06"] == 130


def test_two_writing_machines_and_a_reader_lose_and_mix_nothing(lake: Lake) -> None:
    code = (
        "for month in range(1, 5):\n"
        "    row = f'2022-{month:02d},' + sys.argv[2] + f',{month},{month}'\n"
        "    assert desk.load(hotline(row), f'{sys.argv[2]}{month}.csv').status == 'ok'\n"
    )
    writers = [process(code, lake.named(unit), unit) for unit in ("甲大队", "乙大队")]
    reader, rounds = lake.desk(), 0
    while any(writer.poll() is None for writer in writers):
        figures = reader.figures()
        received = {key[1:]: value for key, value in figures.items() if key[0] == RECEIVED}
        closed = {key[1:]: value for key, value in figures.items() if key[0] == CLOSED}
        assert {key: received[key] for key in received if key[1] < "2023"} == {
            key: closed[key] for key in closed if key[1] < "2023"
        }
        rounds += 1
    assert [writer.returncode for writer in writers] == [0, 0]
    assert rounds > 3
    assert sorted(key for key in reader.figures() if key[2] < "2023") == [
        (indicator, unit, f"2022-{month:02d}")
        for indicator in sorted((CLOSED, RECEIVED))
        for unit in "ab"
        for month in range(1, 5)
    ]
    assert verify(reader.warehouse) == []


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_a_writer_that_is_killed_leaves_nothing_and_holds_nobody_up(lake: Lake) -> None:
    code = (
        "with desk.warehouse.write() as connection:\n"
        "    connection.execute(\"INSERT INTO meta VALUES ('half', 'done')\")\n"
        "    print('writing', flush=True)\n"
        "    import time; time.sleep(600)\n"
    )
    writer = process(code, lake.named("killed"))
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writing\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    desk = lake.desk()
    assert desk.load(JUNE).load == 4
    with desk.warehouse.read() as connection:
        assert connection.execute("SELECT count(*) FROM meta WHERE key = 'half'").fetchone() == (0,)


def test_without_the_database_reading_goes_on_and_writing_says_so(lake: Lake) -> None:
    desk = lake.desk()
    before = desk.whole_figures()
    lake.database.stop()
    try:
        assert desk.whole_figures() == before
        assert desk.warehouse.damage() is not None
        status, _, said = run(lake.named(), "undo", "2")
        assert (status, "连不上" in said) == (3, True)
    finally:
        lake.database.start()
    _until_known_again(desk.warehouse)
    assert desk.load(JUNE).load == 4


def test_a_database_lost_while_writing_changes_nothing(lake: Lake) -> None:
    desk = lake.desk()
    before = desk.whole_figures()
    with pytest.raises(WarehouseError), desk.warehouse.write() as connection:
        connection.execute("INSERT INTO meta VALUES ('half', 'done')")
        lake.database.stop()
        lake.database.start()
    _until_known_again(desk.warehouse)
    assert desk.whole_figures() == before
    assert desk.load(JUNE).load == 4
    assert verify(desk.warehouse) == []


def _until_known_again(warehouse: Warehouse) -> None:
    from etl.warehouse.lake import postgres

    postgres.postgres(warehouse.location).forget_absence()  # type: ignore[attr-defined]


def test_a_database_put_back_to_an_earlier_day_is_followed(lake: Lake) -> None:
    here = lake.desk()
    before = here.whole_figures()
    lake.database.put_aside(lake.name)
    assert here.load(JUNE).load == 4
    lake.database.put_back(lake.name)
    _until_known_again(here.warehouse)
    assert here.whole_figures() == before
    assert here.load(hotline("2023-06,甲大队,150,90")).load == 4
    assert here.figures()[RECEIVED, "a", "2023-06"] == 150


def test_lost_and_changed_data_of_the_lake_are_found(lake: Lake) -> None:
    desk = lake.desk()
    assert desk.load(hotline(*(f"2023-{month:02d},甲大队,{month},1" for month in range(1, 13)))).load
    data = lake.folder / lake.name / "data" / "tables"
    files = sorted(data.rglob("*.parquet"))
    assert files
    files[0].unlink()
    status, said, _ = run(lake.named("fresh"), "verify")
    assert status == 3
    status, said, _ = run(lake.named(), "verify")
    assert (status, "共享数据" in said) == (3, True)


def test_a_damaged_local_copy_is_made_anew(lake: Lake) -> None:
    before = lake.desk().whole_figures()
    copy = lake.desk().warehouse.current_path()
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 255
    copy.write_bytes(content)
    assert lake.desk().whole_figures() == before
    assert verify(lake.desk().warehouse) == []


def test_files_of_many_loads_are_merged_while_every_machine_shows_the_same(lake: Lake, office: Desk) -> None:
    here, behind = lake.desk(), lake.desk("behind")
    behind.figures()  # its copy is of a state that will be forgotten
    for load in range(1, 6):
        rows = (f"2022-{month:02d},{unit},{load}{month},{load}" for month in range(1, 13) for unit in NAMED)
        assert here.load(hotline(*rows), f"{load}.csv").status == "ok"
    beside = lake.desk("beside")
    before, held = beside.whole_figures(), data_files(lake)
    assert run(lake.named(), "merge-files", "--keep-days", "0")[0] == 0
    assert (held, data_files(lake)) == (10, 2)
    assert [desk.whole_figures() for desk in (here, beside, behind)] == [before] * 3
    assert here.load(JUNE).status == "ok"
    assert beside.figures()[RECEIVED, "a", "2023-06"] == 130
    assert [verify(desk.warehouse) for desk in (here, beside, behind)] == [[], [], []]
    assert "没有需要整理" in run(office.warehouse.folder, "merge-files")[1]


def data_files(lake: Lake) -> int:
    """How many files the figures are in: their history and the current ones."""
    location = lake.desk().warehouse.location
    return len(list(Path(location.data_path, "tables").rglob("*_value/*.parquet")))


def test_a_backup_of_a_folder_is_restored_into_a_lake(lake: Lake, office: Desk, tmp_path: Path) -> None:
    desk = lake.desk()
    kept = backup(office.warehouse, tmp_path / "kept.zip")
    before = desk.whole_figures()
    desk.load(JUNE)
    restore(desk.warehouse, kept, why="试")
    assert lake.desk("there").whole_figures() == before
    assert verify(desk.warehouse) == []


@pytest.mark.parametrize("schema", SCHEMAS[-1:])
def test_a_lake_of_an_earlier_program_is_upgraded_when_it_is_opened(
    schema: int, empty_lake: Lake, tmp_path: Path
) -> None:
    old = OldWarehouse(schema)
    folder = old.lay_out(tmp_path / "old")
    location = read_location(empty_lake.named())
    replace_all(location, folder / "versions" / "000017.duckdb", lambda: None)
    Path(location.data_path, "originals").symlink_to(folder / "originals")
    postgres(location).prepare()
    append_all(named_warehouse(empty_lake.named()).record_log, (folder / "record.jsonl").read_bytes())
    status, said, _ = run(empty_lake.named(), "figures", "--format", "json")
    assert status == 0
    values = {(one["indicator"], one["unit"], one["month"]): one["value"] for one in json.loads(said)}
    assert values == {
        (one["indicator"], one["unit"], one["month"]): one["value"] for one in old.shown["figures"]
    }
    assert verify(named_warehouse(empty_lake.named("there"))) == []


@pytest.mark.parametrize(
    "name",
    ["ducklake:postgres:", "ducklake:postgres:dbname=board", "ducklake:postgres:dbname='x password=geheim"],
)
def test_a_lake_whose_place_is_incomplete_is_refused_in_words_without_its_password(name: str) -> None:
    status, _, said = run(name, "history")
    assert (status, "data_path" in said, "geheim" in said) == (3, True, False)
