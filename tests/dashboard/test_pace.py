"""How much of the annual target is due by each month: docs/rules.md §3, expected to date."""

import pytest

from domain.catalogue import Direction, Kind
from domain.kpi.lamp import Target, expected_to_date


@pytest.mark.parametrize(
    ("profile", "due"),
    [
        ("even", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2]),
        ("quarterly", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2]),
        ("half_yearly", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2]),
    ],
)
def test_of_two_meetings_a_year_nothing_is_owed_until_june(profile: str, due: list[int]) -> None:
    plan = Target(2, profile)
    assert [expected_to_date(Kind.SUM, Direction.HIGHER, True, plan, month) for month in range(1, 13)] == due


@pytest.mark.parametrize(
    ("profile", "due"),
    [
        ("even", [0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10]),
        ("quarterly", [0, 0, 2, 2, 2, 5, 5, 5, 7, 7, 7, 10]),
        ("half_yearly", [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5, 10]),
    ],
)
def test_each_profile_has_its_own_steps(profile: str, due: list[int]) -> None:
    plan = Target(10, profile)
    assert [expected_to_date(Kind.SUM, Direction.HIGHER, True, plan, month) for month in range(1, 13)] == due


def test_a_plan_of_ones_own_gives_the_planned_figure_of_the_month() -> None:
    plan = Target(12, "custom", (0, 0, 1, 1, 2, 4, 4, 6, 8, 8, 10, 12))
    assert [expected_to_date(Kind.SUM, Direction.HIGHER, True, plan, month) for month in (3, 6, 12)] == [
        1,
        4,
        12,
    ]


def test_training_hours_are_not_rounded() -> None:
    assert expected_to_date(Kind.SUM, Direction.HIGHER, False, Target(40), 5) == pytest.approx(40 * 5 / 12)


def test_a_ceiling_is_due_rounded_up_whatever_the_profile() -> None:
    due = [
        expected_to_date(Kind.SUM, Direction.LOWER, True, Target(4, "half_yearly"), month)
        for month in range(1, 13)
    ]
    assert due == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]


@pytest.mark.parametrize("kind", [Kind.RATE, Kind.STOCK])
def test_a_rate_and_a_stock_have_no_pace(kind: Kind) -> None:
    assert expected_to_date(kind, Direction.HIGHER, True, Target(0.95), 2) == 0.95


@pytest.mark.parametrize("target", [1.2, 2.4, 3.6, 0.6, 7.2])
def test_a_target_with_decimals_is_rounded_as_it_is_written(target: float) -> None:
    tenths = round(target * 10)
    due = [
        expected_to_date(Kind.SUM, Direction.HIGHER, True, Target(target), month) for month in range(1, 13)
    ]
    assert due == [tenths * month // 120 for month in range(1, 13)]
