"""Figures accepted from a report are loaded like any file: previewed, numbered, kept, taken back, proved."""

import io
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from docx import Document

from domain.catalogue import load_catalogue
from etl.load.history import read_history, read_load_records
from etl.load.preview import preview
from etl.load.store import Outcome, load, load_file
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse
from etl.warehouse.backup import backup, restore
from etl.warehouse.verify import verify
from etl.written_report.annual_figure import AnnualFigure, ReportRequest, accept_figures
from etl.written_report.read_report import ReportFigure, read_report
from tests.etl.desk import UNITS, Desk, codes, hotline, originals_of

REPORT = "2023年工作总结\n集体学法2次，发放宣传资料1000余份。\n热线满意率97.84%。\n"


def request(report: str | bytes = REPORT, unit: str = "root", file: str = "总结.txt") -> ReportRequest:
    """All figures of a report with a KPI, accepted for 2023."""
    content = report.encode() if isinstance(report, str) else report
    catalogue = load_catalogue()
    chosen = [(one, one.kpi) for one in figures_in(content) if one.kpi]
    accepted, findings = accept_figures(chosen, catalogue, 2023, unit, file)
    assert not findings
    return ReportRequest(content, file, ReadOptions(), accepted=accepted)


@cache
def figures_in(content: bytes) -> tuple[ReportFigure, ...]:
    """What a report says: each is read once, in a child process."""
    return read_report(content, load_catalogue()).figures


def take_in(desk: Desk, asked: ReportRequest) -> Outcome:
    """Load what a person said yes to."""
    return load_file(desk.warehouse, desk.catalogue, asked, by="李四", at=datetime(2024, 1, 5, 9, 0))


def annual_figures(desk: Desk) -> dict[tuple[int, str, str], tuple[float, bool, str, str, int]]:
    """(year, kpi, unit) → value, approximate, word, quote, load: what stands now."""
    with desk.warehouse.read() as connection:
        rows = connection.execute(
            "SELECT year, kpi, unit, value, approximate, word, quote, load FROM current_annual_figure"
        ).fetchall()
    return {tuple(row[:3]): tuple(row[3:]) for row in rows}


def values(desk: Desk) -> dict[str, float]:
    """KPI → value."""
    return {kpi: found[0] for (_, kpi, _), found in annual_figures(desk).items()}


def test_accepted_figures_are_one_load_with_number_file_and_original(desk: Desk) -> None:
    asked = request()
    assert take_in(desk, asked).load == 2
    assert annual_figures(desk) == {
        (2023, "group_study", "root"): (2, False, "", "集体学法2次", 2),
        (2023, "leaflets", "root"): (1000, True, "余", "发放宣传资料1000余份", 2),
        (2023, "hotline_satisfaction_rate", "root"): (0.9784, False, "", "热线满意率97.84%", 2),
    }
    with desk.warehouse.read() as connection:
        last = read_history(connection).iloc[-1]
    assert (last["loaded_by"], last["file"], list(last["datasets"]), last["added"]) == (
        "李四",
        "总结.txt",
        ["annual_figures"],
        3,
    )
    assert (originals_of(desk.warehouse) / asked.sha256).read_bytes() == REPORT.encode()
    assert verify(desk.warehouse) == []


def test_a_preview_stores_nothing_and_says_what_is_new_changed_and_unchanged(desk: Desk) -> None:
    take_in(desk, request())
    seen = preview(desk.warehouse, desk.catalogue, request(REPORT.replace("2次", "3次")))
    assert seen.status == "ok"
    assert {row.key: (row.old, row.new, row.kind) for row in seen.record_changes.itertuples()} == {
        "2023 group_study root": ("2.0", "3.0", "changed"),
        "2023 hotline_satisfaction_rate root": ("0.9784", "0.9784", "unchanged"),
        "2023 leaflets root": ("1000.0 余", "1000.0 余", "unchanged"),
    }
    assert values(desk)["group_study"] == 2


def test_the_same_report_again_is_no_load(desk: Desk) -> None:
    take_in(desk, request())
    outcome = take_in(desk, request())
    assert (outcome.status, outcome.load) == ("unchanged", None)


def test_annual_and_monthly_figures_are_never_mixed(desk: Desk) -> None:
    desk.load("月份,单位,集体学法次数\n2023-05,甲大队,1\n")
    monthly = desk.whole_figures()
    take_in(desk, request())
    assert desk.whole_figures() == monthly
    assert values(desk)["group_study"] == 2


