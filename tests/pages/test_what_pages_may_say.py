"""What pages may not say while figures are owed: those of an office with most of a month missing."""

import re
from pathlib import Path

import pytest

from tests.dashboard.command import loaded
from tests.dashboard.test_what_may_be_said import unfit
from tests.pages.board import open_board, pages_html, words
from tests.pages.plan import open_plan

TRAINING = "月份,单位,集体学法次数,法治学习次数,参训人次\n" + "".join(
    f"2023-{month:02},{unit},1,1,40\n"
    for month in range(1, 7)
    for unit in ("甲大队", "乙站")
    if (month, unit) != (6, "乙站")
)
HOTLINE = "月份,单位,受理工单数,办结工单数,按时办结数,回访数,满意数\n" + "".join(
    f"2023-{month:02},{unit},30,30,30,20,20\n" for month in range(1, 6) for unit in ("甲大队", "乙站")
)
GOALS = {"集体学法次数": "12", "法治学习次数": "12", "参训人次": "480", "按时办结率": "98%", "满意率": "95%"}
TARGETS = "年度,指标,单位,年度目标\n" + "".join(
    f"2023,{kpi},{unit},{goal}\n" for kpi, goal in GOALS.items() for unit in ("", "甲大队", "乙站")
)
ABSENT = re.compile("上年同月没有数据|还没有\\w{2,8}数据")
JUNE = {"year": "2023", "month": "6", "unit": "root"}


@pytest.fixture(autouse=True)
def on_an_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of June only one unit's training has come."""
    folder = loaded(tmp_path, training=TRAINING, hotline=HOTLINE, targets=TARGETS)
    monkeypatch.setenv("WAREHOUSE", str(folder))


def said_on(markup: str) -> list[str]:
    """The sentences of a page, without the name of its table and what says that figures are absent."""
    shown = re.sub(ABSENT, "", words(markup).replace("全部指标", ""))
    return re.split(r"[。；]", shown)


@pytest.mark.parametrize("page", ["", "hotline", "training", "publicity"])
def test_a_board_page_says_nothing_of_all_while_figures_are_owed(page: str) -> None:
    at = open_board(page, **JUNE)
    headers = [re.sub(ABSENT, "", each.value) for each in at.header if each.value != "全部指标"]
    assert unfit([*said_on(pages_html(at)), *headers]) == []


@pytest.mark.parametrize("page", ["compare", "targets"])
def test_a_page_of_plans_says_nothing_of_all_while_figures_are_owed(page: str) -> None:
    at = open_plan(page, **JUNE)
    headers = [each.value for each in at.header]
    assert unfit([*said_on(pages_html(at)), *headers]) == []


def test_strip_headline_and_points_count_the_same_targets_as_waiting() -> None:
    at = open_board(**JUNE)
    shown = words(pages_html(at))
    assert "◌ 待报 2" in shown
    assert at.header[0].value.endswith("2项待报") or "2项待报" in at.header[0].value
    assert "乙站" in shown and "均" not in at.header[0].value
