"""How a figure is spelt: full-width digits, thousands separators, counting units, 余 约 近 多 and +, 万."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.text import plain, unescape_formula

TOO_BIG = 1_000_000_000
LONGEST_NUMBER = 40

BLANKS = frozenset({"", "-", "–", "—", "——", "/", "无数据", "n/a"})
ZERO = "无"
WITHDRAWN = "撤销"
GENERAL_COUNTING_UNITS = frozenset(
    {
        "个",
        "人",
        "名",
        "次",
        "件",
        "起",
        "份",
        "张",
        "条",
        "家",
        "场",
        "期",
        "例",
        "宗",
        "户",
        "处",
        "篇",
        "项",
    }
    | {"批", "批次", "人次", "学时", "小时", "场次", "件次"}
)

_NUMBER = re.compile(
    r"(?P<before>约|近)? *(?P<minus>-)?(?P<digits>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?P<decimals>\.[0-9]+)?"
    r" *(?P<middle>[余多])? *(?P<ten_thousand>万)? *(?P<after>[余多+])?"
    r" *(?P<unit>[^\W\d_]{1,3})?(?P<plus>\+)?"
)

CellKind = Literal["figure", "blank", "withdrawn", "not_a_number", "negative", "not_whole", "too_big"]


@dataclass(frozen=True)
class Figure:
    """What a cell says. `kind` is "figure", "blank" (not reported), "withdrawn", or the code of the error.

    `value` is NaN unless kind is "figure"; `word` is 余, 约, 近, 多 or + where the figure is approximate.
    """

    kind: CellKind
    value: float = math.nan
    word: str = ""


def read_figure(
    text: str, counting_units: Iterable[str] = GENERAL_COUNTING_UNITS, whole: bool = True
) -> Figure:
    """The figure a cell means, in any form of the data contract, never repaired beyond them."""
    words = _without_guard(plain(text))
    if words.lower() in BLANKS:
        return Figure("blank")
    if words == WITHDRAWN:
        return Figure("withdrawn")
    if words == ZERO:
        return Figure("figure", 0.0)
    if len(words) > LONGEST_NUMBER:
        return Figure("too_big" if words.isdecimal() else "not_a_number")
    if len(words) < 10 and words.isascii() and words.isdecimal():
        return Figure("figure", float(words))
    return _read_number(words.replace("−", "-"), counting_units, whole)


def _without_guard(words: str) -> str:
    """A cell without the ' that an export put before it, also where `'-5` was mended to `'5`."""
    return words[1:] if words[:1] == "'" and words[1:2].isdecimal() else unescape_formula(words)


def _read_number(words: str, counting_units: Iterable[str], whole: bool) -> Figure:
    found = _NUMBER.fullmatch(words)
    if not found or (found["unit"] and found["unit"] not in counting_units):
        return Figure("not_a_number")
    marks = [mark for mark in found.group("before", "middle", "after", "plus") if mark]
    if len(marks) > 2 or (len(marks) == 2 and not found["before"]):
        return Figure("not_a_number")
    value = Decimal(found["digits"].replace(",", "") + (found["decimals"] or ""))
    value *= 10_000 if found["ten_thousand"] else 1
    if problem := _problem(-value if found["minus"] else value, whole):
        return Figure(problem)
    return Figure("figure", float(value), marks[0] if marks else "")


def _problem(value: Decimal, whole: bool) -> CellKind | None:
    if value < 0:
        return "negative"
    if value > TOO_BIG:
        return "too_big"
    if whole and value != value.to_integral_value():
        return "not_whole"
    return None


def explain(kind: str, text: str, counting_unit: str = "", whole: bool = True) -> str:
    """What is wrong with a cell and what would be right, for a clerk."""
    asked = f"{'整数' if whole else '数'}{f'（{counting_unit}）' if counting_unit else ''}"
    if kind == "negative":
        return f"不能为负数；应填不小于 0 的{asked}"
    if kind == "not_whole":
        return f"应为{asked}，不能有小数"
    if kind == "too_big":
        return f"超过 10 亿，请核对是否多写了位数；应填{asked}"
    if counting_unit and plain(text).endswith(("%", "％", "‰")):
        return f"这里填的是百分比；应填不小于 0 的{asked}，比率由系统按件数计算"
    return f"{_why_not_a_number(plain(text))}；应填不小于 0 的{asked}，没有数据请留空，确为零请填 0"


def _why_not_a_number(words: str) -> str:
    if words.startswith("#") or words.lower() == "nan":
        return "单元格里的公式出错，没有算出数字"
    if words.startswith("="):
        return "公式还没有算出结果，请用 Excel 打开并保存后再报"
    if re.fullmatch(r"[0-9]+( +[0-9]+)+", words):
        return "数字中间有空格，不能确定是一个数还是两个数"
    return "不是数字"
