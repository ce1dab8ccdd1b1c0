"""python -m dashboard slides, report, bulletin, workbook: a file each, or calm words."""

import zipfile
from pathlib import Path

import pytest

from tests.dashboard.command import run, run_apart

COMMANDS = {"slides": "pptx", "report": "docx", "bulletin": "docx", "workbook": "xlsx"}


@pytest.mark.parametrize(("command", "suffix"), COMMANDS.items())
def test_a_document_is_written_where_it_was_asked_for(
    sample_warehouse: Path, tmp_path: Path, command: str, suffix: str
) -> None:
    file = tmp_path / f"材料.{suffix}"
    done = run(
        "dashboard", sample_warehouse, command, "--year", "2023", "--as-of", "2023-06", "-o", str(file)
    )
    assert (done.status, done.err) == (0, "")
    assert str(file) in done.out
    assert zipfile.ZipFile(file).testzip() is None


def test_a_command_runs_in_a_bare_terminal(sample_warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "通报.docx"
    done = run_apart("dashboard", sample_warehouse, "bulletin", "--year", "2023", "-o", str(file))
    assert (done.status, done.err) == (0, "")
    assert "已生成" in done.out and file.exists()


def test_without_as_of_it_is_the_last_month_with_figures(sample_warehouse: Path, tmp_path: Path) -> None:
    from docx import Document

    file = tmp_path / "通报.docx"
    assert run("dashboard", sample_warehouse, "bulletin", "--year", "2023", "-o", str(file)).status == 0
    assert "数据截至2023年12月" in "".join(each.text for each in Document(str(file)).paragraphs)


def test_the_tracing_annex_can_be_left_off(sample_warehouse: Path, tmp_path: Path) -> None:
    from docx import Document

    file = tmp_path / "总结.docx"
    done = run("dashboard", sample_warehouse, "report", "--year", "2023", "--no-annex", "-o", str(file))
    assert done.status == 0 and not Document(str(file)).tables


def test_kpis_may_be_chosen_by_name(sample_warehouse: Path, tmp_path: Path) -> None:
    from pptx import Presentation

    file = tmp_path / "会议.pptx"
    view = ("--year", "2023", "--kpi", "满意率", "--kpi", "cases_handled", "-o", str(file))
    assert run("dashboard", sample_warehouse, "slides", *view).status == 0
    charts = [
        slide for slide in Presentation(str(file)).slides if any(each.has_chart for each in slide.shapes)
    ]
    assert [slide.shapes.title.text[:3] for slide in charts] == ["满意率", "12月"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--year", "2023", "--unit", "执法大对"), "综合执法大队"),
        (("--year", "2020"), "2020 年还没有数据"),
        (("--year", "2023", "--as-of", "2022-06"), "2023 年内"),
        (("--year", "二三"), "不是年度"),
    ],
)
def test_wrong_usage_is_told_in_one_line_with_status_2(
    sample_warehouse: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "a.pptx"
    done = run("dashboard", sample_warehouse, "slides", *arguments, "-o", str(file))
    assert done.status == 2 and said in done.err and len(done.err.strip().splitlines()) == 1
    assert not file.exists()


def test_a_folder_that_is_not_there_is_told(sample_warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "没有" / "a.pptx"
    done = run("dashboard", sample_warehouse, "slides", "--year", "2023", "-o", str(file))
    assert done.status == 2 and str(file) in done.err


def test_a_warehouse_that_cannot_be_used_has_status_3(tmp_path: Path) -> None:
    broken = tmp_path / "warehouse"
    (broken / "versions").mkdir(parents=True)
    (broken / "versions" / "000001.duckdb").write_bytes(b"no database")
    (broken / "CURRENT").write_text("000001.duckdb\n")
    done = run("dashboard", broken, "report", "--year", "2023", "-o", str(tmp_path / "a.docx"))
    assert done.status == 3 and "Traceback" not in done.err
