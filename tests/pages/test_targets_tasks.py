"""目标与任务: the year's tasks as they stood at the end of the as-of month, overdue first, due soon next."""

import re
from pathlib import Path

import pytest

from tests.pages.board import JUNE, pages_html, words
from tests.pages.plan import open_plan


@pytest.fixture(autouse=True)
def on_the_sample(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))


def rows(month: int, **view: str) -> dict[str, str]:
    """The words of each task, in the order of the page."""
    page = pages_html(open_plan("targets", **JUNE | {"month": str(month)} | view))
    found = re.findall(r'<tr[^>]*data-task="([^"]+)"[^>]*>(.*?)</tr>', page, re.DOTALL)
    return {task: words(row) for task, row in found}


def test_overdue_tasks_come_first_then_those_due_within_thirty_days() -> None:
    june = rows(6)
    assert list(june)[:5] == ["RW-05", "RW-06", "RW-07", "RW-08", "RW-09"]
    assert june["RW-05"].startswith("■ 逾期未完成 逾期15天 上半年案卷评查问题整改销号")
    assert june["RW-07"].startswith("▲ 进行中 还有15天")
    assert june["RW-09"].startswith("○ 进行中 还有92天")
    assert june["RW-04"].startswith("● 逾期完成 逾期12天")
    assert "04-12完成" in june["RW-04"]


def test_a_task_stands_as_it_stood_then_and_not_as_it_stands_now() -> None:
    assert rows(3)["RW-04"].startswith("■ 到期未完成 当日到期")
    assert rows(6)["RW-05"].startswith("■ 逾期未完成")
    assert rows(7)["RW-05"].startswith("● 逾期完成 逾期21天")


def test_a_task_due_in_the_next_year_has_room_on_the_timeline() -> None:
    page = pages_html(open_plan("targets", **JUNE | {"month": "12"}))
    assert "起草年度法治政府建设情况报告" in words(page)
    assert "--months:13" in page


def test_the_line_stands_at_the_end_of_the_as_of_month() -> None:
    places = {
        month: float(re.findall(r'class="stand" style="left:([0-9.]+)%', pages_html(at))[0])
        for month in (3, 12)
        for at in [open_plan("targets", **JUNE | {"month": str(month)})]
    }
    assert places[3] == pytest.approx(100 * (3 - 0.5 / 31) / 13, abs=0.1)
    assert places[12] == pytest.approx(100 * (12 - 0.5 / 31) / 13, abs=0.1)


def test_a_unit_sees_its_own_tasks() -> None:
    assert set(rows(6, unit="transport")) == {"RW-06", "RW-08"}


def test_the_headline_counts_what_is_done_and_what_is_overdue() -> None:
    headers = [header.value for header in open_plan("targets", **JUNE).header]
    assert headers == ["9项未达要求：4红5黄，1项待报", "12项任务完成4项，2项逾期"]
