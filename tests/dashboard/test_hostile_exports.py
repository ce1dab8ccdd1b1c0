"""What leaves the board holds names as they were written: no formula, no field, no link."""

import csv
import io
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.dashboard.command import run
from tests.hostile import CODES, formulas, hostile_warehouse

JUNE = ("--year", "2023", "--as-of", "2023-06")
# The one field of our own papers is the number of the page.
FIELDS = re.compile(
    r"<w:instrText[^>]*>(?!\s*PAGE\s*<)|<w:fldSimple|<w:hyperlink|<a:hlinkClick|TargetMode=\"External\""
)
FILES = {
    "slides": ("deck.pptx", ("slides", *JUNE, "--all-kpis"), ("unit", "note", "task")),
    "bulletin": ("bulletin.docx", ("bulletin", *JUNE), ("unit", "below", "task")),
    "report": ("report.docx", ("report", *JUNE), ("unit", "note", "person")),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Units, tasks, notes, persons and files named like code."""
    return hostile_warehouse(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("name", FILES)
def test_a_paper_or_deck_holds_names_as_text(hostile: Path, tmp_path: Path, name: str) -> None:
    file, command, held = FILES[name]
    done = run("dashboard", hostile, *command, "-o", str(tmp_path / file))
    assert done.status == 0, done.err
    with zipfile.ZipFile(tmp_path / file) as parts:
        written = {
            each: parts.read(each).decode("utf-8")
            for each in parts.namelist()
            if "media" not in each and each.endswith((".xml", ".rels"))
        }
    assert [each for each, text in written.items() if FIELDS.search(text)] == []
    said = "".join(unescape(re.sub(r"<[^>]+>", "", text)) for text in written.values())
    assert [code for code in held if CODES[code] not in said] == []


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(hostile: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    assert run("dashboard", hostile, "workbook", *JUNE, "-o", str(file)).status == 0
    cells = [cell for sheet in load_workbook(file) for row in sheet.iter_rows() for cell in row]
    assert formulas(cell.value for cell in cells) == []
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    said = {str(cell.value).removeprefix("'") for cell in cells}
    assert {CODES[code] for code in ("unit", "below", "beside", "task", "note", "person")} <= said


@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("etl", ("figures",)),
        ("dashboard", ("kpis", *JUNE, "--unit", "all", "--format", "csv")),
        ("dashboard", ("trend", "--kpi", "hotline_satisfaction_rate", "--unit", "b", "--format", "csv")),
    ],
)
def test_no_cell_that_a_command_prints_is_a_formula(
    hostile: Path, module: str, command: tuple[str, ...]
) -> None:
    done = run(module, hostile, *command)
    assert done.status == 0, done.err
    cells = [cell for row in csv.reader(io.StringIO(done.out.removeprefix("\ufeff"))) for cell in row]
    assert len(cells) > 10
    assert formulas(cells) == []


@pytest.mark.parametrize("dataset", ["hotline", "targets", "tasks", "units", "notes"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_a_template_is_a_formula_and_it_loads_again(
    hostile: Path, tmp_path: Path, dataset: str, kind: str
) -> None:
    file = tmp_path / f"{dataset}.{kind}"
    done = run("etl", hostile, "template", dataset, "--year", "2023", "--filled", "-o", str(file))
    assert done.status == 0, done.err
    if kind == "csv":
        cells: list[object] = [*csv.reader(io.StringIO(file.read_text("utf-8-sig")))]
        cells = [cell for row in cells for cell in row]  # type: ignore[attr-defined]
    else:
        cells = [cell.value for sheet in load_workbook(file) for row in sheet.iter_rows() for cell in row]
    assert formulas(cells) == []
    again = run("etl", hostile, "check", str(file))
    assert again.status == 0, again.out + again.err
    assert "变更 0" in again.out


@pytest.mark.parametrize("command", [("log",), ("log", "--json"), ("history",), ("history", "--json")])
def test_nothing_that_was_typed_turns_a_line_of_the_record_around(
    hostile: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "\u202e甲.csv"
    file.write_text("月份,单位,受理工单数,回访数,满意数\n2023-07,b,20,10,9\n", encoding="utf-8")
    signed = ("--by", "张\u202e三", "--note", "已\u2066核\u200b对\x1b[2J")
    assert run("etl", hostile, "load", str(file), *signed).status == 0
    said = (
        run("etl", hostile, *command)
        .out.encode()
        .decode("unicode_escape" if "--json" in command else "utf-8")
    )
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x1b]", said)
    if "--json" not in command:
        assert "张三" in said
