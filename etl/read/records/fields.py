"""Parse the fields of targets, tasks, units and notes, and explain unreadable cells."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from domain.catalogue import Catalogue, CountingUnits, Direction, Kpi, nearest_kpis
from domain.measure import Measure
from domain.months import EARLIEST_YEAR, LATEST_YEAR, clock_of, explain_clock, month_words, read_month
from domain.numbers import explain, read_figure
from domain.text import limited, name_key, plain, unescape_formula

LONGEST_NAME = 80
_AT_LEAST = re.compile(r"^(?:不低于|不少于|达到|>=|≥)|(?:及)?以上$")
_AT_MOST = re.compile(r"^(?:不高于|不超过|不多于|控制在|<=|≤)|(?:以内|以下|之内)$")
PERCENT = "%"
NOTHING_BEHIND = Measure(CountingUnits())
PROFILES = {
    "": "even",
    "按月均分": "even",
    "按月": "even",
    "每月": "even",
    "even": "even",
    "按季": "quarterly",
    "按季度": "quarterly",
    "每季": "quarterly",
    "每季度": "quarterly",
    "quarterly": "quarterly",
    "按半年": "half_yearly",
    "每半年": "half_yearly",
    "half_yearly": "half_yearly",
    "自定": "custom",
    "custom": "custom",
}
STATUSES = {
    "未启动": "not_started",
    "未开始": "not_started",
    "尚未启动": "not_started",
    "尚未开展": "not_started",
    "未开展": "not_started",
    "not_started": "not_started",
    "进行中": "in_progress",
    "正在办理": "in_progress",
    "推进中": "in_progress",
    "正在推进": "in_progress",
    "持续推进": "in_progress",
    "正在进行": "in_progress",
    "办理中": "in_progress",
    "in_progress": "in_progress",
    "已完成": "done",
    "完成": "done",
    "已办结": "done",
    "已落实": "done",
    "done": "done",
}
YES_OR_NO = {"": False, "否": False, "false": False, "是": True, "true": True}


class FieldError(Exception):
    """An unreadable cell: the code of the finding, and what would be right."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def text_of(cell: str) -> str:
    """A text without surrounding spaces."""
    return unescape_formula(cell.strip())


def required_text(cell: str) -> str:
    """A text that may not be blank."""
    if not cell.strip():
        raise FieldError("bad_value", "不能为空")
    return text_of(cell)


def year_of(cell: str) -> int:
    """A year: 2023, 2023年, 2023年度."""
    words = plain(cell).removesuffix("度").removesuffix("年").strip()
    if (
        words.isascii()
        and words.isdecimal()
        and len(words) == 4
        and EARLIEST_YEAR <= int(words) <= LATEST_YEAR
    ):
        return int(words)
    raise FieldError(
        "bad_value", f"{'不是年度' if words else '年度为空'}；应写四位数字，如 {date.today().year}"
    )


def month_of(cell: str) -> date | None:
    """A month; None for a blank cell."""
    if not plain(cell):
        return None
    month = read_month(cell)
    if month is None and clock_of(cell):
        raise FieldError("bad_month", explain_clock(cell))
    if month is None:
        raise FieldError(
            "bad_month",
            f"不是年月；应写成 {date.today():%Y-%m}、{month_words(date.today())} 或 {date.today():%Y%m}",
        )
    return month


def choice(cell: str, words: dict[str, Any]) -> Any:
    """The value of a word from a closed list."""
    key = name_key(cell)
    if key not in words:
        shown = "、".join(_one_word_each(words))
        raise FieldError("bad_value", f"{'不能为空' if not key else '不在可选范围内'}；可填：{shown}")
    return words[key]


def _one_word_each(words: dict[str, Any]) -> list[str]:
    """The first Chinese word for each meaning."""
    first: dict[Any, str] = {}
    for word, meaning in words.items():
        if word and not word.isascii():
            first.setdefault(meaning, word)
    return list(first.values())


def kpi_reader(catalogue: Catalogue) -> Callable[[str], Kpi]:
    """Return a parser of KPIs by id, name, short name or alias; it raises FieldError with suggestions."""
    nearest = limited(lambda text: nearest_kpis(text, catalogue))

    def read(cell: str) -> Kpi:
        kpi = catalogue.kpi_named(cell[:LONGEST_NAME]) if plain(cell) else None
        if kpi is None:
            several = catalogue.kpis_called(cell[:LONGEST_NAME])
            raise FieldError("unknown_kpi", _no_such_kpi(cell, nearest, [one.name for one in several]))
        return kpi

    return read


def amount(cell: str, kpi: Kpi, measure: Measure) -> tuple[float, str]:
    """A target or planned figure of this KPI: `98%` or `0.98` for a rate, else a number as in any table.

    `measure`: the counting unit; for a rate, whether percent is stated. The returned text reports a
    conversion, "" if there was none.
    """
    words = _without_bound(plain(cell), kpi.direction)
    if kpi.is_share:
        return _share(words, is_stated=measure.stated.base == PERCENT), ""
    figure = read_figure(words, measure, whole=kpi.whole)
    if figure.kind != "figure":
        if figure.kind in ("blank", "withdrawn"):
            raise FieldError("not_a_number", "目标为空；应填一个数")
        message = figure.note or explain(figure.kind, words, kpi.counting_unit, kpi.whole)
        raise FieldError(figure.kind, message)
    if figure.word:
        raise FieldError("bad_value", "目标应是一个确定的数，不能是约数")
    return figure.value, figure.note


def _without_bound(words: str, direction: Direction) -> str:
    """Strip 不低于 or 以上 from a target, or 不超过 if less is better: a target means this anyway."""
    return (_AT_MOST if direction.wants_less else _AT_LEAST).sub("", words).strip() or words


def _share(words: str, is_stated: bool) -> float:
    """A rate between 0 and 1; if % is stated beside it, a number over 1 is in percent."""
    is_percentage = words.endswith("%")
    figure = read_figure(words.removesuffix("%"), NOTHING_BEHIND, whole=False)
    if is_stated and not is_percentage and figure.kind == "figure":
        is_percentage = figure.value > 1
        if 0 < figure.value <= 1:
            message = f"单位写的是 %，不能确定是 {words}% 还是 {figure.value * 100:.10g}%；请写成 98%"
            raise FieldError("bad_value", message)
    if figure.kind == "negative":
        raise FieldError("negative", "不能为负数；应写成 98% 或 0.98")
    if figure.kind != "figure" or figure.word:
        raise FieldError("not_a_number", "不是比率；应写成 98% 或 0.98")
    share = round(figure.value / 100, 12) if is_percentage else figure.value
    if share > 1:
        raise FieldError("bad_value", "比率不能超过 100%；应写成 98% 或 0.98")
    return share


def _no_such_kpi(cell: str, nearest: Callable[[str], list[str]], several: list[str]) -> str:
    if not plain(cell):
        return "指标为空；应填指标名称或代码"
    if several:
        return f"{'、'.join(several)}都有这个叫法，不能确定是哪一个；请写全称"
    near = nearest(cell[:LONGEST_NAME])
    return "没有这个指标" + (f"；相近的有：{'、'.join(near)}" if near else "；名称见“口径说明”")
