"""The record of operations: what is in it, that it outlives a restore, and that a change of it shows."""

import contextlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.etl.desk import hotline
from tests.etl.shell import Shell


def work(shell: Shell) -> None:
    """A day's work at the command line."""
    shell.write("月报.csv", hotline("2023-06,甲大队,100,90"))
    shell.write("错.csv", hotline("2023-06,丁大队,1,1"))
    for words in (
        ("load", "月报.csv", "--by", "甲队", "--note", "六月"),
        ("load", "错.csv", "--by", "甲队"),
        ("backup", "b.zip"),
        ("undo", "2", "--by", "王五", "--why", "填错"),
        ("redo", "2", "--by", "王五"),
        ("freeze", "2023-06", "--by", "科长", "--why", "已核定"),
        ("undo", "2", "--by", "王五"),
        ("unfreeze", "2023-06", "--by", "科长"),
        ("originals", "2", "-o", "out"),
        ("people", "add", "wang", "填报", "--units", "甲大队，b", "--by", "科长"),
        ("people", "change", "wang", "viewer", "--by", "科长"),
        ("people", "remove", "wang", "--by", "科长", "--why", "调离"),
        ("restore", "b.zip", "--by", "科长", "--why", "误撤"),
    ):
        shell.run(*words)


@pytest.fixture(scope="module")
def worked(ready_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a shell after a day's work, its warehouse in it. Never write to it."""
    folder = tmp_path_factory.mktemp("worked")
    shell = Shell(shutil.copytree(ready_warehouse, folder / "warehouse"), folder)
    with contextlib.chdir(folder):
        work(shell)
    return folder


@pytest.fixture
def day(worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The day's work, for a test of its own."""
    return begun_in(worked, tmp_path, monkeypatch)


def begun_in(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell that works on in a copy of a prepared folder."""
    folder = shutil.copytree(prepared, tmp_path / "desk")
    monkeypatch.chdir(folder)
    return Shell(folder / "warehouse", folder)


def test_every_operation_is_recorded_with_who_when_what_and_from_where(day: Shell) -> None:
    noted = [entry for entry in day.json("log") if entry["who"] in ("甲队", "王五", "科长")]
    assert [(one["who"], one["action"], one["outcome"], one["detail"]) for one in noted] == [
        ("甲队", "load", "done", "第2次导入：月报.csv（12345热线）。备注：六月"),
        ("甲队", "load", "refused", noted[1]["detail"]),
        ("王五", "undo", "done", "第2次导入。原因：填错"),
        ("王五", "redo", "done", "第2次导入"),
        ("科长", "freeze", "done", "2023年6月。原因：已核定"),
        ("王五", "undo", "refused", noted[5]["detail"]),
        ("科长", "unfreeze", "done", "2023年6月"),
        ("科长", "people", "done", "新增 wang：填报（甲大队、乙大队）"),
        ("科长", "people", "done", "改为 wang：查看"),
        ("科长", "people", "done", "移除 wang。原因：调离"),
        ("科长", "restore", "done", "b.zip。原因：误撤"),
    ]
    assert "错.csv：" in noted[1]["detail"]
    assert "已封账" in noted[5]["detail"]
    assert {one["source"] for one in noted} == {"命令行"}
    assert {"backup", "original"} <= {one["action"] for one in day.json("log")}


def test_the_log_is_narrowed_by_who_what_and_when(day: Shell) -> None:
    assert "填错" in day.run("log", "--who", "王五", "--action", "undo")
    assert len(day.json("log", "--who", "王五", "--action", "undo")) == 2
    assert len(day.json("log", "--refused")) == 2
    assert "没有这样的操作记录" in day.run("log", "--until", "2001-01-01")
    assert day.json("log", "--since", "2001-01-01") == day.json("log")


def test_a_restore_leaves_the_record_and_the_whole_stays_sound(day: Shell) -> None:
    assert [entry["action"] for entry in day.json("log")][-1] == "restore"
    assert day.run("verify").count("完好") == 1


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda lines: [*lines[:4], lines[4].replace("王五", "赵六"), *lines[5:]], "第 5 行"),
        (lambda lines: [*lines[:5], *lines[6:]], "第 5 行"),
        (lambda lines: lines[1:], "第 1 行"),
        (lambda lines: [*lines[:4], "删去", *lines[5:]], "第 5 行"),
        (lambda lines: lines[:4], "现只有 4 行"),
        (lambda lines: [], "现只有 0 行"),
    ],
    ids=["changed", "removed", "first removed", "made unreadable", "cut off", "emptied"],
)
def test_a_record_that_was_changed_is_found_out(
    day: Shell, harm: Callable[[list[str]], list[str]], said: str
) -> None:
    path = day.warehouse / "record.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line}\n" for line in harm(lines)), encoding="utf-8")
    assert said in day.run("verify")
    assert day.status == 3


def test_a_record_written_anew_from_a_line_on_is_found_out(day: Shell) -> None:
    path = day.warehouse / "record.jsonl"
    kept = path.read_bytes().splitlines(keepends=True)[:2]
    path.write_bytes(b"".join(kept))
    work(day)
    assert "操作记录" in day.run("verify")


def test_a_line_torn_by_a_power_cut_stays_and_the_record_goes_on(day: Shell) -> None:
    path = day.warehouse / "record.jsonl"
    before = len(day.json("log"))
    with path.open("ab") as file:
        file.write(b'{"at": "2023-07-0')
    day.run("freeze", "2023-01", "--by", "科长")
    assert len(day.json("log")) == before + 1
    assert "完好" in day.run("verify")


def test_names_with_line_breaks_and_quotes_stay_on_their_line(shell: Shell) -> None:
    shell.write("月报.csv", hotline("2023-06,甲大队,100,90"))
    shell.run("load", "月报.csv", "--by", '甲\n{"who": "王五"}', "--note", "a\u2028b")
    (entry,) = [one for one in shell.json("log") if one["who"].startswith("甲")]
    assert entry["who"] == '甲 {"who": "王五"}'
    assert all(json.loads(line) for line in record_text(shell).splitlines() if line)


def record_text(shell: Shell) -> str:
    return (shell.warehouse / "record.jsonl").read_bytes().decode("utf-8").replace("\u2028", " ")


PEOPLE = [
    (("add", "wang", "boss"), 2, "没有角色"),
    (("add", " ", "viewer"), 1, "登录名须为"),
    (("add", "w\u200bang", "viewer"), 1, "登录名须为"),
    (("add", "li", "viewer"), 1, "已有“li”"),
    (("add", "LI", "viewer"), 1, "只差大小写"),
    (("add", "wang", "reporter"), 1, "写明为哪些单位"),
    (("add", "wang", "reporter", "--units", "丁大队"), 1, "没有单位“丁大队”"),
    (("add", "wang", "manager", "--units", "甲大队"), 1, "不分单位"),
    (("change", "wang", "viewer"), 1, "没有“wang”这个人"),
    (("remove", "wang"), 1, "没有“wang”这个人"),
]


@pytest.mark.parametrize(("words", "status", "said"), PEOPLE, ids=[" ".join(words) for words, _, _ in PEOPLE])
def test_people_that_make_no_sense_are_refused_in_words(
    shell: Shell, words: tuple[str, ...], status: int, said: str
) -> None:
    shell.run("people", "add", "li", "viewer")
    shell.run("people", *words)
    assert (shell.status, said in shell.err) == (status, True), shell.err
    assert [one["name"] for one in shell.json("people", "list")] == ["li"]


def test_people_are_listed_with_their_units_and_who_set_them(shell: Shell) -> None:
    assert "还没有登记任何人" in shell.run("people", "list")
    shell.run("people", "add", "王五", "填报", "--units", "甲大队,b", "--by", "科长")
    assert "没有管理人员" in shell.out
    shell.run("people", "add", "li", "manager")
    assert "王五　填报（甲大队、乙大队）" in shell.run("people", "list")
    assert [one["role"] for one in shell.json("people", "list")] == ["manager", "reporter"]
    assert "原已如此" in shell.run("people", "change", "li", "管理")


def test_a_backup_carries_people(shell: Shell) -> None:
    shell.run("people", "add", "li", "manager")
    shell.run("backup", "b.zip")
    other = Shell(shell.folder / "other", shell.folder)
    other.run("restore", "b.zip")
    assert [one["name"] for one in other.json("people", "list")] == ["li"]


@pytest.fixture(scope="module")
def moved_folder(worked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two machines, the second in `other`: begun before the backup of the first was restored there."""
    folder = shutil.copytree(worked, tmp_path_factory.mktemp("moved") / "desk")
    with contextlib.chdir(folder):
        Shell(folder / "warehouse", folder).run("backup", "all.zip")
        other = Shell(folder / "other", folder)
        other.run("start")
        other.run("restore", "all.zip", "--by", "科长")
    return folder


@pytest.fixture
def first(moved_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The first machine."""
    return begun_in(moved_folder, tmp_path, monkeypatch)


@pytest.fixture
def moved(first: Shell) -> Shell:
    """The other machine."""
    return Shell(first.folder / "other", first.folder)


def test_a_backup_takes_the_record_along_to_another_machine(first: Shell, moved: Shell) -> None:
    there, here = moved.json("log"), first.json("log")[:-1]  # all but the backup itself
    assert [one | {"source": "命令行"} for one in there[: len(here)]] == here
    assert {one["source"] for one in there[: len(here)]} == {"命令行（随备份迁入）"}
    assert [one["action"] for one in there[len(here) :]] == ["begin", "restore"]
    assert "完好" in moved.run("verify")


def test_its_own_backup_brings_a_machine_nothing_and_a_third_one_everything(moved: Shell) -> None:
    before = moved.json("log")
    moved.run("backup", "again.zip")
    moved.run("restore", "again.zip")
    assert moved.json("log")[: len(before)] == before
    assert len(list((moved.warehouse / "records").iterdir())) == 1
    third = Shell(moved.folder / "third", moved.folder)
    third.run("restore", "again.zip")
    assert [one["action"] for one in third.json("log")] == [*(one["action"] for one in before), "restore"]
    assert "完好" in third.run("verify")


def test_a_record_brought_along_that_is_changed_or_lost_is_found_out(moved: Shell) -> None:
    (brought,) = (moved.warehouse / "records").iterdir()
    brought.write_bytes(brought.read_bytes().replace("王五".encode(), "赵六".encode()))
    assert "迁入的操作记录" in moved.run("verify")
    brought.unlink()
    assert "迁入的操作记录" in moved.run("verify")
    assert moved.status == 3


def test_a_record_changed_within_a_backup_is_found_out(first: Shell) -> None:
    with zipfile.ZipFile("all.zip") as source, zipfile.ZipFile("forged.zip", "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content.replace("填错".encode(), "有误".encode(), 1))
    other = Shell(first.folder / "third", first.folder)
    other.run("restore", "forged.zip")
    assert other.status == 0, other.err
    assert "随备份迁入的操作记录第" in other.run("verify")
