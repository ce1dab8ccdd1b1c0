"""Recognise plan columns of targets: the months, quarters or halves in a header, cumulative or not."""

import re
from dataclasses import dataclass, replace

from domain.months import CHINESE_MONTHS, is_month_without_year, read_month
from domain.text import name_key
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header import Header
from etl.read.locate.header_cell import NOT_THIS_MONTH
from etl.read.locate.header_index import HeaderIndex

LAST_MONTH = 12
# Columns beside a target that only help a person: they are not stored.
COUNTING_UNIT, LAST_YEAR = "counting_unit", "last_year"
COUNTING_UNIT_HEADERS = frozenset({"计量单位", "计量"})

_NUMBERS = {word: number for number, word in enumerate(CHINESE_MONTHS, start=1)} | {"两": 2}
_MONTH = r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_QUARTER = r"([1-4一二两三四])"
_TO = r"[-~—–至到]+"
_ONE = r"(?:0?1|一)"
_PLANNED_WORDS = r"(?:应?完成)?(?:计划|目标|任务|进度)?(?:累计)?(?:完成)?(?:数|值|量)?"
_BEFORE = re.compile(r"^(?:各月|分月|截至|截止|至|到)?(?:计划|目标|应完成)?(?:累计)?")
_BEHIND = re.compile(rf"(?:底|末|前|止)?{_PLANNED_WORDS}$")
_SPANS = (
    (re.compile(_MONTH), "plan_{}", 1),
    (re.compile(rf"{_ONE}月?{_TO}{_MONTH}"), "plan_to_{}", 1),
    (re.compile(rf"(?:前|{_ONE}{_TO}){_QUARTER}个?季度?"), "plan_to_{}", 3),
    (re.compile(rf"第?{_QUARTER}季度?|q([1-4])"), "plan_quarter_{}", 1),
    (re.compile("(上半年)"), "plan_to_6", 0),
    (re.compile("(下半年)"), "plan_half_2", 0),
    (re.compile("(全年)"), "plan_to_12", 0),
)
_NOT_PLANNED = re.compile(
    "实际|实绩|完成率|完成情况|上年|去年|同期|同比|环比|增长|增幅|比重|(?<![应划标])完成(?!目标|计划)"
)
_PLAN_ALONE = re.compile(r"(?:应?完成)?(?:计划|目标|任务)(?:完成)?(?:数|值|量)?|应完成(?:数|值|量)?")
_LAST_YEAR = re.compile(
    r"(?:上年|去年|上一?年度|(?:19|20)[0-9]{2}年度?)(?:全年)?(?:实际)?(?:完成|实绩|实际)(?:数|值|情况|量)?"
)
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年度?")


# Columns that refer to a time of the year without saying which.
UNCLEAR = tuple(f"plan_unclear_{number}" for number in range(1, 25))
_SOME_TIME = re.compile("季|半年|月(?!均)|全年|年底|年末|阶段")


@dataclass(frozen=True)
class PlanSpan:
    """The span of a planned figure: from January to the end of month `end`.

    `start`: the figure may instead be the amount of the months after this month. None: it is cumulative.
    """

    end: int
    start: int | None = None


SPANS = {
    **{f"plan_{month}": PlanSpan(month) for month in range(1, 13)},
    **{f"plan_to_{month}": PlanSpan(month) for month in range(1, 13)},
    "plan_quarter_1": PlanSpan(3),
    **{f"plan_quarter_{number}": PlanSpan(3 * number, 3 * number - 3) for number in (2, 3, 4)},
    "plan_half_2": PlanSpan(12, 6),
}


def with_plan_columns(table: FoundTable, header_index: HeaderIndex) -> tuple[FoundTable, dict[str, int]]:
    """The table with the keys of its plan columns set, and the years in their headers by column id."""
    header, known = table.header, header_index.meanings[table.dataset]
    keys, years = list(header.keys), {}
    unclear = iter(UNCLEAR)
    for place, key in enumerate(keys):
        if key in known and key != "":
            continue
        id, year = _plan_column(_texts(header, place), header_index)
        if id == LAST_YEAR and LAST_YEAR in keys:
            id = ""  # years before last are passed over
        if id and year:
            years[id] = year
        if not id and _SOME_TIME.search(header.cells[place]) and not _NOT_PLANNED.search(header.cells[place]):
            id = next(unclear, "")
        # A column that is not a plan is reported as unknown: a list of targets holds no monthly figures.
        keys[place] = id or (name_key(header.cells[place]) if key == NOT_THIS_MONTH else key)
    return replace(table, header=replace(header, keys=tuple(keys))), years


def _texts(header: Header, place: int) -> tuple[str, ...]:
    """All header texts of a column, from the top level to the bottom."""
    texts = header.headings[place].texts if place < len(header.headings) else ()
    return texts or (header.cells[place],)


def _plan_column(texts: tuple[str, ...], header_index: HeaderIndex) -> tuple[str, int | None]:
    """The column id for these header texts ("" if none), and the year they name."""
    words = [header_index.key(text) for text in texts]
    own = words[-1] if words else ""
    if own in COUNTING_UNIT_HEADERS:
        return COUNTING_UNIT, None
    if _LAST_YEAR.fullmatch(own):
        return LAST_YEAR, None
    if any(_NOT_PLANNED.search(word) for word in words):
        return "", None
    if not is_month_without_year(texts[-1]) and (month := read_month(texts[-1])):
        return f"plan_{month.month}", month.year
    year = _YEAR.search("".join(words))
    # 计划 below 一季度 is the planned half of a pair; the column beside it holds the actual figure.
    said = words[-2] if len(words) > 1 and _PLAN_ALONE.fullmatch(own) else own
    return _span_id(_YEAR.sub("", said)), int(year[1]) if year else None


def _span_id(word: str) -> str:
    """The id of the span of months in a header, "" if none: 1月, 1-6月, 前三季度, 二季度末."""
    core = _BEHIND.sub("", _BEFORE.sub("", word))
    for pattern, id, months in _SPANS:
        if found := pattern.fullmatch(core):
            number = months * _number(next(filter(None, found.groups())))
            is_total = "累计" in word or re.search("[底末止]|截|至", word)
            if id == "plan_quarter_{}" and is_total:
                return f"plan_to_{3 * number}"
            return id.format(number)
    return ""


def _number(text: str) -> int:
    return _NUMBERS.get(text) or (int(text) if text.isascii() else 0)
