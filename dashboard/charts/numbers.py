"""How a figure is written: thousands separators, at most one decimal in percentages, 余 and 约 kept."""

import math

NOTHING = "—"
MINUS = "−"


def is_number(value: float | None) -> bool:
    """Whether there is a figure: neither None nor NaN."""
    return value is not None and not math.isnan(value)


def count_text(value: float | None, word: str = "") -> str:
    """`1,098`, `12.5`, `1,000余`, `约 230`; — where there is nothing."""
    if value is None or math.isnan(value):
        return NOTHING
    rounded = round(value, 1)
    text = f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"
    text = text.replace("-", MINUS)
    return f"{word} {text}" if word in ("约", "近") else text + word


def percent_text(value: float | None, trim: bool = False) -> str:
    """`94.1%` of 0.941; 100% and, where asked for (targets), 95% lose their `.0`."""
    if value is None or math.isnan(value):
        return NOTHING
    text = f"{value * 100:.1f}".replace("-", MINUS)
    if text == "100.0" or trim:
        text = text.removesuffix(".0")
    return text + "%"


def value_text(value: float | None, percent: bool, word: str = "") -> str:
    """A figure of a KPI: a share for rates, a count for everything else."""
    return percent_text(value) if percent else count_text(value, word)


def target_text(value: float | None, percent: bool) -> str:
    """A target, written as plans write it: 98%, not 98.0%."""
    return percent_text(value, trim=True) if percent else count_text(value)


def signed_text(value: float | None) -> str:
    """A difference with its sign: `+6`, `−2`, `0`."""
    if value is None or math.isnan(value):
        return NOTHING
    text = count_text(abs(value))
    return text if text == "0" else ("+" if value > 0 else MINUS) + text


def points_text(value: float | None) -> str:
    """A difference of two rates, in percentage points: `−0.9 个百分点`."""
    if value is None or math.isnan(value):
        return NOTHING
    text = f"{abs(value) * 100:.1f}"
    sign = "" if text == "0.0" else ("+" if value > 0 else MINUS)
    return f"{sign}{text} 个百分点"
