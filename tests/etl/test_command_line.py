"""python -m etl: what each command does, its JSON and its messages, as the data contract promises."""

import shutil
from pathlib import Path

import pytest

from etl.warehouse import Warehouse
from tests.etl.desk import hotline, originals_of
from tests.etl.sheets import as_xlsx
from tests.etl.shell import BAD, GOOD, Shell


class TestCheckAndLoad:
    """check and load tell the same about a file; only load keeps it."""

    def test_load_prints_one_object_for_one_table(self, shell: Shell) -> None:
        told = shell.json("load", shell.write("hotline.csv", GOOD))
        warnings = told.pop("warnings")
        assert told == {
            "file": "hotline.csv",
            "dataset": "hotline",
            "encoding": "utf-8",
            "status": "ok",
            "rows": 2,
            "figures": 4,
            "load": 2,
            "changes": {"added": 4, "changed": 0, "unchanged": 0, "withdrawn": 0},
            "errors": [],
        }
        assert [(one["row"], one["column"], one["value"], one["code"]) for one in warnings] == [
            (3, "受理工单数", "50余", "approximate")
        ]
        assert shell.status == 0

    def test_check_stores_nothing(self, shell: Shell) -> None:
        told = shell.json("check", shell.write("hotline.csv", GOOD))
        assert (shell.status, told["status"], told["load"]) == (0, "ok", None)
        assert shell.run("figures", "--format", "json") == "[]\n"

    def test_a_line_names_the_sheet_where_a_workbook_has_several_tables(self, shell: Shell) -> None:
        header = ("月份", "单位", "受理工单数")
        book = as_xlsx(
            {"热线": [header, ("2023-06", "大队", 1)], "热线二": [header, ("2023-07", "大队", "12x")]}
        )
        assert "月报.xlsx[热线二]:2 受理工单数 12x — " in shell.run("check", shell.write("月报.xlsx", book))

    @pytest.mark.parametrize("command", ["check", "load"])
    def test_a_refused_file_names_every_bad_cell(self, shell: Shell, command: str) -> None:
        told = shell.json(command, shell.write("hotline.csv", BAD))
        assert (shell.status, told["status"], told["load"]) == (1, "refused", None)
        assert [(one["row"], one["column"], one["value"], one["code"]) for one in told["errors"]] == [
            (2, "受理工单数", "abc", "not_a_number"),
            (3, "单位", "丁大队", "unknown_unit"),
            (3, "办结工单数", "-4", "negative"),
        ]
        assert all(one["message"] for one in told["errors"])

    def test_findings_are_one_line_each(self, shell: Shell) -> None:
        lines = shell.run("load", shell.write("hotline.csv", BAD)).splitlines()
        assert lines[0].startswith("hotline.csv:2 受理工单数 abc — ")
        assert lines[0].endswith(" (not_a_number)")
        assert len([line for line in lines if " — " in line]) == 3

    def test_the_same_again_is_unchanged_and_done(self, shell: Shell) -> None:
        file = shell.write("hotline.csv", GOOD)
        shell.run("load", file)
        told = shell.json("load", file)
        assert (shell.status, told["status"], told["load"]) == (0, "unchanged", None)

    def test_loading_names_the_warehouse_that_was_written_to(self, shell: Shell) -> None:
        file = shell.write("hotline.csv", GOOD)
        assert Warehouse(shell.warehouse).place in shell.run("load", file)
        shell.json("load", file)
        assert Warehouse(shell.warehouse).place in shell.err

    def test_several_files_are_a_list_and_the_worst_status_counts(self, shell: Shell) -> None:
        told = shell.json("load", shell.write("good.csv", GOOD), shell.write("bad.csv", BAD))
        assert [(one["file"], one["status"]) for one in told] == [("good.csv", "ok"), ("bad.csv", "refused")]
        assert shell.status == 1

    def test_a_missing_file_is_wrong_usage_and_the_others_are_loaded(self, shell: Shell) -> None:
        shell.run("load", shell.folder / "nowhere.csv", shell.write("good.csv", GOOD))
        assert shell.status == 2
        assert "nowhere.csv" in shell.err
        assert len(shell.figures()) == 4

    def test_a_folder_is_loaded_units_first_with_its_notes(self, shell: Shell) -> None:
        shell.write("all/a/热线.csv", hotline("2023-06,丙科,9,8"))
        shell.write("all/z/单位.csv", "单位代码,单位名称,上级单位\nc,丙科,root\n")
        shell.write("all/z/note.txt", "示例：演示数据\n")
        shell.write("all/README.md", "# 说明\n")
        shell.write("all/a/~$热线.xlsx", "lock")
        told = shell.json("load", shell.folder / "all")
        assert [(one["file"], one["load"]) for one in told] == [("z/单位.csv", 2), ("a/热线.csv", 3)]
        assert [one["note"] for one in shell.json("history")][1:] == ["示例：演示数据", ""]

    def test_checking_a_folder_knows_the_units_in_it(self, shell: Shell) -> None:
        shell.write("all/热线.csv", hotline("2023-06,丙科,9,8"))
        shell.write("all/单位.csv", "单位代码,单位名称,上级单位\nc,丙科,root\n")
        assert [one["status"] for one in shell.json("check", shell.folder / "all")] == ["ok", "ok"]

    @pytest.mark.parametrize("suffix", ["xlsb", "ods", "et", "xml", "TSV", "xlsm"])
    def test_no_table_of_a_folder_is_passed_over_for_its_suffix(self, shell: Shell, suffix: str) -> None:
        shell.write("all/a.csv", GOOD)
        shell.write(f"all/b.{suffix}", hotline("2023-07,甲大队,9,8"))
        told = shell.json("load", shell.folder / "all")
        assert [one["file"] for one in told] == ["a.csv", f"b.{suffix}"]
        assert len(shell.figures()) == 6

    def test_a_file_far_too_large_is_refused_without_being_read_whole(self, shell: Shell) -> None:
        file = shell.folder / "大.csv"
        with file.open("wb") as sparse:
            sparse.truncate(1 << 40)
        assert [one["code"] for one in shell.json("check", file)["errors"]] == ["too_large"]
        assert shell.status == 1

    def test_an_empty_folder_is_wrong_usage(self, shell: Shell) -> None:
        shell.run("load", shell.folder)
        assert shell.status == 2

    def test_rows_left_out_are_written_where_the_message_says(self, shell: Shell) -> None:
        text = hotline("2023-06,甲大队,100,90", "2023-06,乙大队,abc,40")
        told = shell.json("load", "--skip-bad-rows", shell.write("hotline.csv", text))
        assert (shell.status, told["status"], told["figures"]) == (0, "ok", 2)
        rejected = Path(told["rejected"])
        assert rejected.parent == shell.folder
        rejected.write_text(rejected.read_text("utf-8-sig").replace("abc", "50"), encoding="utf-8-sig")
        assert shell.json("load", rejected)["changes"]["added"] == 2

    def test_options_stand_in_for_what_the_file_does_not_say(self, shell: Shell) -> None:
        file = shell.write("热线.csv", "受理工单数,办结工单数\n100,\n")
        told = shell.json("load", file, "--month", "2023-06", "--unit", "甲大队", "--blank-is-zero")
        assert told["status"] == "ok"
        assert [(one["indicator"], one["value"]) for one in shell.figures()] == [
            ("tickets_closed", 0),
            ("tickets_received", 100),
        ]

    def test_who_and_why_are_kept(self, shell: Shell) -> None:
        shell.run("load", shell.write("hotline.csv", GOOD), "--by", "李四", "--note", "六月补报")
        last = shell.json("history")[-1]
        assert (last["loaded_by"], last["note"], last["state"]) == ("李四", "六月补报", "active")


