"""Progress agrees with an oracle that follows docs/rules.md §3 word by word, in exact fractions."""

from datetime import date
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kpi.lamp import Target
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure
from tests.dashboard.make import LOWER, NEUTRAL, RATE, STOCK, SUM, judged

HOURS = "training_hours"
Months = dict[tuple[int, int], tuple[Fraction, Fraction]]

counts = st.integers(0, 40).map(Fraction)
parts = st.tuples(counts, counts).map(lambda pair: (min(pair), max(pair)))
all_months = [(year, month) for year in (2021, 2022, 2023) for month in range(1, 13)]
reported = st.dictionaries(st.sampled_from(all_months), parts, max_size=36)
plans = st.lists(st.integers(0, 6), min_size=12, max_size=12)


@st.composite
def targets(draw: st.DrawFn, kpi: str) -> Target | None:
    if draw(st.integers(0, 4)) == 0:
        return None
    if kpi == RATE:
        return Target(draw(st.integers(0, 100)) / 100)
    if draw(st.booleans()):
        steps = draw(plans)
        return Target(float(sum(steps)), "custom", tuple(float(sum(steps[: m + 1])) for m in range(12)))
    return Target(
        float(draw(st.integers(0, 60))), draw(st.sampled_from(["even", "quarterly", "half_yearly"]))
    )


@given(st.data(), st.sampled_from([SUM, HOURS, LOWER, RATE, STOCK, NEUTRAL]), st.integers(1, 12), reported)
def test_progress_is_what_the_rules_say(data: st.DataObject, kpi: str, as_of: int, months: Months) -> None:
    target = data.draw(targets(kpi))
    result = judged(kpi, as_of, figures_of(kpi, months), target)
    expected = Oracle(kpi, as_of, months, target).answers()
    assert {key: getattr(result, key) for key in expected} == {
        key: pytest.approx(float(value), abs=1e-9) if isinstance(value, Fraction | float) else value
        for key, value in expected.items()
    }
    assert_whole(result, kpi)


def figures_of(kpi: str, months: Months) -> list[MonthFigure]:
    return [
        MonthFigure(date(year, month, 1), float(part), float(whole) if kpi == RATE else None)
        for (year, month), (part, whole) in months.items()
    ]


def assert_whole(result: Progress, kpi: str) -> None:
    if kpi in (SUM, LOWER) and result.expected_to_date is not None:
        assert result.expected_to_date == int(result.expected_to_date)


class Oracle:
    """The rules in plain fractions; one method a rule."""

    def __init__(self, kpi: str, as_of: int, months: Months, target: Target | None) -> None:
        self.kpi, self.m, self.months = kpi, as_of, months
        self.target = None if kpi == NEUTRAL else target
        self.T = Fraction(str(self.target.target)) if self.target else None

    def over(self, year: int, chosen: list[int]) -> Fraction | None:
        """The months chosen of a year, added up as the KPI adds up."""
        values = [self.months[year, month] for month in chosen]
        if not values:
            return None
        if self.kpi == STOCK:
            return values[-1][0]
        top, bottom = sum(v[0] for v in values), sum(v[1] for v in values)
        if self.kpi == RATE:
            return Fraction(top, bottom) if bottom else None
        return Fraction(top)

    def have(self, year: int, until: int) -> list[int]:
        return [month for month in range(1, until + 1) if (year, month) in self.months]

    def expected(self, m: int) -> Fraction | None:
        if self.target is None or self.T is None:
            return None
        if self.kpi in (RATE, STOCK):
            return self.T
        if self.kpi == LOWER:
            return Fraction(ceil(self.T * m / 12))
        if self.target.profile == "custom":
            return Fraction(str(self.target.plan[m - 1]))
        exact = {
            "even": self.T * m / 12,
            "quarterly": self.T * (m // 3) / 4,
            "half_yearly": self.T * (m // 6) / 2,
        }[self.target.profile]
        return exact if self.kpi == HOURS else Fraction(floor(exact))

    def lamp(self, m: int) -> str:
        value, due, goal = self.over(2023, self.have(2023, m)), self.expected(m), self.T
        if (2023, m) not in self.months:
            return "waiting"
        if value is None or due is None or goal is None:
            return "watch"
        green, yellow = {
            RATE: (value >= goal, value >= goal - Fraction(2, 100)),
            STOCK: (value <= goal, value <= goal * Fraction(11, 10)),
            LOWER: (value <= due, value <= goal),
        }.get(self.kpi, (value >= due, value >= due * Fraction(7, 10)))
        return "green" if green else "yellow" if yellow else "red"

    def forecast(self) -> tuple[Any, Any, Any]:
        so_far = self.over(2023, self.have(2023, self.m))
        keys = sorted(key for key in self.months if key <= (2023, self.m))
        values = [self.months[key][0] for key in keys]
        if self.kpi in (RATE, STOCK) or so_far is None or len(values) < 3:
            return None, None, None
        left = 12 - self.m
        middle = so_far + left * sum(values[-6:]) / len(values[-6:])
        recent = values[-12:]
        ranges = [abs(recent[i] - recent[i - 1]) for i in range(1, len(recent))]
        spread = 1.96 * float(sum(ranges) / len(ranges)) / 1.128 * sqrt(left)
        return middle, max(float(so_far), float(middle) - spread), float(middle) + spread

    def required(self, value: Fraction | None) -> Fraction | None:
        if self.kpi in (RATE, STOCK) or self.T is None or value is None or self.m == 12:
            return None
        return max(Fraction(0), self.T - value) / (12 - self.m)

    def since(self) -> str | None:
        if self.lamp(self.m) not in ("yellow", "red"):
            return None
        first = self.m
        while first > 1 and self.lamp(first - 1) != "green":
            first -= 1
        while self.lamp(first) not in ("yellow", "red"):
            first += 1
        return f"2023-{first:02d}"

    def answers(self) -> dict[str, Any]:
        value, due = self.over(2023, self.have(2023, self.m)), self.expected(self.m)
        both = [month for month in self.have(2023, self.m) if (2022, month) in self.months]
        middle, low, high = self.forecast()
        now = (2023, self.m) in self.months
        return {
            "year_to_date": value,
            "month_value": self.over(2023, [self.m] if now else []),
            "target": self.T,
            "expected_to_date": due,
            "attainment": value / due if value is not None and due else None,
            "completion": value / self.T if value is not None and self.T else None,
            "lamp": self.lamp(self.m),
            "required_per_month": self.required(value),
            "forecast": middle,
            "forecast_low": low,
            "forecast_high": high,
            "year_ago_month": self.over(2022, [self.m] if now and (2022, self.m) in self.months else []),
            "year_ago_to_date": self.over(2022, both),
            "comparable_to_date": self.over(2023, both),
            "missing_months": tuple(
                f"2023-{m:02d}" for m in range(1, self.m + 1) if (2023, m) not in self.months
            ),
            "since": self.since(),
        }
