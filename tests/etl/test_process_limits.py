"""When months tell too little for limits: docs/rules.md §4."""

import pytest

from domain.process_limits import NoLimits, why_no_limits


def no_limits(values: list[float], cases: list[float] | None = None) -> NoLimits | None:
    return why_no_limits(values, cases or [], is_count=cases is None, least_cases=20)


@pytest.mark.parametrize(
    ("values", "cases", "reason"),
    [
        ([5.0] * 11, None, "few_months"),
        ([5.0] * 12, None, None),
        ([0.0] * 11 + [11.0], None, "rare_events"),
        ([0.0] * 11 + [12.0], None, None),
        ([0.5] * 12, [20.0] * 12, None),
        ([0.5] * 12, [19.0] * 7 + [500.0] * 5, "few_cases"),
        ([0.5] * 12, [19.0] * 6 + [21.0] * 6, None),
        ([0.5] * 12, [18.0] * 6 + [21.0] * 6, "few_cases"),
        ([0.5] * 11, [1.0] * 11, "few_months"),
    ],
)
def test_months_that_tell_too_little_have_no_limits(
    values: list[float], cases: list[float] | None, reason: str | None
) -> None:
    assert no_limits(values, cases) == reason
