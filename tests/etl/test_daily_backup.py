"""Daily backups: one a day, tested, the newest kept, and no other file of the folder touched."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from etl.warehouse import Warehouse
from etl.warehouse.daily_backup import back_up_daily
from tests.etl.desk import originals_of
from tests.etl.shell import GOOD, Shell

FIRST = date(2024, 3, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kept = tmp_path / "backups"
    kept.mkdir()
    return kept


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_only_the_newest_are_kept_and_what_is_not_its_own_stays(shell: Shell, folder: Path) -> None:
    others = ["法治看板备份-20200101.zip", "法治看板每日备份-20200101.zip.bak", "说明.txt"]
    for name in others:
        (folder / name).write_text("kept", encoding="utf-8")
    (folder / "法治看板每日备份-20200102.zip").mkdir()
    warehouse = Warehouse(shell.warehouse)
    for days in range(4):
        back_up_daily(warehouse, folder, 2, FIRST + timedelta(days=days))
    own = ["法治看板每日备份-20240303.zip", "法治看板每日备份-20240304.zip"]
    assert names(folder) == sorted([*others, "法治看板每日备份-20200102.zip", *own])


def test_a_clock_set_back_costs_no_new_backup(shell: Shell, folder: Path) -> None:
    for day in (FIRST + timedelta(days=9), FIRST + timedelta(days=8), FIRST):
        kept = back_up_daily(Warehouse(shell.warehouse), folder, 1, day)
        assert names(folder) == [kept.file.name]


def test_a_backup_with_faults_removes_and_replaces_nothing(shell: Shell, folder: Path) -> None:
    warehouse = Warehouse(shell.warehouse)
    back_up_daily(warehouse, folder, 1, FIRST)
    whole = (folder / "法治看板每日备份-20240301.zip").read_bytes()
    next(originals_of(warehouse).glob("*")).unlink()
    assert back_up_daily(warehouse, folder, 1, FIRST).faults
    assert (folder / "法治看板每日备份-20240301.zip").read_bytes() == whole
    assert back_up_daily(warehouse, folder, 1, FIRST + timedelta(days=1)).removed == ()
    assert len(names(folder)) == 2


def test_the_command_makes_it_and_verify_restores_it_on_trial(shell: Shell, folder: Path) -> None:
    told = shell.run("backup", "--keep", "14", folder)
    file = next(folder.iterdir())
    assert (shell.status, file.name in told, "核验无误" in told) == (0, True, True)
    before = shell.figures()
    shell.run("load", shell.write("more.csv", GOOD.replace("2023-06", "2023-07")))
    changed = shell.figures()
    assert "已试恢复" in shell.run("verify", file)
    assert shell.status == 0
    assert shell.figures() == changed != before


def test_verify_says_calmly_that_a_file_cannot_be_restored(shell: Shell, folder: Path) -> None:
    shell.run("backup", "--keep", "14", folder)
    file = next(folder.iterdir())
    file.write_bytes(file.read_bytes()[:-900])
    told = shell.run("verify", file)
    assert (shell.status, "换用另一份备份" in told, "Traceback" in told) == (3, True, False)
    assert "没有文件夹" in (shell.run("backup", "--keep", "14", folder / "none") or shell.err)
    assert shell.status == 2
