"""Parse numerals as written in reports: 2,168 · 1.2万 · 一百二十 · 两 · 百分之九十七点八."""

from __future__ import annotations

ARABIC = r"(?<![A-Za-z\d.·])(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]{1,16}"

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2} | {
    digit: value for value, digit in enumerate("三四五六七八九", 3)
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
SCALES = _SMALL | _BIG


def read_arabic(text: str, scale: str = "") -> float:
    """`1.2` with scale `万` is 12000; thousands separators are ignored."""
    value = float(text.replace(",", ""))
    for sign in scale:
        value *= SCALES[sign]
    return round(value, 6)


def read_chinese(text: str) -> float | None:
    """A whole number in Chinese; None if the characters do not form one (三五, 零一).

    A bare 百, 千 or 万 means one hundred and so on (百余, 近千).
    """
    total = section = 0
    digit: int | None = None
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        elif sign in _SMALL:
            if section and digit is None:
                return None
            section += (1 if digit is None else digit) * _SMALL[sign]
            digit = None
        else:
            total = (total + section + (digit or 0) or 1) * _BIG[sign]
            section, digit = 0, None
    return float(total + section + (digit or 0))


def read_chinese_decimal(text: str) -> float | None:
    """A Chinese number that may have decimals: 九十七点八四."""
    whole, _, decimals = text.partition("点")
    value = read_chinese(whole)
    if value is None or any(sign not in _DIGITS for sign in decimals):
        return None
    return float(f"{value:.0f}.{''.join(str(_DIGITS[sign]) for sign in decimals) or 0}")
