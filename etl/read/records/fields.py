"""Parse the fields of targets, tasks, units and notes, and explain unreadable cells."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from domain.catalogue import Catalogue, Kpi, nearest_kpis
from domain.finding import FindingCode
from domain.months import as_entered, clock_of, explain_clock, month_words, read_month, read_year
from domain.text import (
    STRUCK,
    UNSURE_RAISED,
    UNSURE_STRUCK,
    is_marked,
    limited,
    name_key,
    plain,
    raised_in_line,
    unescape_formula,
    without_unseen,
)

LONGEST_NAME = 80
LONGEST_WRITTEN, LONGEST_TEXT = 200, 2000
_LINE_ENDS = re.compile(r"\s*[\r\n\t\u2028\u2029]\s*")
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

    def __init__(self, code: FindingCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def text_of(cell: str) -> str:
    """A text without surrounding spaces and without characters that are not seen."""
    return _bounded(unescape_formula(without_unseen(cell).strip()), LONGEST_TEXT)


def written_text(cell: str) -> str:
    """A text for people to read: m² is m2; nothing of it may be struck out."""
    if f"〔{STRUCK}：" in cell:
        raise FieldError("bad_value", UNSURE_STRUCK)
    return raised_in_line(as_entered(text_of(cell)))


def required_text(cell: str) -> str:
    """A written text that may not be blank."""
    text = written_text(cell)
    if not text:
        raise FieldError("bad_value", "不能为空")
    return text


def name_of(cell: str) -> str:
    """The name or code of something, which may not be blank and is in one line, however the cell wraps it."""
    text = required_text(cell)
    if is_marked(cell):
        raise FieldError("bad_value", f"名称或编号{UNSURE_RAISED}")
    return _bounded(_LINE_ENDS.sub("", text), LONGEST_WRITTEN)


def _bounded(text: str, most: int) -> str:
    if len(text) > most:
        raise FieldError("bad_value", f"有 {len(text)} 个字，太长；至多 {most} 个字")
    return text


def year_of(cell: str) -> int:
    """A year: 2023, 2023年, 2023年度."""
    year = read_year(cell)
    if year is None:
        said = "不是年度" if plain(cell) else "年度为空"
        raise FieldError("bad_value", f"{said}；应写四位数字，如 {date.today().year}")
    return year


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


def _no_such_kpi(cell: str, nearest: Callable[[str], list[str]], several: list[str]) -> str:
    if not plain(cell):
        return "指标为空；应填指标名称或代码"
    if several:
        return f"{'、'.join(several)}都有这个叫法，不能确定是哪一个；请写全称"
    near = nearest(cell[:LONGEST_NAME])
    return "没有这个指标" + (f"；相近的有：{'、'.join(near)}" if near else "；名称见“口径说明”")
