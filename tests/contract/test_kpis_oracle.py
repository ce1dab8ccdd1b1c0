"""Every number of kpis against a plain reckoning of the rules, line by line, on made-up bureaus."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

from tests.contract.bureau import (
    HIGHER,
    KPIS,
    LOWER,
    OPEN,
    RATES,
    SESSIONS,
    STOCKS,
    Bureau,
    Month,
    draw_bureau,
)
from tests.contract.office import Office, found

KEYS = [
    "kpi", "unit", "year", "as_of", "month_value", "year_to_date", "approximate", "target",
    "expected_to_date", "attainment", "completion", "lamp", "required_per_month", "forecast",
    "forecast_low", "forecast_high", "year_ago_month", "year_ago_to_date", "missing_months",
    "missing_units", "comparable_to_date",
]  # fmt: skip

Value = tuple[float, float]
Series = dict[Month, Value]


def is_sum(kpi: str) -> bool:
    return kpi not in RATES and kpi not in STOCKS


def of_unit(bureau: Bureau, kpi: str, unit: str, month: Month) -> Value | None:
    """Numerator and denominator (1 where there is none) of one unit's month; None where not reported."""
    if kpi in RATES:
        part, whole = (bureau.figures.get((name, unit, month)) for name in RATES[kpi])
        return None if part is None or whole is None else (part, whole)
    names = OPEN if kpi == "hotline_open" else SESSIONS if kpi == "training_sessions" else (kpi,)
    there = [bureau.figures[name, unit, month] for name in names if (name, unit, month) in bureau.figures]
    if not there or (kpi == "hotline_open" and len(there) < 3):
        return None
    return (there[0] + there[1] - there[2], 1) if kpi == "hotline_open" else (sum(there), 1)


def series_of(bureau: Bureau, kpi: str, unit: str) -> Series:
    """The reported months of a unit and all below it, added up."""
    series: Series = {}
    for month in ((year, number) for year in (2022, 2023) for number in range(1, 13)):
        parts = [part for one in bureau.members(unit) if (part := of_unit(bureau, kpi, one, month))]
        if parts:
            whole = sum(part[1] for part in parts) if kpi in RATES else 1
            series[month] = (sum(part[0] for part in parts), whole)
    return series


def total(kpi: str, values: Sequence[Value]) -> float | None:
    """A sum, a sum over a sum, or the latest of a stock; None where there is nothing."""
    if not values:
        return None
    if kpi in RATES:
        whole = sum(value[1] for value in values)
        return sum(value[0] for value in values) / whole if whole else None
    return values[-1][0] if kpi in STOCKS else sum(value[0] for value in values)


