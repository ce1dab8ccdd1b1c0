"""python -m etl at its edges: wrong usage, an unusable warehouse, odd surroundings; never a traceback."""

import re
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner
from filelock import FileLock

from etl.__main__ import etl
from etl.cli.console import in_chinese
from etl.warehouse import warehouse as warehouse_module
from tests.dashboard.command import run
from tests.etl.desk import UNITS, Desk
from tests.etl.shell import BAD, GOOD, Shell, python_m_etl

CLICKS_OWN = re.compile(
    r"Usage|Options|Commands|Show this|Missing|Invalid|No such|not a valid|default:|required"
)


@pytest.mark.parametrize(
    "words",
    [
        ["load"],
        ["nonsense"],
        ["figures", "--nonsense"],
        ["figures", "--format", "xml"],
        ["figures", "--year", "abc"],
        ["figures", "--unit", "丁大队"],
        ["figures", "--dataset", "nonsense"],
        ["freeze", "2023-13"],
        ["missing", "--month", "六月"],
        ["restore", "nowhere.zip"],
        ["undo", "x"],
        ["history", "x"],
        ["history", "--json=1"],
        ["backup", "nowhere/b.zip"],
    ],
    ids=" ".join,
)
def test_wrong_usage_has_the_exit_status_2_and_chinese_words(desk: Desk, words: list[str]) -> None:
    done = run("etl", desk.warehouse.folder, *words)
    told = done.out + done.err
    assert done.status == 2
    assert any("\u4e00" <= sign <= "\u9fff" for sign in told.splitlines()[0])
    assert "Traceback" not in told


def test_no_command_at_all_lists_the_commands(desk: Desk) -> None:
    done = python_m_etl()
    assert done.returncode == 2
    assert "用法有误" not in done.stderr.decode()
    assert "检查并导入表格" in done.stderr.decode()


class TestWhatToWrite:
    """Wrong usage is told with what would be right, without a word of English of click's own."""

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["undo", "3", "--reason", "错报"], ["没有选项 --reason", "--why（原因）", "--by"]),
            (["figures", "--dataest", "cases"], ["没有选项 --dataest", "是不是 --dataset"]),
            (["missing", "2026-10"], ["多写了 2026-10", "--month 2026-10"]),
            (["missing", "--month", "2026年10月"], ["应写作 2026-10", "“2026年10月”"]),
            (["lod", "a.csv"], ["没有命令 lod", "是不是 load"]),
            (["undo"], ["缺少参数 编号", "etl undo [选项] 编号"]),
            (["undo", "六"], ["应为整数"]),
            (["undo", "99"], ["没有编号为 99 的导入", "history"]),
            (["figures", "--year"], ["--year 后面缺少它的值"]),
            (["figures", "--year", "六"], ["1949 至 2199"]),
            (["figures", "--format", "表"], ["可选 csv、json"]),
        ],
        ids=lambda words: " ".join(words),
    )
    def test_a_slip_is_told_with_what_would_be_right(
        self, desk: Desk, words: list[str], told: list[str]
    ) -> None:
        with pytest.raises(click.ClickException) as raised:
            etl.main(["--warehouse", str(desk.warehouse.folder), *words], "etl", standalone_mode=False)
        said = in_chinese(raised.value)
        assert [part for part in told if part not in said] == []
        assert not CLICKS_OWN.search(said)

    @pytest.mark.parametrize("command", ["", *sorted(etl.commands)])
    def test_help_is_in_chinese(self, command: str) -> None:
        told = CliRunner().invoke(etl, [*command.split(), "--help"]).stdout
        assert told.startswith("用法：")
        assert "选项：" in told
        assert not CLICKS_OWN.search(told)


class TestUnusable:
    """A warehouse that can't be used: exit status 3, and what to do."""

    @pytest.mark.parametrize("words", [["figures"], ["history"], ["verify"], ["undo", "1"]], ids=" ".join)
    def test_a_ruined_one(self, shell: Shell, words: list[str]) -> None:
        for version in shell.warehouse.glob("versions/*"):
            version.write_bytes(b"not a database")
        shell.run(*words)
        assert shell.status == 3
        assert "restore" in shell.err

    def test_one_of_another_version(self, shell: Shell, desk: Desk) -> None:
        with duckdb.connect(desk.warehouse.current_path()) as connection:
            connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
        shell.run("figures")
        assert shell.status == 3
        assert "请换用新版程序" in shell.err
        shell.run("load", "--help")
        assert shell.status == 0
        assert shell.out.startswith("用法：")

    def test_one_that_another_writer_holds_too_long(
        self, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(warehouse_module, "LOCK_SECONDS", 0.05)
        with FileLock(shell.warehouse / "lock"):
            shell.run("load", shell.write("hotline.csv", GOOD))
        assert shell.status == 3
        assert "占用" in shell.err

    def test_a_file_in_its_place(self, shell: Shell) -> None:
        other = Shell(shell.write("file", ""), shell.folder)
        other.run("figures")
        assert other.status == 3
        assert "Traceback" not in other.out + other.err


class TestStart:
    """start begins the office's own warehouse, empty, and says what comes first."""

    def test_it_is_empty_and_says_what_to_do(self, tmp_path: Path) -> None:
        shell = Shell(tmp_path / "own", tmp_path)
        told = shell.run("start")
        assert (shell.status, shell.run("figures", "--format", "json")) == (0, "[]\n")
        assert told.index("单位") < told.index("目标") < told.index("当月")

    def test_starting_again_keeps_what_is_there(self, shell: Shell) -> None:
        shell.run("load", shell.write("hotline.csv", GOOD))
        shell.run("start")
        assert (shell.status, len(shell.figures())) == (0, 4)


def test_output_is_utf8_whatever_the_locale(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "热线.csv"
    file.write_text(BAD, encoding="utf-8")
    done = python_m_etl(
        "--warehouse", desk.warehouse.folder, "check", file, LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert "受理工单数".encode() in done.stdout
    assert done.returncode == 1


def test_the_environment_names_the_warehouse_and_it_is_made(tmp_path: Path) -> None:
    file = tmp_path / "单位.csv"
    file.write_text(UNITS, encoding="utf-8")
    folder = tmp_path / "from-environment"
    assert python_m_etl("load", file, WAREHOUSE=str(folder)).returncode == 0
    assert (folder / "CURRENT").exists()


def test_an_error_nobody_foresaw_is_one_calm_sentence_and_logged_whole(shell: Shell, monkeypatch) -> None:
    monkeypatch.setattr("etl.cli.looking_up.read_history", None)
    shell.run("history")
    assert shell.status == 3
    assert "Traceback" not in shell.out + shell.err
    assert "TypeError" in (shell.warehouse / "log" / "errors.log").read_text(encoding="utf-8")
