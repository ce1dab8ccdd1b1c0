"""Lines of their own among rows of indicators, which name the unit or the month of the rows below them."""

from dataclasses import dataclass, replace

from etl.reading.headers.heading import NUMBERED, Words
from etl.reading.headers.label_columns import LabelColumns
from etl.reading.opening.sheet import Row
from etl.reading.tables.sections import like_a_unit, section_name
from etl.reading.tables.value_columns import Across
from etl.text import name_key
from etl.units import UnitDirectory


@dataclass(frozen=True)
class Section:
    """The unit and month that the lines above a row give it, as written; "" where none gives one.

    `numbered`: whether the line of the unit begins with a number, as those of its siblings then do.
    """

    unit: str = ""
    month: str = ""
    numbered: bool = False


def lacking_keys(labels: LabelColumns, across: Across) -> frozenset[str]:
    """Which of unit and month neither a column nor the header says: lines of section may."""
    unit = labels.unit is None and not across.say_unit
    month = labels.month is None and not across.say_month
    return frozenset({"unit"} if unit else ()) | frozenset({"month"} if month else ())


def next_section(
    cells: Row, before: Section, lacking: frozenset[str], words: Words, units: UnitDirectory
) -> Section | None:
    """The section that a row of one text alone begins; None where it begins none.

    A text alone that ends as a unit's name does begins one, known or not; so does, once units head the rows,
    any other that is numbered as they are.
    """
    name = section_name(cells)
    if not name:
        return None
    if "month" in lacking and words[name].kind == "month":
        return replace(before, month=name)
    if "unit" not in lacking or words.figure(name):
        return None
    is_numbered = any(NUMBERED.match(name_key(text)) for text in cells)
    is_next = bool(before.unit) and is_numbered == before.numbered
    begins = is_next or like_a_unit(name) or units.find(name) is not None
    return replace(before, unit=name, numbered=is_numbered) if begins else None
