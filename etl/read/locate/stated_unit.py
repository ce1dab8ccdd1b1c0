"""Parse counting units in headers, labels and title lines: （万件）, 单位：件、人次, 份数."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from domain.catalogue import CountingUnit, CountingUnits
from domain.text import half_width, without_spaces

if TYPE_CHECKING:
    from etl.read.locate.header import Header
    from etl.read.locate.header_cell import HeaderCell

LONGEST = 200
SMALLEST_ALONE = 10_000  # a smaller scale alone may be a number: （十）

_BRACKET = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]{1,24})[)\]】〕>]")
_ASIDE = re.compile(r"(?:计量|计数|金额|数量)?单位[:为]?")
_BETWEEN = re.compile(r"[,、/;|·和及或()\[\]【】〔〕]|\s")
_BEHIND = re.compile(r".+?[\s/,、·:_-]+([^\s/,、·:_-]{1,8})")
_LABEL = re.compile(r"(?:计量|计数|金额|数量)?单位(?:\s*[:为]\s*|\s+)")
LONGEST_LIST = 40
_BY_WORDS = re.compile(
    r"[以按]\s*([^\s,，。;；:以按]{1,8}?)\s*(?:为(?:计量)?单位|计(?=$|[^\u4e00-\u9fff]|算))"
)
_OWN_LABEL = re.compile(r"(?<![\u4e00-\u9fff])(?:计量|计数|金额|数量)?单位\s*[:为]\s*[^\s。;]{1,16}")
_END_OF_LABELLED = re.compile(r"\s{2,}|[。;]")
_MONTH_BEFORE = re.compile(r"月\s*$")


def read_unit(text: str, units: CountingUnits) -> CountingUnit | None:
    """Parse a text as a unit, ignoring 单位： and brackets; None for any other text."""
    word = _ASIDE.sub("", without_spaces(text).strip("()[]【】〔〕<>"), count=1)
    unit = units.read(word)
    return unit if unit and (unit.base or unit.scale >= SMALLEST_ALONE) else None


def listed_units(text: str, units: CountingUnits) -> tuple[CountingUnit, ...]:
    """The units in a list (件、人次) that holds nothing else; empty for any other text."""
    words = _ASIDE.sub("", half_width(text[:LONGEST]).strip(), count=1)
    words = words.replace("人/次", "人次").replace("人·次", "人次")
    whole = read_unit(words, units)
    if whole:
        return (whole,)
    read = [read_unit(part, units) for part in _BETWEEN.split(words) if part.strip()]
    known = tuple(unit for unit in read if unit)
    return known if len(known) == len(read) else ()


def units_in_header(text: str, units: CountingUnits) -> tuple[CountingUnit, ...]:
    """The units that a header or label states, in brackets or after its name."""
    plain = half_width(text[:LONGEST]).strip()
    found = [unit for bracket in _BRACKET.findall(plain) for unit in listed_units(bracket, units)]
    unit = read_unit(plain, units) or unit_behind(plain, units)
    return tuple(dict.fromkeys([*found, *([unit] if unit else [])]))


def unit_behind(text: str, units: CountingUnits) -> CountingUnit | None:
    """The unit after the name in a header, separated from it: `宣传资料 万份`, `宣传资料/万份`."""
    found = _BEHIND.fullmatch(half_width(text[:LONGEST]).strip())
    return read_unit(found[1], units) if found else None


def units_in_level(text: str, units: CountingUnits) -> tuple[CountingUnit, ...]:
    """The units stated by a header cell below a name: 万份, （件）, also 件数."""
    counted = read_unit(without_spaces(text).removesuffix("数"), units)
    return (counted,) if counted else units_in_header(text, units)


def said_over(header: Header, place: int, units: CountingUnits) -> tuple[CountingUnit, ...]:
    """The units stated above a column of one indicator, those of the lowest level first."""
    if place >= len(header.headings):
        text = header.cells[place] if place < len(header.cells) else ""
        return units_in_header(text, units)
    return said_by_levels(header.headings[place], units)


def said_by_levels(heading: HeaderCell, units: CountingUnits) -> tuple[CountingUnit, ...]:
    """The units stated by the header levels of a column, those of the lowest level first."""
    found: list[CountingUnit] = []
    for text, word in zip(heading.texts[::-1], heading.words[::-1], strict=True):
        found += units_in_header(text, units) if word.kind == "figure" else units_in_level(text, units)
    return tuple(dict.fromkeys(found))


def units_in_titles(lines: Iterable[str], units: CountingUnits) -> tuple[CountingUnit, ...]:
    """The units stated by the lines around a table: after 单位：, or alone in brackets."""
    found = (unit for line in lines for unit in _in_title(line, units))
    return tuple(dict.fromkeys(found))


def _in_title(line: str, units: CountingUnits) -> Iterator[CountingUnit]:
    for label in _LABEL.finditer(line):
        behind = line[label.end() : label.end() + LONGEST_LIST]
        yield from _first_listed(_END_OF_LABELLED.split(behind)[0], units)
    for said in (*_BY_WORDS.findall(line), *line.split("  ")):
        yield from listed_units(said, units)
    for bracket in _BRACKET.finditer(line):
        if not _MONTH_BEFORE.search(line[: bracket.start()]):
            yield from listed_units(bracket[1], units)


def unit_sayings(line: str) -> list[str]:
    """The phrases in a note that may state units, without 填报单位：…."""
    return [found[0] for found in (*_OWN_LABEL.finditer(line), *_BY_WORDS.finditer(line))]


def _first_listed(text: str, units: CountingUnits) -> Iterator[CountingUnit]:
    """The units at the beginning of a text, up to the first word that is not a unit."""
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        unit = read_unit(part, units)
        if unit is None:
            return
        yield unit
