"""Apply number formats that add words (6月, 3万份), percent or a scale; see [ECMA-376] 18.8.30.

A date format may show only a part of the date: 2025年6月, or 6月 and 6月30日 without the year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from domain.months import YEAR_AND_DAY_NOT_SHOWN, YEAR_NOT_SHOWN, month_words

_YEAR_AND_MONTH, _MONTH_AND_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
# Formats that a Chinese spreadsheet names by number only; see [ECMA-376] 18.8.30.
BUILT_IN_DATES = {16: "d-mmm", 17: "mmm-yy"}
BUILT_IN_DATES |= dict.fromkeys((27, 50, 52, 57), _YEAR_AND_MONTH)
BUILT_IN_DATES |= dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_AND_DAY)

_LITERAL = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]|;.*', re.DOTALL)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = re.compile(r"(?P<year>[0-9]{4}年)?[0-9]{1,2}月份?(?P<day>[0-9]{1,2}[日号])?")


@cache
def shows_part_of_date(format_code: str) -> bool:
    """Whether this format shows the month of a date, but not its year or not its day."""
    return _parts(format_code) not in (set(), {"y", "m", "d"})


def as_format_shows(day: str, format_code: str) -> str:
    """A day (2025-06-01) as a cell of this format shows it; any other text is unchanged."""
    return _with(_parts(format_code), day) if _DAY.fullmatch(day) else day


def as_text_shows(day: str, shown: str) -> str:
    """A day as it is shown in a cell of this text, for formats that are not known but by it."""
    found = _SHOWN.fullmatch(shown.strip())
    if not found or not _DAY.fullmatch(day):
        return day
    return _with({"m"} | ({"y"} if found["year"] else set()) | ({"d"} if found["day"] else set()), day)


def _parts(format_code: str) -> set[str]:
    """Which of year, month and day a format shows; empty if it shows no month, or a time."""
    letters = set(_LITERAL.sub("", format_code).lower())
    if "m" not in letters or letters & {"h", "s"}:
        return set()
    return (letters & {"m", "d"}) | ({"y"} if letters & {"y", "e"} else set())


def _with(parts: set[str], day: str) -> str:
    if not parts:
        return day
    stored = date.fromisoformat(day)
    # A month that was typed is kept as its first day; another day was entered as a day.
    hides_day = "d" not in parts and stored.day != 1
    text = day if "d" in parts or hides_day else month_words(stored)
    return text if "y" in parts else text + (YEAR_AND_DAY_NOT_SHOWN if hides_day else YEAR_NOT_SHOWN)


SCALES = {"千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
# Formats named by number only, that show more than the number or less than the date.
BUILT_IN = {9: "0%", 10: "0.00%"} | BUILT_IN_DATES
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<exponent>[Ee][+-]0+)|(?P<digit>[0#?])|(?P<sign>[.,%@])|(?P<date>[ymdhsYMDHS])|(?P<other>.)",
    re.DOTALL,
)
_SHOWN_NUMBER = re.compile(r"(?P<before>\D*?)(?P<number>-?[0-9][0-9,]*(?:\.[0-9]+)?)(?P<after>\D*)")
_BY = {"": Decimal(1), "%": Decimal("0.01")} | {word: Decimal(by) for word, by in SCALES.items()}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_WORD = re.compile(r"[^\W_]|[%‰+<>≥≤±~]")
_IS_TRUE = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}

Token = tuple[str, str]


@dataclass(frozen=True)
class _Section:
    """One section of a format (between semicolons): its tokens (kind, text) and its condition, if any."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None

    @property
    def places(self) -> list[int]:
        """The indices of the digit tokens."""
        return [place for place, (kind, _) in enumerate(self.tokens) if kind in ("digit", "general")]

    @property
    def is_plain(self) -> bool:
        """Whether it displays a plain number: no date, fraction or exponent."""
        kinds = {kind for kind, _ in self.tokens}
        is_fraction = any(token == ("literal", "/") for token in self._between())
        return not kinds & {"date", "exponent"} and not is_fraction

    @property
    def prefix(self) -> str:
        """The words before the number."""
        return _words(self.tokens[: self.places[0]]) if self.places else ""

    @property
    def suffix(self) -> str:
        """The words after the number, including the percent sign."""
        return _words(self.tokens[self.places[-1] + 1 :]) if self.places else ""

    @property
    def thousands(self) -> int:
        """How many times it divides by a thousand: the number of commas after the last digit."""
        behind = self.tokens[self.places[-1] + 1 :] if self.places else ()
        return next((n for n, token in enumerate(behind) if token != ("sign", ",")), len(behind))

    @property
    def divided_digits(self) -> int | None:
        """The number of digits after a literal point (`0!.0,` displays 12345 as 1.2); None without one."""
        tokens = self._between()
        if ("literal", ".") not in tokens:
            return None
        return sum(kind == "digit" for kind, _ in tokens[tokens.index(("literal", ".")) :]) + 1

    @property
    def has_words_within(self) -> bool:
        """Whether there is text between the digits: `0000"年"00"月"`."""
        return any(kind == "literal" for kind, _ in self._between())

    def _between(self) -> list[Token]:
        places = self.places
        return list(self.tokens[places[0] + 1 : places[-1]]) if places else []


@cache
def says_something(format_code: str) -> bool:
    """Whether this format may display more than the number, or less than the date."""
    return shows_part_of_date(format_code) or any(
        one.is_plain
        and (one.prefix or one.suffix or one.thousands or one.has_words_within or _word_alone(one))
        for one in _sections(format_code)
    )


