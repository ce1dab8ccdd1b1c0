"""etl catalogue and etl originals: everything that went in can come out."""

from pathlib import Path

import pytest

from tests.etl.desk import Desk, hotline, originals_of
from tests.etl.shell import Shell

MAY, JUNE = hotline("2023-05,甲大队,7,6"), hotline("2023-06,甲大队,100,90")


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_file_comes_out_as_it_was_uploaded(shell: Shell) -> None:
    shell.run("load", shell.write("五月.csv", MAY))
    shell.run("load", shell.write("六月.csv", JUNE.encode("utf-8-sig")))
    shell.run("originals", "-o", shell.folder / "out")
    assert shell.status == 0
    assert set(files_in(shell.folder / "out")) == {"0001-单位.csv", "0002-五月.csv", "0003-六月.csv"}
    assert files_in(shell.folder / "out")["0003-六月.csv"] == JUNE.encode("utf-8-sig")


def test_one_load_is_taken_out_by_its_number_undone_or_not(shell: Shell) -> None:
    shell.run("load", shell.write("五月.csv", MAY))
    shell.run("undo", "2")
    shell.run("originals", "2", "-o", shell.folder / "out")
    assert files_in(shell.folder / "out") == {"0002-五月.csv": MAY.encode()}


def test_a_load_that_is_not_there_is_wrong_usage(shell: Shell) -> None:
    shell.run("originals", "9", "-o", shell.folder / "out")
    assert shell.status == 2


def test_taking_out_twice_writes_over_nothing_else(shell: Shell) -> None:
    shell.run("load", shell.write("五月.csv", MAY))
    (shell.folder / "out").mkdir()
    (shell.folder / "out" / "0002-五月.csv").write_bytes(b"somebody's own")
    for _ in range(2):
        shell.run("originals", "2", "-o", shell.folder / "out")
    found = files_in(shell.folder / "out")
    assert found == {"0002-五月.csv": b"somebody's own", "0002-2-五月.csv": MAY.encode()}


def test_a_lost_original_is_named_and_the_others_come_out(shell: Shell, desk: Desk) -> None:
    shell.run("load", shell.write("五月.csv", MAY))
    sha256 = shell.json("history")[1]["sha256"]
    (originals_of(desk.warehouse) / sha256).unlink()
    shell.run("originals", "-o", shell.folder / "out")
    assert shell.status == 3
    assert "五月.csv：原始文件缺失" in shell.err
    assert set(files_in(shell.folder / "out")) == {"0001-单位.csv"}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../逃.csv", "0002-逃.csv"),
        ("a:b?.csv", "0002-a_b_.csv"),
        ("C:\\表\\六月.csv", "0002-六月.csv"),
        ("六\x00月.csv", "0002-六 月.csv"),
        ("六月\u202evsc.exe", "0002-六月vsc.exe"),
        ("..", "0002-original"),
        ("长" * 400 + ".csv", "0002-" + "长" * 65 + ".csv"),
    ],
)
def test_a_name_never_leads_out_of_the_folder_nor_is_turned_around(
    desk: Desk, shell: Shell, name: str, kept: str
) -> None:
    desk.load(JUNE, name)
    shell.run("originals", "2", "-o", shell.folder / "deep" / "out")
    (written,) = (shell.folder / "deep" / "out").iterdir()
    assert (written.name, written.read_bytes()) == (kept, JUNE.encode())


def test_the_catalogue_is_told_with_its_columns_and_kpis(shell: Shell) -> None:
    found = shell.json("catalogue")
    hotline_columns = next(each["columns"] for each in found["datasets"] if each["dataset"] == "hotline")
    assert {"id": "tickets_received", "name": "受理工单数", "counting_unit": "件"}.items() <= next(
        each for each in hotline_columns if each["id"] == "tickets_received"
    ).items()
    assert any(each["kpi"] == "hotline_satisfaction_rate" for each in found["kpis"])
    assert "目录无误" in shell.run("catalogue")