def expected(bureau: Bureau, kpi: str, unit: str, month: int) -> float:
    target = bureau.targets[kpi, unit]
    if not is_sum(kpi):
        return target.value
    if kpi in LOWER:
        return math.ceil(target.value * month / 12)
    if target.profile == "自定":
        return target.plan[month - 1]
    due = {
        "按季": target.value * (month // 3) / 4,
        "按半年": target.value * (month // 6) / 2,
    }.get(target.profile, target.value * month / 12)
    return due if kpi == "training_hours" else math.floor(due)


def lamp(kpi: str, value: float | None, due: float | None, target: float | None, *, is_reported: bool) -> str:
    if not is_reported:
        return "waiting"
    if target is None or due is None or value is None or (kpi in RATES and value > 1):
        return "watch"
    if kpi in RATES:
        green, yellow = value >= target - 1e-9, value >= target - 0.02 - 1e-9
    elif kpi in LOWER:
        green, yellow = value <= due, value <= target * (1.1 if kpi == "hotline_open" else 1) + 1e-9
    else:
        green, yellow = value >= due, value >= 0.7 * due
    return "green" if green else "yellow" if yellow else "red"


def forecast(kpi: str, series: Series, month: int, value: float | None) -> tuple[float | None, ...]:
    """Forecast, its low and its high end."""
    past = [series[each][0] for each in sorted(series) if each <= (2023, month)]
    if not is_sum(kpi) or value is None or len(past) < 3:
        return (None, None, None)
    ranges = [abs(later - earlier) for earlier, later in pairwise(past[-12:])]
    likely = value + (12 - month) * sum(past[-6:]) / len(past[-6:])
    reach = 1.96 * (sum(ranges) / len(ranges) / 1.128) * math.sqrt(12 - month)
    return (likely, max(value, likely - reach), likely + reach)


def reckon(bureau: Bureau, kpi: str, unit: str, month: int) -> dict[str, Any]:
    """What kpis should print, but for missing_units."""
    series = series_of(bureau, kpi, unit)
    span = [(2023, number) for number in range(1, month + 1)]
    now, before = series.get((2023, month)), series.get((2022, month))
    value = total(kpi, [series[each] for each in span if each in series])
    target = bureau.targets[kpi, unit].value if (kpi, unit) in bureau.targets else None
    due = None if target is None else expected(bureau, kpi, unit, month)
    both = [number for _, number in span if (2023, number) in series and (2022, number) in series]
    likely, low, high = forecast(kpi, series, month, value)
    is_owed = is_sum(kpi) and target is not None and value is not None and month < 12
    return {
        "kpi": kpi, "unit": unit, "year": 2023, "as_of": f"2023-{month:02d}", "approximate": False,
        "month_value": total(kpi, [now] if now else []),
        "year_to_date": value,
        "target": target,
        "expected_to_date": due,
        "attainment": value / due if value is not None and due else None,
        "completion": value / target if value is not None and target else None,
        "lamp": lamp(kpi, value, due, target, is_reported=now is not None),
        "required_per_month": max(0, (target or 0) - (value or 0)) / (12 - month) if is_owed else None,
        "forecast": likely, "forecast_low": low, "forecast_high": high,
        "year_ago_month": total(kpi, [before]) if now and before else None,
        "year_ago_to_date": total(kpi, [series[2022, number] for number in both]),
        "comparable_to_date": total(kpi, [series[2023, number] for number in both]),
        "missing_months": [f"{year}-{number:02d}" for year, number in span if (year, number) not in series],
    }  # fmt: skip


def differing(printed: dict[str, Any], reckoned: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What is printed and what is reckoned, where they differ by more than the last digits."""
    pairs = {key: (printed[key], value) for key, value in reckoned.items() if printed[key] != value}
    return {
        key: pair
        for key, pair in pairs.items()
        if not all(isinstance(one, int | float) for one in pair) or not math.isclose(*pair, rel_tol=1e-9)
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_every_kpi_of_every_unit_is_what_the_rules_say(office: Office, seed: int) -> None:
    bureau = draw_bureau(seed)
    office.warehouse = office.folder / "bureau"
    for name, text in bureau.files().items():
        report = office.load(text + "\n", name=name)
        assert (name, report["errors"]) == (name, [])
    for month in (2, 6, 11, 12):
        printed = office.kpis("--year", "2023", "--as-of", f"2023-{month:02d}", "--unit", "all")
        by_key = {(one["kpi"], one["unit"]): one for one in printed}
        for kpi in KPIS:
            for unit in bureau.parents:
                one = by_key[kpi, unit]
                assert list(one) == KEYS
                assert differing(one, reckon(bureau, kpi, unit, month)) == {}


def test_the_bureau_comes_without_a_unit_and_a_unit_by_any_of_its_names(office: Office) -> None:
    office.load("月份,单位,集体学法次数\n2023-03,大队,2\n2023-03,局机关,3\n")
    views = {
        name: office.kpis("--year", "2023", *name) for name in ((), ("--unit", "全局"), ("--unit", "大 队"))
    }
    seen = {
        name: next(
            (one["unit"], one["as_of"], one["year_to_date"]) for one in view if one["kpi"] == "group_study"
        )
        for name, view in views.items()
    }
    assert list(seen.values()) == [("b", "2023-03", 5), ("b", "2023-03", 5), ("dd", "2023-03", 2)]


def test_who_owes_the_month_and_has_not_reported_is_named(office: Office) -> None:
    office.load("月份,单位,受理工单数\n2023-05,大队,2\n2023-05,局机关,3\n")
    view = office.kpis("--year", "2023", "--as-of", "2023-06")
    owing = {one["kpi"]: (one["missing_units"], one["missing_months"][-1:], one["lamp"]) for one in view}
    assert owing["tickets_received"] == (["dd", "ju"], ["2023-06"], "waiting")
    assert owing["group_study"][0] == []


def test_neutral_and_other_kpis_are_the_ones_of_the_rules(office: Office) -> None:
    rows = "".join(f"2023,{kpi},1,文\n" for kpi in KPIS)
    refused = found(office.check(f"年度,指标,年度目标,依据\n{rows}"), "errors")
    assert {value for _, _, value, _ in refused} == set(KPIS) - HIGHER - LOWER
    assert {code for *_, code in refused} == {"no_target_allowed"}