def as_shown(number: str, format_code: str) -> str:
    """A number or day as its cell displays it, with all digits: 6 in `0"月"` is 6月, 0.985 in `0%` is 98.5%.

    A format that divides (`0!.0,"万"`) gives the number itself if its words state the divisor; otherwise, and
    if it adds digits (`0"0"`), the result contains what is displayed too and is not a number.
    """
    try:
        value = Decimal(number)
    except InvalidOperation:
        return as_format_shows(number, format_code)
    section = _section_for(value, _sections(format_code)) if value.is_finite() else None
    if section is None or not section.is_plain:
        return number
    if not section.places:
        return _word_alone(section) or number
    if section.thousands:
        return _divided(number, value, section)
    if section.has_words_within:
        return _filled_in(number, section)
    percents = sum(token == ("sign", "%") for token in section.tokens)
    shown = f"{section.prefix}{_plain(value * 100**percents) if percents else number}{section.suffix}"
    lengthens = section.prefix[-1:].isdigit() or section.suffix[:1].isdigit()
    return f"{number}（显示为 {shown}）" if lengthens else shown


def _divided(number: str, value: Decimal, section: _Section) -> str:
    by = 1000**section.thousands * 10 ** (section.divided_digits or 0)
    scale = next(
        (word for word in sorted(SCALES, key=len, reverse=True) if section.suffix.startswith(word)), ""
    )
    if SCALES.get(scale) == by:
        return number + section.suffix.removeprefix(scale)
    return f"{number}（显示为 {_plain(value / by)}{section.suffix}）"


def _filled_in(number: str, section: _Section) -> str:
    """Fill the digits of a whole number into the placeholders from the right: 202306 as 2023年06月."""
    if not number.isdecimal():
        return number
    left, parts = list(number), []
    for place in range(len(section.tokens) - 1, -1, -1):
        kind, text = section.tokens[place]
        if kind == "digit":
            rest = "".join(left) if place == section.places[0] else left.pop() if left else ""
            parts.append(rest or ("0" if text == "0" else ""))
        elif kind == "literal":
            parts.append(text)
    return "".join(reversed(parts)).strip()


def _section_for(value: Decimal, sections: tuple[_Section, ...]) -> _Section | None:
    """The section of the format that applies to this value."""
    if any(one.condition for one in sections):
        fits = (one for one in sections if one.condition is None or _holds(value, one.condition))
        return next(fits, None)
    place = 1 if value < 0 else 2 if value == 0 else 0
    return sections[place] if place < len(sections) and place < 3 else sections[0]


def _holds(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, limit = condition
    return bool(_IS_TRUE[sign](value, limit))


def _word_alone(section: _Section) -> str:
    """The text of a section without a placeholder for the number; "" for a dash or nothing."""
    return "" if section.places or ("sign", "@") in section.tokens else _words(section.tokens)


def _words(tokens: tuple[Token, ...]) -> str:
    text = "".join(text for kind, text in tokens if kind == "literal" or text == "%").strip()
    if text.count("(") != text.count(")"):  # (5件) for -5: the brackets are the sign
        text = text.replace("(", "").replace(")", "").strip()
    return text if _WORD.search(text) else ""


@cache
def _sections(format_code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[Token] = []
    condition = None
    for kind, text in _tokens(format_code):
        if kind == "end":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket":
            found = _CONDITION.fullmatch(text)
            condition = (found[1], Decimal(found[2])) if found else condition
        else:
            tokens.append((kind, text))
    return (*sections, _Section(tuple(tokens), condition))


def _tokens(format_code: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(format_code):
        kind, text = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "other" and text == ";":
            yield "end", text
        elif kind in ("quoted", "escaped", "other"):
            yield "literal", text
        elif kind:
            yield kind, text


def stored_as_shown(value: float, shown: str) -> float | str:
    """The number in a cell that shows this text, with the words around it: 6月, 3万份, 98.5%."""
    found = _SHOWN_NUMBER.fullmatch(shown.strip())
    exact = Decimal(format(value, ".15g"))
    if found is None:
        digits = "".join(sign for sign in shown if sign.isdecimal())
        return shown.strip() if digits and _equals(digits, exact) and "-" not in shown else value
    before, after = (text.strip() if _WORD.search(text) else "" for text in (found["before"], found["after"]))
    if not before and not after:
        return value
    number = Decimal(found["number"].replace(",", ""))
    step = Decimal(1).scaleb(-len(found["number"].partition(".")[2]))
    for scale, by in _BY.items():
        if after.startswith(scale) and (exact / by).quantize(step, ROUND_HALF_UP) == number:
            whole = exact / by if scale == "%" else exact
            return f"{before}{_plain(whole)}{after.removeprefix(scale if by > 1 else '')}"
    return f"{_plain(exact)}（显示为 {shown.strip()}）"


def _equals(digits: str, exact: Decimal) -> bool:
    try:
        return Decimal(digits) == exact
    except InvalidOperation:
        return False


def number_text(value: float) -> str:
    """12.0 as 12, 0.1 + 0.2 as 0.3: fifteen digits, like a spreadsheet; never with an exponent."""
    if value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    text = format(value, ".15g")
    return format(value, ".15f").rstrip("0") if "e-" in text else text


def _plain(value: Decimal) -> str:
    """The number without an exponent and without trailing zeros after the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
