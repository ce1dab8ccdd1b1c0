"""What no door may say while figures are owed: those of an office with most of a month missing."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from tests.dashboard.command import loaded, run
from tests.dashboard.test_what_may_be_said import unfit
from tests.pages.board import ROOT, checked, open_board, pages_html, words
from tests.pages.data_pages import open_data_page, said
from tests.pages.plan import open_plan


def months_of(header: str, row: str, *missing: tuple[int, str]) -> str:
    """A file of January to June of both units, without what is missing."""
    lines = [
        f"2023-{month:02},{unit},{row}"
        for month in range(1, 7)
        for unit in ("甲大队", "乙站")
        if (month, unit) not in missing
    ]
    return "\n".join([f"月份,单位,{header}", *lines, ""])


TRAINING = months_of("集体学法次数,法治学习次数,参训人次", "1,1,40", (6, "乙站"))
HOTLINE = months_of(
    "受理工单数,办结工单数,按时办结数,回访数,满意数", "30,30,30,20,20", (6, "甲大队"), (6, "乙站")
)
PETITIONS = months_of("网上信访件数,办结件数,按期办结件数", "3,3,3", (6, "乙站"))
CASES = months_of("办理案件数,案卷集中评查次数", "12,1", (3, "乙站"))
GOVERNANCE = months_of("专题会议次数,调查问卷份数", "1,60", (6, "甲大队"))
GOALS = {
    "集体学法次数": "12", "法治学习次数": "12", "参训人次": "480", "按时办结率": "98%", "满意率": "95%",
    "信访按期办结率": "100%", "案卷集中评查次数": "10", "专题会议次数": "10", "调查问卷份数": "600",
}  # fmt: skip
TARGETS = "年度,指标,单位,年度目标\n" + "".join(
    f"2023,{kpi},{unit},{goal}\n" for kpi, goal in GOALS.items() for unit in ("", "甲大队", "乙站")
)
# What says that figures are absent, and names of choices and tables.
NO_SENTENCE = re.compile(
    r"上年同月没有数据|当月[都确]?(?:无|没有)发生|空格均为零|还没有\w{2,8}数据|有没有|全部(?:指标|任务)|没有年度任务"
)
JUNE = {"year": "2023", "month": "6", "unit": "root"}
BOARDS = ("", "cases", "hotline", "petitions", "training", "publicity", "governance")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of June only some reports have come; of March one unit's cases have not."""
    return loaded(
        tmp_path_factory.mktemp("office"),
        training=TRAINING,
        hotline=HOTLINE,
        petitions=PETITIONS,
        cases=CASES,
        governance=GOVERNANCE,
        targets=TARGETS,
    )


@pytest.fixture(autouse=True)
def on_an_office(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE", str(office))


def sentences_of(*texts: str) -> list[str]:
    """The sentences of texts or HTML, without names and without what says that figures are absent."""
    return [part for text in texts for part in re.split(r"[。；\n]", re.sub(NO_SENTENCE, "", words(text)))]


def handed_to_scripts(at: AppTest) -> Iterator[str]:
    """Every text that the page's own scripts draw or copy: the wall, the long picture, the chat text."""
    for component in at.get("bidi_component"):
        yield from _texts(json.loads(component.proto.json or "{}"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
    elif (isinstance(value, str) and "\n" in value) or re.search(r"[一-鿿]", str(value)):
        yield str(value)


@pytest.mark.parametrize("page", BOARDS)
def test_a_board_page_says_nothing_of_all_while_figures_are_owed(page: str) -> None:
    at = open_board(page, **JUNE)
    assert unfit(sentences_of(pages_html(at), *(each.value for each in at.header))) == []
    assert unfit(sentences_of(*handed_to_scripts(at))) == []


def test_wall_long_picture_and_chat_text_say_nothing_of_all_either() -> None:
    wall = [*handed_to_scripts(open_board(**JUNE, wall="true"))]
    assert "本月要点" not in wall and len(sentences_of(*wall)) > 100
    assert unfit(sentences_of(*wall)) == []
    taken = "\n".join(handed_to_scripts(open_board(**JUNE)))
    assert "全局2023年6月法治政府建设要点\n1．" in taken and "法治政府建设看板" in taken


@pytest.mark.parametrize("page", ["compare", "targets"])
def test_a_page_of_plans_says_nothing_of_all_while_figures_are_owed(page: str) -> None:
    at = open_plan(page, **JUNE)
    assert unfit(sentences_of(pages_html(at), *(each.value for each in at.header))) == []


def test_chasing_and_meeting_pages_say_nothing_of_all_either() -> None:
    meeting = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    meeting.switch_page("pages/material/meeting.py")
    meeting.query_params.update(JUNE)
    for at in (open_data_page("reporting", **JUNE), checked(meeting.run())):
        assert unfit(sentences_of(said(at))) == []


def test_the_workbook_says_nothing_of_all_either(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "june.xlsx"
    done = run("dashboard", office, "workbook", "--year", "2023", "--as-of", "2023-06", "-o", str(file))
    assert done.status == 0, done.err
    book = load_workbook(io.BytesIO(file.read_bytes()), read_only=True)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert len(cells) > 500 and unfit(sentences_of(*cells)) == []


def test_strip_headline_and_points_count_the_same_targets_as_waiting() -> None:
    at = open_board(**JUNE)
    shown = words(pages_html(at))
    assert "◌ 待报 2" in shown
    assert at.header[0].value.endswith("2项待报") or "2项待报" in at.header[0].value
    assert "乙站" in shown and "均" not in at.header[0].value


def test_an_earlier_month_of_one_unit_is_asked_for_on_the_overview_and_marked_on_its_page() -> None:
    assert "请乙站补报3月执法案件数据" in words(pages_html(open_board(**JUNE)))
    shown = words(pages_html(open_board("cases", **JUNE)))
    assert "乙站3月未报" in shown and "3月 12＊ 60" in shown and "＊有单位未报，不与上年同月相比" in shown


def test_a_card_marks_a_figure_that_some_units_have_not_reported_yet() -> None:
    shown = words(pages_html(open_board(**JUNE)))
    assert "网上信访 33 件＊" in shown and "办理案件 132 起 " in shown and "＊有单位未报，数据不全。" in shown


def test_targets_of_datasets_that_nobody_has_reported_wait_on_pages_as_in_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = loaded(tmp_path, hotline=HOTLINE, targets=TARGETS)
    monkeypatch.setenv("WAREHOUSE", str(warehouse))
    done = run("dashboard", warehouse, "kpis", "--year", "2023", "--as-of", "2023-05", "--format", "json")
    waiting = [each["kpi"] for each in json.loads(done.out) if each["target"] and each["lamp"] == "waiting"]
    may = JUNE | {"month": "5"}
    for at in (open_board(**may), open_plan("targets", **may)):
        assert f"◌ 待报 {len(waiting)}" in words(pages_html(at)) and len(waiting) == 7
