"""Parse figures: full-width digits, thousands separators, counting units, 余 约 近 多 and +, 万.

A figure is compared with the counting unit of its column (`Measure`): the unit it is stored in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from domain.catalogue import NO_UNIT, Column, CountingUnit, CountingUnits, load_catalogue
from domain.text import RAISED, STRUCK, UNSURE_RAISED, UNSURE_STRUCK, plain, unescape_formula

TOO_BIG = 1_000_000_000
LONGEST_NUMBER = 40

BLANKS = frozenset({"", "-", "–", "—", "——", "/", "无数据", "n/a"})
ZERO = "无"
WITHDRAWN = "撤销"
WRITTEN = "这里写的单位是"
RATES = ("%", "‰")
TEN_THOUSAND = 10_000  # 万, the only scale allowed after a number without a unit

_NUMBER = re.compile(
    r"(?P<before>约|近)? *(?P<minus>-)?(?P<digits>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?P<decimals>\.[0-9]+)?"
    r"(?P<behind>(?:[^\W\d_]|[ +%‰])*)"
)
_MARK = re.compile("[余多+]")

CellError = Literal["not_a_number", "negative", "not_whole", "too_big", "wrong_unit"]
CellKind = Literal["figure", "blank", "withdrawn", CellError]


@dataclass(frozen=True)
class Figure:
    """A parsed cell. `kind` is "figure", "blank" (not reported), "withdrawn", or the code of the error.

    `value` is NaN unless kind is "figure"; `word` is 余, 约, 近, 多 or + where the figure is approximate.
    `note`: a message about the unit: the figure was converted, or the reason why the unit is wrong.
    """

    kind: CellKind
    value: float = math.nan
    word: str = ""
    note: str = ""


def read_figure(text: str, measure: Measure | None = None, in_whole_numbers: bool = True) -> Figure:
    """Parse a cell in any form that the data contract allows; other forms are never repaired.

    `measure` is the counting unit of the column; without it, a number may have any counting unit.
    """
    words = _without_guard(plain(text))
    if words.lower() in BLANKS:
        return Figure("blank")
    if words == WITHDRAWN:
        return Figure("withdrawn")
    if words == ZERO:
        return Figure("figure", 0.0)
    if len(words) > LONGEST_NUMBER:
        return Figure("too_big" if words.isdecimal() else "not_a_number")
    if len(words) < 10 and words.isascii() and words.isdecimal() and (measure is None or measure.is_plain):
        return Figure("figure", float(words))
    return _read_number(words.replace("−", "-"), measure or any_measure(), in_whole_numbers)


def _without_guard(words: str) -> str:
    """A cell without the ' that an export added, also if someone corrected `'-5` to `'5`."""
    return words[1:] if words[:1] == "'" and words[1:2].isdecimal() else unescape_formula(words)


def _read_number(words: str, measure: Measure, in_whole_numbers: bool) -> Figure:
    found = _NUMBER.fullmatch(words)
    behind = _behind(found["behind"].replace(" ", ""), measure.units) if found else None
    if found is None or behind is None or not _may_stand(behind.unit, measure):
        return Figure("not_a_number")
    number = Decimal(found["digits"].replace(",", "") + (found["decimals"] or ""))
    unit = behind.unit or measure.stated
    if behind.unit and not measure.fits(unit):
        return Figure("wrong_unit", note="" if unit.text in RATES else measure.refusal(unit, WRITTEN))
    if behind.unit and not unit.base and not _is_clear(unit, measure):
        return Figure("wrong_unit", note=_two_scales(unit, measure))
    value = measure.kept_value(number, unit)
    if problem := _problem(-value if found["minus"] else value, in_whole_numbers):
        return Figure(problem)
    note = _note(words, behind, value, measure)
    return Figure("figure", float(value), found["before"] or behind.mark, note)


@dataclass(frozen=True)
class _Behind:
    """The suffix of a number: a counting unit or a scale, and 余, 多 or +."""

    unit: CountingUnit | None
    mark: str


def _behind(text: str, units: CountingUnits) -> _Behind | None:
    """Parse the suffix of a number into unit and mark; None for any other text."""
    before, mark, after = _divided(text)
    unit = units.read(before + after)
    if (before + after and unit is None) or _MARK.search(after):
        return None
    is_within = mark in ("余", "多") and before != ""
    if is_within and (scale := units.read(before)) is not None and scale.base:
        return None
    return _Behind(unit, mark)


def _may_stand(unit: CountingUnit | None, measure: Measure) -> bool:
    """Whether this suffix is allowed: a scale without a unit must be 万 or the scale the file states."""
    return unit is None or unit.base != "" or unit.scale in (TEN_THOUSAND, measure.stated.scale)


def _divided(text: str) -> tuple[str, str, str]:
    """Split at the first 余, 多 or +: the text before, the text after, and the mark."""
    mark = _MARK.search(text)
    return (text[: mark.start()], mark[0], text[mark.end() :]) if mark else (text, "", "")


def _is_clear(scale: CountingUnit, measure: Measure) -> bool:
    """Whether a scale alone is unambiguous: 12.35万 is under 万元 or 元, but not under 百元."""
    return measure.stated.scale in (1, scale.scale)