def test_undo_brings_the_earlier_figures_back_and_redo_the_later(desk: Desk) -> None:
    take_in(desk, request())
    take_in(desk, request(REPORT.replace("2次", "3次")))
    assert desk.undo(3).status == "ok"
    assert values(desk)["group_study"] == 2
    assert desk.undo(2).status == "ok"
    assert values(desk) == {}
    assert desk.redo(3).status == "ok"
    assert values(desk)["group_study"] == 3
    assert verify(desk.warehouse) == []


def test_what_a_load_changed_can_be_looked_at_afterwards(desk: Desk) -> None:
    take_in(desk, request())
    take_in(desk, request(REPORT.replace("2次", "3次")))
    desk.undo(2)
    with desk.warehouse.read() as connection:
        found = read_load_records(connection, 3)
    changed = found[found["kind"] == "changed"]
    assert [(row.dataset, row.old, row.new) for row in changed.itertuples()] == [
        ("annual_figures", "2.0", "3.0")
    ]


def test_a_figure_confirmed_on_a_state_that_moved_is_shown_anew(desk: Desk) -> None:
    asked = request(REPORT.replace("2次", "3次"))
    seen = preview(desk.warehouse, desk.catalogue, asked)
    take_in(desk, request())
    outcome = load(desk.warehouse, desk.catalogue, seen, by="李四")
    assert (outcome.status, outcome.load) == ("moved", None)
    assert values(desk)["group_study"] == 2


def test_a_units_annual_figures_keep_its_unit_file_from_being_taken_back(desk: Desk) -> None:
    desk.load(UNITS + "c,丙大队,root\n", "单位2.csv")
    take_in(desk, request(unit="c"))
    change = desk.undo(2)
    assert change.status == "refused"
    assert "年度数" in change.findings[0].message


def test_a_unit_that_is_not_known_is_refused(desk: Desk) -> None:
    assert codes(take_in(desk, request(unit="nowhere"))) == ["unknown_unit"]


def test_nothing_accepted_is_no_load(desk: Desk) -> None:
    outcome = take_in(desk, replace(request(), accepted=()))
    assert (codes(outcome), outcome.load) == (["empty_file"], None)


@pytest.mark.parametrize(
    ("report", "file", "code"),
    [
        (REPORT + "机密★1年\n", "总结.txt", "classified"),
        (REPORT, "秘密★总结.txt", "classified"),
        (REPORT + "联系人手机13812345678。\n", "总结.txt", "personal_data"),
        (REPORT + "王某（110101199003071234）\n", "总结.txt", "personal_data"),
    ],
)
def test_a_report_that_may_not_be_held_is_refused_and_nothing_of_it_is_kept(
    desk: Desk, report: str, file: str, code: str
) -> None:
    before = sorted(originals_of(desk.warehouse).glob("*"))
    figure = AnnualFigure(2023, "group_study", "root", 2, "", "集体学法2次", file)
    outcome = take_in(desk, ReportRequest(report.encode(), file, ReadOptions(), accepted=(figure,)))
    assert (outcome.status, codes(outcome)) == ("refused", [code])
    assert sorted(originals_of(desk.warehouse).glob("*")) == before


def test_a_hotlines_number_does_not_make_a_report_personal(desk: Desk) -> None:
    assert take_in(desk, request(REPORT + "拨打12345或0311-88012345。\n")).status == "ok"


def word_document(body: str, header: str) -> bytes:
    document = Document()
    document.add_paragraph(body)
    document.sections[0].header.paragraphs[0].text = header
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_a_mark_in_the_header_of_a_word_document_is_seen(desk: Desk) -> None:
    assert take_in(desk, request(word_document("集体学法2次。", ""), file="总结.docx")).status == "ok"
    refused = replace(request(), content=word_document("集体学法2次。", "秘密★1年"))
    assert codes(take_in(desk, refused)) == ["classified"]


def test_a_backup_holds_annual_figures_and_their_report(desk: Desk, tmp_path: Path) -> None:
    take_in(desk, request())
    other = Desk(Warehouse(tmp_path / "other"))
    restore(other.warehouse, backup(desk.warehouse, tmp_path / "all.zip"))
    assert annual_figures(other) == annual_figures(desk)
    assert verify(other.warehouse) == []


def test_a_months_load_leaves_annual_figures_alone(desk: Desk) -> None:
    take_in(desk, request())
    desk.load(hotline("2023-05,甲大队,12,10"))
    assert values(desk)["group_study"] == 2