class TestTheOthers:
    """history, undo, redo, freeze, unfreeze, missing, figures, template, backup, restore, verify."""

    @pytest.fixture(scope="class")
    def loaded_warehouse(self, ready_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """A warehouse with a month in it. Never write to it."""
        folder = tmp_path_factory.mktemp("loaded")
        shell = Shell(shutil.copytree(ready_warehouse, folder / "warehouse"), folder)
        shell.run("load", shell.write("hotline.csv", GOOD))
        return shell.warehouse

    @pytest.fixture
    def loaded(self, loaded_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
        folder = tmp_path / "desk"
        folder.mkdir()
        monkeypatch.chdir(folder)
        return Shell(shutil.copytree(loaded_warehouse, tmp_path / "warehouse"), folder)

    def test_undo_and_redo(self, loaded: Shell) -> None:
        loaded.run("undo", "2", "--by", "王五", "--why", "报错了")
        assert loaded.status == 0
        assert [one["state"] for one in loaded.json("history")] == ["active", "undone"]
        loaded.run("redo", "2")
        assert (loaded.status, len(loaded.figures())) == (0, 4)

    def test_undoing_a_load_that_never_was_is_wrong_usage(self, loaded: Shell) -> None:
        loaded.run("undo", "9")
        assert loaded.status == 2

    def test_a_frozen_month_refuses_until_it_is_opened(self, loaded: Shell) -> None:
        loaded.run("freeze", "2023-06", "--why", "月报已定")
        assert loaded.status == 0
        changed = loaded.write("changed.csv", hotline("2023-06,甲大队,101,90"))
        told = loaded.json("load", changed)
        assert (loaded.status, [one["code"] for one in told["errors"]]) == (1, ["frozen_period"])
        loaded.run("undo", "2")
        assert loaded.status == 1
        assert "(frozen_period)" in loaded.out
        loaded.run("unfreeze", "2023-06")
        loaded.run("load", changed)
        assert loaded.status == 0

    def test_missing_lists_who_owes_what(self, loaded: Shell) -> None:
        loaded.run("load", loaded.write("july.csv", hotline("2023-07,甲大队,9,")))
        told = loaded.json("missing", "--month", "2023-07")
        assert [(one["unit"], one["dataset"], one["month"], one["state"], one["due"]) for one in told] == [
            ("a", "hotline", "2023-07", "partly", "2023-08-05"),
            ("b", "hotline", "2023-07", "missing", "2023-08-05"),
        ]
        assert "乙大队" in loaded.run("missing", "--month", "2023-07")

    def test_figures_are_chosen_and_ordered(self, loaded: Shell) -> None:
        told = loaded.figures("--unit", "乙大队", "--dataset", "hotline", "--year", "2023")
        assert told == [
            {"dataset": "hotline", "indicator": "tickets_closed", "unit": "b", "month": "2023-06",
             "value": 40, "approximate": False, "load": 2},
            {"dataset": "hotline", "indicator": "tickets_received", "unit": "b", "month": "2023-06",
             "value": 50, "approximate": True, "load": 2},
        ]  # fmt: skip
        assert loaded.figures("--year", "2022") == []

    def test_a_template_goes_to_a_file_or_the_screen(self, loaded: Shell) -> None:
        target = loaded.folder / "模板.xlsx"
        loaded.run("template", "hotline", "--year", "2023", "-o", target)
        assert target.read_bytes()[:2] == b"PK"
        assert loaded.run("template", "units").startswith("\ufeff单位代码,")

    def test_backup_restore_and_verify(self, loaded: Shell) -> None:
        loaded.run("backup", loaded.folder / "b.zip")
        loaded.run("undo", "2")
        loaded.run("restore", loaded.folder / "b.zip")
        assert loaded.status == 0
        assert len(loaded.figures()) == 4
        loaded.run("verify")
        assert loaded.status == 0

    def test_verify_of_a_damaged_warehouse_says_so(self, loaded: Shell) -> None:
        next(originals_of(Warehouse(loaded.warehouse)).iterdir()).unlink()
        loaded.run("verify")
        assert loaded.status == 3
        assert "原始文件" in loaded.out
