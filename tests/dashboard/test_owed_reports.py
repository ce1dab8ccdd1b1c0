"""How many reports a view owes and who has sent none: the same as the page that chases them says."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.board.loaded_records import Note, Owed, owed_by_month
from dashboard.board.missing import owed_by_view
from dashboard.documents.papers.report import make_report
from dashboard.documents.report_data import ReportData, read_report_data
from dashboard.wording.asks import asks
from dashboard.wording.owed_words import owed_of_month, owing
from etl.warehouse import Warehouse
from etl.warehouse.submissions import read_completeness, read_submissions
from etl.warehouse.view_scope import read_scope
from tests.dashboard.documents import report_data
from tests.dashboard.make import CATALOGUE
from tests.dashboard.said import paper_texts, sentences
from tests.dashboard.situations import Situation, make_situation, read_situation

MONTHS = [date(2022, 12, 1), *(date(2023, month, 1) for month in range(1, 13))]
CHANGES = (
    "DELETE FROM latest_value USING series WHERE series.series = latest_value.series"
    " AND unit = 'brigade' AND dataset = 'hotline' AND month = DATE '2023-05-01'",
    "DELETE FROM latest_value USING series WHERE series.series = latest_value.series"
    " AND unit = 'office' AND month >= DATE '2023-09-01'",
    "DELETE FROM latest_value USING series WHERE series.series = latest_value.series"
    " AND unit = 'brigade' AND dataset = 'hotline' AND month = DATE '2023-07-01' AND indicator = ("
    "SELECT min(indicator) FROM series WHERE dataset = 'hotline' AND unit = 'brigade')",
    "UPDATE unit SET reports = ['cases', 'hotline', 'petitions'], start_month = DATE '2023-03-01'"
    " WHERE unit = 'transport'",
    "UPDATE unit SET reports = [], end_month = DATE '2023-10-01' WHERE unit = 'brigade'",
)


@pytest.fixture
def warehouse(own_sample_warehouse: Path) -> Warehouse:
    """The sample with gaps, duties written down and units that begin and end."""
    changed = Warehouse(own_sample_warehouse)
    with changed.write() as connection:
        for change in CHANGES:
            connection.execute(change)
    return changed


def test_a_view_owes_what_the_page_that_chases_says_its_units_owe(warehouse: Warehouse) -> None:
    with warehouse.read() as connection:
        units = [row[0] for row in connection.execute("SELECT unit FROM current_unit").fetchall()]
        scope = read_scope(connection, units)
        submissions = read_submissions(connection, CATALOGUE, MONTHS)
        found = {
            (month, unit, each.dataset): (each.owed, each.missing)
            for (month, unit), every in owed_by_view(
                read_submissions(connection, CATALOGUE, MONTHS), CATALOGUE, scope, MONTHS
            ).items()
            for each in every
        }
        expected: dict[tuple[date, str, str], tuple[int, tuple[str, ...]]] = {}
        told: list[tuple[date, str, object, tuple[str, ...]]] = []
        frames = {month: read_completeness(connection, CATALOGUE, month) for month in MONTHS}
        for unit in units:
            below = read_scope(connection, [unit])["unit"]
            for month, frame in frames.items():
                for dataset, rows in frame[frame["unit"].isin(below)].groupby("dataset"):
                    missing = tuple(sorted(rows["unit"][rows["state"] == "missing"]))
                    expected[month, unit, str(dataset)] = (len(rows), missing)
                    told += [
                        (month, row["unit"], dataset, tuple(row["blank"]) if row["state"] == "partly" else ())
                        for row in rows[rows["state"].isin(["missing", "partly"])].to_dict("records")
                        if unit == row["unit"]
                    ]
        at_once = owed_by_month(submissions, CATALOGUE, MONTHS)
    assert found == expected
    assert sorted(told) == sorted(
        (month, each.unit, each.dataset, each.blank) for month, owed in at_once.items() for each in owed
    )
    assert {bool(blank) for *_, blank in told} == {True, False}
    assert {unit for _, owing in expected.values() for unit in owing} >= {"brigade", "office"}


def test_a_unit_that_has_explained_what_it_owes_is_named_but_not_pressed_for_it(
    sample_warehouse: Path,
) -> None:
    view = report_data(sample_warehouse)
    text = "\n".join(paper_texts(make_report(view, annex=False)))
    assert "6月尚未报齐：公路养护中心（学法培训）、局机关（调查问卷）。" in text
    assert "督促公路养护中心按时报送数据" in text
    assert "局机关" not in owing(view.story) and "请公路养护中心补报6月学法培训数据" in owing(view.story)


def test_a_part_that_a_note_explains_is_listed_with_the_note_and_not_asked_for(
    sample_warehouse: Path,
) -> None:
    story = report_data(sample_warehouse).story
    part = replace(story, owed=(Owed("office", "governance", ("questionnaires",)),))
    assert "局机关" not in owing(part)
    assert "局机关（组织领导与专项整治缺调查问卷份数，说明：问卷还在回收，随七月一并上报）" in owed_of_month(
        part
    )
    more = replace(story, owed=(Owed("office", "governance", ("questionnaires", "notices_posted")),))
    assert "请局机关补报6月公告张贴数据" in owing(more) and "调查问卷" not in owing(more)
    assert [text for text in owed_of_month(more) if text.startswith("局机关")] == [
        "局机关（组织领导与专项整治缺公告张贴数）",
        "局机关（组织领导与专项整治缺调查问卷份数，说明：问卷还在回收，随七月一并上报）",
    ]


def test_a_note_on_one_figure_of_a_missing_report_is_told_and_the_report_is_still_asked_for(
    sample_warehouse: Path,
) -> None:
    story = report_data(sample_warehouse).story
    missing = replace(story, owed=(Owed("office", "governance"),))
    assert "请局机关补报6月组织领导与专项整治数据" in owing(missing)
    assert "局机关（组织领导与专项整治，其中调查问卷说明：问卷还在回收，随七月一并上报）" in owed_of_month(
        missing
    )


def test_a_note_explains_the_month_and_the_figure_that_it_is_about_and_no_other() -> None:
    gaps = frozenset({("b", "publicity", month) for month in (3, 4)})
    story = read_situation(Situation(gaps=gaps)).story
    assert "请乙中心补报3—4月普法宣传数据" in owing(story)
    march = [Note(date(2023, 3, 1), "b", kpi, "当月未开展。", 1) for kpi in ("campaigns", "leaflets")]
    assert "请乙中心补报4月普法宣传数据" in owing(replace(story, notes=march))
    of_one = owing(replace(story, notes=march[:1]))
    assert "请乙中心补报3月宣传资料数据；请乙中心补报4月普法宣传数据" in of_one
    others = [replace(note, unit="c") for note in march]
    assert "请乙中心补报3—4月普法宣传数据" in owing(replace(story, notes=others))


def test_a_figures_own_note_is_told_rather_than_one_on_a_rate_that_is_made_of_it(
    sample_warehouse: Path,
) -> None:
    story = report_data(sample_warehouse).story
    notes = [
        Note(date(2023, 6, 1), "office", kpi, text, 1)
        for kpi, text in (("tickets_surveyed", "回访系统故障。"), ("hotline_satisfaction_rate", "样本少。"))
    ]
    for told in (notes, notes[::-1]):
        part = replace(story, owed=(Owed("office", "hotline", ("tickets_surveyed",)),), notes=told)
        assert "局机关（12345热线缺回访数，说明：回访系统故障）" in owed_of_month(part)


def test_units_that_owe_different_reports_are_not_asked_for_each_others(sample_warehouse: Path) -> None:
    story = report_data(sample_warehouse).story
    each_one = replace(story, owed=(Owed("roads", "training"), Owed("office", "publicity")))
    assert "请公路养护中心、局机关补报6月月报（共2份）" in owing(each_one)
    alike = replace(story, owed=(Owed("roads", "training"), Owed("office", "training")))
    assert "请公路养护中心、局机关补报6月学法培训数据" in owing(alike)


OWES_TWO_MONTHS = Situation(
    gaps=frozenset({("b", "hotline", 3)}), reported={("c", "training"): 5}, tasks=(), share=0.8
)


def closed_through(month: date | None) -> ReportData:
    """A bureau where one unit owes a report of March and another one of June, closed through a month."""
    connection = make_situation(OWES_TWO_MONTHS)
    if month is not None:
        connection.execute(
            "INSERT INTO freeze_event (event, month, kind, frozen_through) VALUES (9, ?, 'frozen', ?)",
            [month, month],
        )
    return read_report_data(connection, CATALOGUE, 2023, date(2023, 6, 1))


def test_what_is_closed_is_told_but_not_asked_for() -> None:
    june, march = "丙站补报6月学法培训数据", "乙中心补报3月12345热线数据"
    assert [text in owing(closed_through(None).story) for text in (june, march)] == [True, True]
    assert [text in owing(closed_through(date(2023, 4, 1)).story) for text in (june, march)] == [True, False]
    closed = closed_through(date(2023, 6, 1))
    said = sentences(closed)
    assert not [text for text in (*said, *closed.key_points, *asks(closed.story)) if "补报" in text]
    assert not [text for text in said if "补齐缺报" in text]
    assert any("6月尚未报齐：丙站（学法培训）" in text for text in said)
    assert not any("报齐后重新判断" in text for text in (*said, *closed.key_points))
    assert any("数据尚未报全，按已报数判断" in text for text in said)
