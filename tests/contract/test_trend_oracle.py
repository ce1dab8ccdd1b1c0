"""The signals of trend: the known answer, and each rule against a plain reckoning of its words."""

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from tests.contract.office import Office

KNOWN = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
KEYS = [
    "kpi", "unit", "centre", "lower", "upper", "near_lower", "near_upper", "variation", "assurance", "points",
]  # fmt: skip


def load_months(office: Office, column: str, values: Sequence[float]) -> None:
    rows = [f"{2020 + place // 12}-{place % 12 + 1:02d},dd,{value}" for place, value in enumerate(values)]
    report = office.load(f"month,unit,{column}\n" + "\n".join(rows) + "\n")
    assert report["errors"] == []


def reach(values: Sequence[float]) -> float:
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    mean = sum(ranges) / len(ranges)
    kept = [one for one in ranges if one < 3.267 * mean]
    return 2.66 * (sum(kept) / len(kept) if any(kept) else mean)


def signals(values: Sequence[float]) -> list[str]:
    """The name of each point, by the words of the rules."""
    centre, limit, count = sum(values) / len(values), reach(values), len(values)
    marks: list[set[str]] = [set() for _ in values]
    for place, value in enumerate(values):
        if abs(value - centre) > limit + 1e-9:
            marks[place].add("outside")
    for sign in (1, -1):
        above = [(value - centre) * sign for value in values]
        for start in range(count - 6):
            window = values[start : start + 7]
            steps = [(later - earlier) * sign for earlier, later in pairwise(window)]
            for place in range(start, start + 7):
                marks[place] |= {"trend"} if min(steps) > 1e-9 else set()
                marks[place] |= {"shift"} if min(above[start : start + 7]) > 1e-9 else set()
        for start in range(count - 2):
            near = [place for place in range(start, start + 3) if above[place] > limit * 2 / 3 + 1e-9]
            if min(above[start : start + 3]) > 1e-9 and len(near) > 1:
                for place in near:
                    marks[place].add("two_of_three")
    order = ("outside", "trend", "two_of_three", "shift")
    return [next((name for name in order if name in mark), "none") for mark in marks]


def test_the_known_answer(office: Office) -> None:
    load_months(office, "group_study", KNOWN)
    trend = office.trend("--kpi", "group_study")
    assert list(trend) == KEYS
    assert (trend["lower"], trend["centre"], trend["upper"]) == pytest.approx(
        (-0.7156, 1.9444, 4.6044), abs=5e-5
    )
    assert trend["near_upper"] - trend["centre"] == pytest.approx((trend["upper"] - trend["centre"]) * 2 / 3)
    assert trend["points"][4] == {"month": "2020-05", "value": 10, "signal": "outside"}


@pytest.mark.parametrize("seed", range(7))
def test_each_point_is_named_as_the_rules_say(office: Office, seed: int) -> None:
    dice = random.Random(seed)
    shapes = (
        [dice.choice([1, 2, 10]) for _ in range(18)],
        [100 + dice.randint(-3, 3) + 8 * (place > 12) for place in range(24)],
        [50 - place + dice.choice([0, 0, 3]) for place in range(20)],
        [10 + place for place in range(13)],
        [5] * 12,
        [dice.randint(5, 9) for _ in range(30)],
        [100] * 9 + [40] + [100] * 8,
    )
    values = shapes[seed]
    load_months(office, "cases_handled", values)
    trend = office.trend("--kpi", "cases_handled", "--unit", "大队")
    centre, limit, expected = sum(values) / len(values), reach(values), signals(values)
    assert (trend["centre"], trend["upper"]) == pytest.approx((centre, centre + limit))
    assert [point["signal"] for point in trend["points"]] == expected
    assert (trend["variation"] == "common") == (expected[-1] == "none")
    assert trend["assurance"] is None


@pytest.mark.parametrize("values", [range(1, 12), [0, 1] * 9])
def test_short_or_rare_series_have_a_centre_only(office: Office, values: Sequence[float]) -> None:
    load_months(office, "group_study", values)
    trend = office.trend("--kpi", "group_study", "--target", "5")
    assert trend["centre"] == pytest.approx(sum(values) / len(values))
    assert [trend[key] for key in ("lower", "upper", "near_lower", "near_upper", "assurance")] == [None] * 5
    assert (trend["variation"], {point["signal"] for point in trend["points"]}) == ("common", {"none"})


@pytest.mark.parametrize(
    ("cases", "has_limits"),
    [([19] * 12, False), ([20] * 12, True), ([19, 21] * 6, True), ([500] * 5 + [9] * 7, False)],
)
def test_a_rate_on_few_cases_has_a_centre_only(office: Office, cases: list[int], has_limits: bool) -> None:
    rows = [f"2022-{month:02d},dd,{count},{count - month % 3}" for month, count in enumerate(cases, 1)]
    assert office.load("\n".join(["month,unit,major_decisions,legal_reviews", *rows]))["status"] == "ok"
    trend = office.trend("--kpi", "法制审核率", "--target", "98%")
    rates = [(count - month % 3) / count for month, count in enumerate(cases, 1)]
    assert trend["centre"] == pytest.approx(sum(rates) / len(rates))
    assert (trend["lower"] is not None, trend["assurance"] is not None) == (has_limits, has_limits)
    if not has_limits:
        assert {point["signal"] for point in trend["points"]} == {"none"}


@pytest.mark.parametrize(("column", "worse"), [("group_study", -1), ("overturned", 1)])
def test_direction_says_what_a_signal_and_a_target_mean(office: Office, column: str, worse: int) -> None:
    load_months(office, column, [*([20, 21] * 9), 20 + worse * 15])
    assert office.trend("--kpi", column)["variation"] == "concern"
    options = ("--kpi", column, "--to", "2021-06", "--target")
    seen = [office.trend(*options, str(target))["assurance"] for target in (5, 20, 50)]
    assert seen == (["pass", "inconsistent", "fail"] if worse < 0 else ["fail", "inconsistent", "pass"])


def test_a_constant_rate_gives_no_signal_and_an_empty_month_no_point(office: Office) -> None:
    months = [f"2022-{month:02d},dd,{50 * month},{49 * month}" for month in range(1, 13)]
    text = "\n".join(["month,unit,major_decisions,legal_reviews", *months, "2023-01,dd,0,0"])
    assert office.load(text)["status"] == "ok"
    trend = office.trend("--kpi", "法制审核率")
    assert (trend["lower"], trend["centre"], trend["upper"]) == pytest.approx((0.98, 0.98, 0.98))
    assert [point["signal"] for point in trend["points"]] == ["none"] * 12
