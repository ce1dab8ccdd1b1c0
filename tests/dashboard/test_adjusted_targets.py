"""A target adjusted in July: June stays judged by the old one, everywhere, and the adjustment is told."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from dashboard.board.board import make_board
from dashboard.wording.lamp_words import reason
from dashboard.wording.target_words import adjustments
from domain.kpi.lamp import Target
from domain.kpi.progress import Progress
from tests.dashboard.command import loaded, run
from tests.dashboard.make import CATALOGUE, NEUTRAL, RATE, SUM, judged, months

JULY = date(2023, 7, 1)
ADJUSTED = Target(6, effective=JULY, before=Target(12))
EACH_MONTH = months(2023, *[0.5] * 12)


def lamps(target: Target, figures: list[Any], kpi: str = SUM) -> list[str]:
    return [judged(kpi, month, figures, target).lamp for month in range(1, 13)]


def test_each_month_is_judged_by_the_target_that_counted_in_it() -> None:
    old, new = Target(12), Target(6)
    expected = lamps(old, EACH_MONTH)[:6] + lamps(new, EACH_MONTH)[6:]
    assert lamps(ADJUSTED, EACH_MONTH) == expected
    assert (judged(SUM, 6, EACH_MONTH, ADJUSTED).target, judged(SUM, 7, EACH_MONTH, ADJUSTED).target) == (
        12,
        6,
    )


def test_a_run_of_lamps_reaches_back_by_the_targets_of_its_months() -> None:
    figures = months(2023, 1, 1, 1, 1, 1, 1, 0, 0, 0)
    raised = Target(24, effective=JULY, before=Target(12))
    assert judged(SUM, 9, figures, raised).since == "2023-07"
    assert judged(SUM, 9, figures, Target(24)).since == "2023-01"


def test_a_target_first_set_in_july_judges_no_month_before() -> None:
    first = Target(6, effective=JULY)
    assert judged(SUM, 6, EACH_MONTH, first).target is None
    assert lamps(first, EACH_MONTH)[:6] == ["watch"] * 6
    assert judged(SUM, 7, EACH_MONTH, first).target == 6


def plan_line(as_of: int, target: Target) -> list[float]:
    kpis = [CATALOGUE.kpi(SUM)]
    board = make_board(CATALOGUE, kpis, "u", date(2023, as_of, 1), {}, {(SUM, "u"): target}, {})
    return list(board.plans.get(SUM, ()))


def test_the_pace_line_changes_in_the_month_of_the_adjustment_and_not_on_junes_board() -> None:
    assert plan_line(9, ADJUSTED) == [1, 2, 3, 4, 5, 6, 3, 4, 4, 5, 5, 6]
    assert plan_line(6, ADJUSTED) == list(range(1, 13))
    unplanned = plan_line(9, Target(6, effective=JULY))
    assert [each == each for each in unplanned] == [False] * 6 + [True] * 6


@pytest.mark.parametrize(
    ("kpi", "target", "words"),
    [
        (SUM, Target(12), ""),
        (SUM, Target(10, effective=JULY, before=Target(12)), "目标自7月由12次调整为10次"),
        (SUM, Target(10, effective=JULY), "目标自7月起为10次"),
        (RATE, Target(0.9, effective=JULY, before=Target(0.95)), "目标自7月由95%调整为90%"),
        ("overturned", Target(3, effective=JULY, before=Target(2)), "控制数自7月由2起调整为3起"),
        (SUM, Target(12, "quarterly", effective=JULY, before=Target(12)), "时序自7月由按月均分调整为按季"),
        (SUM, Target(12, source="新文件", effective=JULY, before=Target(12)), ""),
        (
            SUM,
            Target(8, effective=date(2023, 10, 1), before=Target(10, effective=JULY, before=Target(12))),
            "目标自7月由12次调整为10次，目标自10月由10次调整为8次",
        ),
    ],
)
def test_an_adjustment_is_told(kpi: str, target: Target, words: str) -> None:
    assert adjustments(CATALOGUE.kpi(kpi), target) == words


def test_a_volume_has_no_target_however_often_it_is_adjusted() -> None:
    assert judged(NEUTRAL, 9, months(2023, 1), ADJUSTED).target is None


@given(
    before=st.integers(1, 60),
    after=st.integers(1, 60),
    since=st.integers(2, 12),
    values=st.lists(st.integers(0, 9), min_size=12, max_size=12),
)
def test_an_adjustment_changes_nothing_before_its_month(
    before: int, after: int, since: int, values: list[int]
) -> None:
    figures = months(2023, *values)
    adjusted = Target(after, effective=date(2023, since, 1), before=Target(before))

    def seen(progress: Progress) -> tuple[Any, ...]:
        return (
            progress.lamp,
            progress.target,
            progress.expected_to_date,
            reason(CATALOGUE, progress),
            progress.owner,
        )

    for month in range(1, 13):
        alone = Target(before if month < since else after)
        assert seen(judged(SUM, month, figures, adjusted)) == seen(judged(SUM, month, figures, alone))


TARGETS = """年度,指标,单位,年度目标,生效年月,依据
2023,集体学法次数,,12,,要点
2023,集体学法次数,,6,2023-07,通知
2023,满意率,,95%,,方案
2023,满意率,,90%,7月,通知
"""
TRAINING = "月份,单位,集体学法次数\n" + "".join(
    f"2023-{month:02d},甲大队,{month % 2}\n" for month in range(1, 10)
)
HOTLINE = "月份,单位,回访数,满意数\n" + "".join(f"2023-{month:02d},甲大队,100,92\n" for month in range(1, 10))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adjusted")
    return loaded(folder, targets=TARGETS, training=TRAINING, hotline=HOTLINE)


def kpi(warehouse: Path, name: str, as_of: str) -> dict[str, Any]:
    done = run("dashboard", warehouse, "kpis", "--year", "2023", "--as-of", as_of, "--format", "json")
    return next(row for row in json.loads(done.out) if row["kpi"] == name)


def test_the_command_line_judges_june_by_the_old_target(warehouse: Path) -> None:
    june, july = (kpi(warehouse, SUM, month) for month in ("2023-06", "2023-07"))
    assert (june["target"], june["expected_to_date"], june["lamp"]) == (12, 6, "red")
    assert (july["target"], july["expected_to_date"], july["lamp"]) == (6, 3, "green")
    lamp = [kpi(warehouse, RATE, month)["lamp"] for month in ("2023-06", "2023-07")]
    assert lamp == ["red", "green"]


def test_the_deck_says_what_was_adjusted_and_junes_does_not(warehouse: Path, tmp_path: Path) -> None:
    told = []
    for as_of in ("2023-09", "2023-06"):
        file = tmp_path / f"{as_of}.pptx"
        words = ["--year", "2023", "--as-of", as_of, "--kpi", SUM, "--kpi", RATE, "-o", str(file)]
        assert run("dashboard", warehouse, "slides", *words).status == 0
        shapes = [shape for slide in Presentation(file).slides for shape in slide.shapes]
        texts = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
        told.append(
            [words in texts for words in ("集体学法目标自7月由12次调整为6次", "；目标自7月由95%调整为90%")]
        )
    assert told == [[True, True], [False, False]]
