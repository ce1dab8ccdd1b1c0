"""The forecast of a year's sum for a reader: its figure and range, or that the months swing too widely."""

from __future__ import annotations

from dashboard.format import number
from dashboard.kpi.progress import Progress
from etl.catalogue import Kpi

TOO_WIDE = "波动大，暂难预计"
# Beside a chart there is room for six characters.
TOO_WIDE_SHORT = "波动大难预计"
# A range wider than this share of the target, on both sides of it, says nothing about reaching it.
WIDE_SHARE = 2 / 3
# A thing or two more or less is a range that can be told, however small the target.
LEAST_WIDTH = 2


def swings_too_widely(progress: Progress) -> bool:
    """Whether the forecast's range leaves open what the year will bring; False where there is no forecast.

    A range that lies wholly under or over the target says something, however wide it is. Without a target
    the range is measured by its middle.
    """
    low, high, target = progress.forecast_low, progress.forecast_high, progress.target
    if low is None or high is None or progress.year_is_over:
        return False
    if target is not None and not low < target <= high:
        return False
    measure = target if target is not None else progress.forecast or 0.0
    return high - low > max(WIDE_SHARE * measure, LEAST_WIDTH)


def year_end(kpi: Kpi, progress: Progress) -> str:
    """8（5—11）; 波动大，暂难预计; "" without a forecast and once the year is over."""
    if progress.forecast is None or progress.year_is_over:
        return ""
    if swings_too_widely(progress):
        return TOO_WIDE
    middle, low, high = (
        number(round(value) if kpi.whole and value is not None else value)
        for value in (progress.forecast, progress.forecast_low, progress.forecast_high)
    )
    return f"{middle}（{low}—{high}）"
