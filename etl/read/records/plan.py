"""A target's plan over the year, from its 时序 and its filled months or quarters.

The plan columns are recognised by their headers: months, quarters or halves, cumulative or not.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import floor

from domain.catalogue import Kpi
from domain.kpi.lamp import CUSTOM, EVEN, MONTHS_A_STEP, PROFILE_WORDS
from domain.months import CHINESE_MONTHS, is_month_without_year, read_month
from domain.text import name_key
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header import Header
from etl.read.locate.header_cell import NOT_THIS_MONTH
from etl.read.locate.header_index import HeaderIndex

TOLERANCE = 1e-9
OWN_AMOUNTS = "各格像是各月自己的数，合计等于年度目标；各月要填自年初起的计划累计数，逐月不减"


class PlanConflictError(Exception):
    """Planned figures contradict each other, the target or the 时序; `column` is the column to report."""

    def __init__(self, message: str, column: str) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True)
class Plan:
    """The profile of a target and, if it is custom, its twelve cumulative figures.

    `assumed`: the assumption to report, "" if none was made.
    """

    profile: str
    figures: tuple[float, ...] | None = None
    assumed: str = ""


def read_plan(kpi: Kpi, target: float, profile: str | None, cells: Mapping[str, float]) -> Plan:
    """Build the plan of a target. `profile`: the 时序, None if blank; `cells`: the filled figures.

    Raises PlanConflictError.
    """
    if not cells:
        if profile == CUSTOM:
            raise PlanConflictError(
                "时序为“自定”，而各月没有填计划累计数；请填写1月至12月，或改填“按月均分”“按季”“按半年”",
                "profile",
            )
        return Plan(profile or EVEN)
    figures = _figures(cells, target)
    if profile in MONTHS_A_STEP:
        _agree(kpi, target, profile, figures, cells)
        return Plan(profile)
    return Plan(CUSTOM, figures, _assumed(kpi, target, profile, figures, cells))


def _figures(cells: Mapping[str, float], target: float) -> tuple[float, ...]:
    """The twelve cumulative figures, in the only reading in which they never fall and end at the target."""
    found: dict[tuple[float, ...], None] = {}
    conflict = None
    for as_amounts in (False, True):
        try:
            found[_checked(_marks(cells, as_amounts), cells, target)] = None
        except PlanConflictError as error:
            conflict = conflict or error
    if len(found) == 1:
        return next(iter(found))
    if _are_ambiguous(cells):
        last = _last(cells)
        raise PlanConflictError(
            f"各季度的数加起来不等于年度目标 {target:.10g}，最后一个也不等于它，"
            "看不出是各季度自己的数还是累计数",
            last,
        )
    assert conflict is not None
    raise conflict


def _marks(cells: Mapping[str, float], as_amounts: bool) -> dict[int, float]:
    """Month → cumulative figure, from all filled cells; `as_amounts`: quarters and 下半年 are amounts."""
    marks: dict[int, float] = {}
    for id in sorted(cells, key=_order):
        span = SPANS[id]
        value = cells[id]
        if as_amounts and span.start is not None:
            value += _level(marks, span.start)
        if abs(marks.setdefault(span.end, value) - value) > TOLERANCE:
            raise PlanConflictError(
                f"至{span.end}月的计划累计数有两个：{marks[span.end]:.10g} 和 {value:.10g}", id
            )
    return marks


def _order(id: str) -> tuple[int, bool]:
    """Sort key: earlier months first; within a month, the cumulative figure first."""
    return SPANS[id].end, SPANS[id].start is not None


def _level(marks: Mapping[int, float], month: int) -> float:
    """The cumulative figure at the end of a month, held level from the last given month."""
    known = [end for end in marks if end <= month]
    return marks[max(known)] if known else 0.0


def _checked(marks: Mapping[int, float], cells: Mapping[str, float], target: float) -> tuple[float, ...]:
    """Check the marks and return the twelve figures, held level between the given months."""
    ends = sorted(marks)
    names = {SPANS[id].end: id for id in cells}
    if abs(marks[ends[-1]] - target) > TOLERANCE:
        raise PlanConflictError(_not_the_target(marks, ends[-1], target), names[ends[-1]])
    for before, after in pairwise(ends):
        if marks[after] < marks[before] - TOLERANCE:
            falls = f"计划累计数不能减少：{before}月 {marks[before]:.10g}，{after}月 {marks[after]:.10g}"
            raise PlanConflictError(falls, names[after])
    return tuple(_level(marks, month) for month in range(1, LAST_MONTH + 1))


def _not_the_target(marks: Mapping[int, float], last: int, target: float) -> str:
    if abs(sum(marks.values()) - target) < TOLERANCE:
        return OWN_AMOUNTS
    if last < LAST_MONTH:
        return f"只填到{last}月的 {marks[last]:.10g}，不等于年度目标 {target:.10g}；请补上12月"
    return f"12月的计划累计数是 {marks[last]:.10g}，应等于年度目标 {target:.10g}"


def _are_ambiguous(cells: Mapping[str, float]) -> bool:
    return any(SPANS[id].start is not None for id in cells)


def _last(cells: Mapping[str, float]) -> str:
    return max(cells, key=lambda id: SPANS[id].end)


def _agree(
    kpi: Kpi, target: float, profile: str, figures: Sequence[float], cells: Mapping[str, float]
) -> None:
    """Check that a given 时序 and the filled figures agree in every filled month."""
    for month in sorted({SPANS[id].end for id in cells}):
        due = _due(kpi, target, profile, month)
        if abs(figures[month - 1] - due) > TOLERANCE:
            words = PROFILE_WORDS[profile]
            filled = f"时序写“{words}”，至{month}月应为 {due:.10g}，而表中是 {figures[month - 1]:.10g}"
            cure = f"照所填的数请改填“自定”，照“{words}”请清空各月"
            raise PlanConflictError(f"{filled}；{cure}", "profile")


def _due(kpi: Kpi, target: float, profile: str, month: int) -> float:
    step = MONTHS_A_STEP[profile]
    share = Fraction(repr(float(target))) * (month // step * step) / LAST_MONTH
    return float(floor(share) if kpi.in_whole_numbers else share)


def _assumed(
    kpi: Kpi, target: float, profile: str | None, figures: Sequence[float], cells: Mapping[str, float]
) -> str:
    """The assumption made in reading the figures, for the user; "" if none."""
    ends = sorted({SPANS[id].end for id in cells})
    rising = [month for month in ends if month == 1 or figures[month - 1] != figures[month - 2]]
    told = "、".join(f"{month}月 {figures[month - 1]:.10g}" for month in rising or ends)
    parts = []
    if profile is None:
        parts.append(f"没有写时序，按“自定”读取，计划累计数为：{told}")
    if len(ends) < LAST_MONTH and (profile is None or not _by_quarter(cells)):
        parts.append("没填的月份与前一个已填的月份相同")
    if not kpi.works_towards_target and any(abs(each - target) > TOLERANCE for each in figures):
        parts.append(f"“{kpi.name}”不按各月计划评价，亮灯仍以年度目标为准")
    return "；".join(parts)


def _by_quarter(cells: Mapping[str, float]) -> bool:
    """Whether all figures are for quarters or halves, so that the months between have no plan."""
    return not any(id in cells for id in (f"plan_{month}" for month in range(1, LAST_MONTH + 1)))


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