def _two_scales(scale: CountingUnit, measure: Measure) -> str:
    return (
        f"{measure.where}“{measure.stated.text}”，这里又写了“{scale.text}”，不能确定是多少；"
        f"请写成以“{measure.stated.text}”计的数，或写全单位"
    )


def _note(words: str, behind: _Behind, value: Decimal, measure: Measure) -> str:
    """The message that a stated unit caused a conversion; "" for a bare 1.2万, an ordinary number."""
    if behind.unit is None:
        unit = measure.stated
        return measure.scaled_note(f"{words}{unit.text}", value, unit, measure.where)
    if not behind.unit.base:
        return ""
    return measure.scaled_note(words, value, behind.unit, WRITTEN)


def _problem(value: Decimal, in_whole_numbers: bool) -> CellKind | None:
    if value < 0:
        return "negative"
    if value > TOO_BIG:
        return "too_big"
    if in_whole_numbers and value != value.to_integral_value():
        return "not_whole"
    return None


def explain(kind: CellError, text: str, counting_unit: str = "", in_whole_numbers: bool = True) -> str:
    """Explain to a clerk what is wrong with a cell and what would be right."""
    right = f"{'整数' if in_whole_numbers else '数'}{f'（{counting_unit}）' if counting_unit else ''}"
    if kind == "negative":
        return f"不能为负数；应填不小于 0 的{right}"
    if kind == "not_whole":
        return f"应为{right}，不能有小数"
    if kind == "too_big":
        return f"超过 10 亿，请核对是否多写了位数；应填{right}"
    if counting_unit and plain(text).endswith(RATES):
        return f"这里填的是百分比；应填不小于 0 的{right}，比率由系统按件数计算"
    return f"{_why_not_a_number(plain(text))}；应填不小于 0 的{right}，没有数据请留空，确为零请填 0"


def _why_not_a_number(words: str) -> str:
    if words.startswith("#") or words.lower() == "nan":
        return "单元格里的公式出错，没有算出数字"
    if words.startswith("="):
        return "公式还没有算出结果，请用 Excel 打开并保存后再报"
    if f"〔{STRUCK}" in words:
        return UNSURE_STRUCK
    if f"〔{RAISED}" in words:
        return f"数字{UNSURE_RAISED}"
    if re.fullmatch(r"[0-9]+( +[0-9]+)+", words):
        return "数字中间有空格，不能确定是一个数还是两个数"
    return "不是数字"


MOST_NAMED = 3


@dataclass(frozen=True, eq=False)
class Measure:
    """The unit of a number without a unit (`stated`, by `where`), and the unit it is stored in (`kept`).

    `also`: units of other families that fit too; `name`: of the column; `others`: columns to suggest for a
    unit that does not fit. Without a name, any unit that counts things fits.
    """

    units: CountingUnits
    kept: CountingUnit = NO_UNIT
    stated: CountingUnit = NO_UNIT
    where: str = ""
    also: tuple[str, ...] = ()
    name: str = ""
    others: tuple[Column, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether numbers without a unit are stored unchanged."""
        return self.stated.scale == self.kept.scale

    def fits(self, unit: CountingUnit) -> bool:
        """Whether a number in this unit can be a figure of the column."""
        if not unit.base or not self.kept.base:
            return self.units.counts(unit)
        general = unit.base in self.units.general
        return general or unit.base in self.also or self.units.same_family(unit.base, self.kept.base)

    def kept_value(self, number: Decimal, unit: CountingUnit) -> Decimal:
        """Convert a number in this unit to the stored unit."""
        return number * unit.scale / self.kept.scale

    def scaled_note(self, written: str, value: Decimal, unit: CountingUnit, where: str) -> str:
        """The message that a number was converted, with both figures; "" if it was not."""
        if unit.scale == self.kept.scale or not value:
            return ""
        return f"{where}“{unit.text}”：{written} 按 {float(value):.15g}{self.kept.text} 记，请核对"

    def refusal(self, unit: CountingUnit, where: str) -> str:
        """Explain why this unit does not fit the column, and which column it may belong to."""
        fitting = [column.name for column in self.others if self._is_counted_in(column, unit)]
        near = "、".join(f"“{name}”" for name in fitting[:MOST_NAMED])
        cure = f"如果是{near}的数，请改用这个列名" if near else "请核对单位，或改成本列应报的数"
        kept = self.kept.text or "个数"
        return f"{where}“{unit.text}”，而“{self.name}”按“{kept}”计，不是一回事；{cure}"

    def _is_counted_in(self, column: Column, unit: CountingUnit) -> bool:
        kept = self.units.read(column.counting_unit)
        return column.name != self.name and kept is not None and self.units.same_family(kept.base, unit.base)


@cache
def any_measure() -> Measure:
    """A measure that accepts any unit that counts things, by the program's own catalogue."""
    return Measure(load_catalogue().counting_units)


def measure_of(units: CountingUnits, column: Column, others: Iterable[Column] = ()) -> Measure:
    """The measure of a column if the file states no unit."""
    kept = units.read(column.counting_unit) or NO_UNIT
    return Measure(units, kept, kept, "", column.also_counted_in, column.name, tuple(others))
