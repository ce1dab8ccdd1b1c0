"""The month and the unit of each row: from its own cell, else from the title, else from the options."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from domain.finding import Finding, FindingCode
from domain.months import hides_another_year, lacks_its_year, read_day, read_month
from domain.text import limited, plain
from domain.units import UnitDirectory
from etl.read.locate.month_column import PERHAPS_MONTHS, month_explainer, read_month_cell
from etl.read.locate.result import Context
from etl.read.locate.rows import NOTE_WITH_NUMBER, begins_like_a_note
from etl.read.locate.title import Title
from etl.read.locate.title_month import mismatch_finding, month_finding, one_month_finding, year_finding
from etl.read.locate.title_unit import one_named
from etl.read.open.coded import Coded, coded
from etl.read.shapes.block import read_each

_AROUND_A_NAME = re.compile(r"^[^\w(]+|[^\w)]+$")
_BETWEEN_UNITS = re.compile(r"[、,;/和]\s*")
# More than any name, or a few of them: patterns that look for an end take a square of the length.
LONGEST_LIST = 400


@dataclass(frozen=True)
class KeyColumn:
    """The month or unit of several rows.

    `values`: date or unit code, None if there is none; `texts`: the cells, None if the values do not come
    from a column; `column`: the header of that column; `explain` says what is wrong with a cell.
    """

    values: np.ndarray
    texts: Coded | np.ndarray | None
    column: str
    code: FindingCode
    explain: Callable[[str], str]
    findings: tuple[Finding, ...] = ()

    def finding(self, place: int, row: int) -> Finding:
        """The error of the cell at this place."""
        text = "" if self.texts is None else self.texts[place]
        return Finding(self.code, self.explain(text), row, self.column, text)


def year_in_view(title: Title, context: Context) -> int | None:
    """The year that completes `6月`: from the title, else from the options."""
    options = context.options
    return title.year or options.year or (options.month.year if options.month else None)


def year_of_dates(texts: Iterable[str], title: Title, context: Context) -> int | None:
    """The year that a date must be of whose cell shows none; None if these may be of another.

    Below 2024年1月 a 12月 of 2023 may be meant, for a column is worth more than a title; a 1月 of 2023 is
    copied from last year, and so then is every other date.
    """
    year = year_in_view(title, context)
    whole_table = title.month(year) or context.options.month
    said = {month.month for month in title.months or filter(None, [whole_table])}
    hidden = {month.month for text in texts if hides_another_year(text, year) and (month := read_month(text))}
    return None if said and not said & hidden else year


def month_key(
    texts: Coded | np.ndarray | None, header: str, rows: int, title: Title, context: Context
) -> KeyColumn:
    """The months of `rows` rows; `texts` are the cells of the month column, if there is one."""
    year = year_in_view(title, context)
    whole_table = title.month(year) or context.options.month
    explain = month_explainer(context, year)
    if texts is not None and (_any_text(texts) or whole_table is None):
        of_dates = year_of_dates(coded(texts).different, title, context)
        values = read_each(texts, lambda text: read_month_cell(text, of_dates if read_month(text) else year))
        key = _beside_other_years(KeyColumn(values, texts, header, "bad_month", explain), coded(texts), year)
        findings = [year_finding(title, texts), one_month_finding(title, key.values)]
        if context.header_index.key(header) not in PERHAPS_MONTHS:
            findings.append(mismatch_finding(title, pd.unique(key.values), header))
        return replace(key, findings=tuple(filter(None, findings)))
    finding = month_finding(title, context)
    if finding and finding.severity == "error":
        whole_table = None
    key = KeyColumn(_constant(whole_table, rows), None, "月份", "bad_month", explain)
    return _with(key, finding) if finding else key


def _beside_other_years(key: KeyColumn, texts: Coded, year: int | None) -> KeyColumn:
    """Discard months without a year if other cells name a year different from the one in view."""
    named = {text: read_month_cell(text) for text in texts.different}
    others = {month.year for text, month in named.items() if month and not _is_day_within(text)}
    if year is None or not others - {year}:
        return key
    alone = read_each(texts, lambda text: named[text] is None and lacks_its_year(text)).astype(bool)

    def explain(text: str) -> str:
        bare = lacks_its_year(text)
        return "同一列别的月份写明了别的年份，这一格没有年份；请写明年份" if bare else key.explain(text)

    values = key.values.copy()
    values[alone] = None
    return replace(key, values=values, explain=explain)


def _is_day_within(text: str) -> bool:
    """Whether a cell is a day inside a month (not its first or last): it may be the date of signing."""
    day = read_day(text)
    return day is not None and day.day != 1 and (day + timedelta(days=1)).day != 1


def unit_key(
    texts: Coded | np.ndarray | None, header: str, rows: int, title: Title, context: Context
) -> KeyColumn:
    """The units of `rows` rows; `texts` are the cells of the unit column, if there is one."""
    explain = unit_explainer(context.units)
    whole_table, finding = _unit_of_table(title, context, explain)
    if texts is not None and (_any_text(texts) or whole_table is None):
        values = read_each(texts, lambda text: code_of(text, context.units))
        return KeyColumn(values, texts, header, "unknown_unit", explain)
    key = KeyColumn(_constant(whole_table, rows), None, "单位", "unknown_unit", explain)
    return _with(key, finding) if finding else key


def key_findings(key: KeyColumn, rows: np.ndarray, is_data: np.ndarray | None = None) -> Iterator[Finding]:
    """Errors of the key as a whole, and of its cell in each data row."""
    yield from key.findings
    if key.texts is None:
        return
    faulty = pd.isna(key.values)
    for place in map(int, np.flatnonzero(faulty if is_data is None else faulty & is_data)):
        yield key.finding(place, int(rows[place]))


def code_of(text: str, units: UnitDirectory) -> str | None:
    """The code of the unit with this name, alias or code."""
    unit = units.find(text)
    return unit.unit if unit else None


def unit_explainer(units: UnitDirectory) -> Callable[[str], str]:
    """Return a function that explains an unknown unit name and suggests similar known names."""
    nearest = limited(units.nearest)

    def explain(text: str) -> str:
        if not units.units:
            return "还没有登记任何单位；请先导入单位表，再导入这份表"
        if not plain(text):
            return "单位为空，每一行都要写明单位"
        if begins_like_a_note(text):
            return NOTE_WITH_NUMBER
        words = plain(text)[:LONGEST_LIST]
        parts = [part for part in _BETWEEN_UNITS.split(words) if part]
        if len(parts) > 1 and all(map(units.find, parts)):
            return "这里写了不止一个单位；请只写一个（如牵头单位），其余写在备注里"
        if known := units.find(_AROUND_A_NAME.sub("", words)):
            return f"单位名称前后多了标点；应写成“{known.name}”"
        near = nearest(text)
        hint = f"；相近的有：{'、'.join(near)}" if near else ""
        return f"没有登记这个单位{hint}；请核对名称，或先在单位表中登记"

    return explain


def _unit_of_table(
    title: Title, context: Context, explain: Callable[[str], str]
) -> tuple[str | None, Finding | None]:
    """The unit for a whole table without a unit column, or the reason why there is none."""
    asked = context.options.unit
    code = code_of(asked, context.units) if asked else None
    if title.unit and title.rival:
        settled = code if code in (title.unit.unit, title.rival.unit) else None
        return settled, None if settled else _two_reporters(title)
    if title.unit:
        return title.unit.unit, None
    if title.label:
        text = title.label.text
        return None, Finding("unknown_unit", explain(text), title.label.row, "填报单位", text)
    if asked and code is None:
        return None, Finding("unknown_unit", explain(asked), None, "单位", asked)
    named = named_in_title(title, context.units)
    if named and (code is None or code not in context.units.members(named)):
        return named, None
    return code, None if code else Finding("missing_column", _no_unit(title), None, "单位")


def for_several_units(key: KeyColumn, title: Title) -> KeyColumn:
    """Change the advice when one month has several rows: one unit for all of them, by --unit, is no help."""
    named = "、".join(f"“{unit.name}”" for unit in title.named)
    hint = f"（标题里写了{named}）" if named else ""
    message = (
        f"没有“单位”列，而同一个月有几行数，像是几个单位的{hint}；请加上“单位”列，每行写明单位的名称或代码"
    )
    findings = [
        replace(one, message=message) if one.code == "missing_column" and not title.rival else one
        for one in key.findings
    ]
    return replace(key, findings=tuple(findings))


def named_in_title(title: Title, units: UnitDirectory) -> str | None:
    """The code of the only unit named in the title."""
    unit = one_named(title.named, units)
    return unit.unit if unit else None


def _two_reporters(title: Title) -> Finding:
    row, text = (title.label.row, title.label.text) if title.label else (None, "")
    other = title.rival.name if title.rival else ""
    message = (
        f"没有“单位”列，填报单位写的是“{text}”，标题、落款或工作表名称却另写着“{other}”，不能确定是谁的数；"
        "请改成一致，或用 --unit 指定其中一个"
    )
    return Finding("missing_column", message, row, "单位", text)


def _no_unit(title: Title) -> str:
    names = "、".join(f"“{unit.name}”" for unit in title.named)
    if len(title.named) > 1:
        return f"没有“单位”列，标题里写了不止一个单位（{names}）；请写明“填报单位：…”，或用 --unit 指定"
    if names:
        return (
            f"没有“单位”列，标题里只写了{names}，看不出是它本级的数还是其中哪个单位的数；"
            "请在标题行写明“填报单位：…”，或用 --unit 指定"
        )
    return "没有“单位”列，标题行也没有写“填报单位：…”；请补上，或用 --unit 指定"


def _with(key: KeyColumn, finding: Finding) -> KeyColumn:
    return replace(key, findings=(finding,))


def _any_text(texts: Sequence[str] | np.ndarray) -> bool:
    return any(text.strip() for text in texts)


def _constant(value: Any, rows: int) -> np.ndarray:
    values = np.empty(rows, dtype=object)
    values[:] = value
    return values


def is_future(months: np.ndarray, today: date) -> np.ndarray:
    """Which months are after the current month; False for a row without a month."""
    codes, different = pd.factorize(months)
    answers = np.array([*(month > today for month in different), False])  # the last is for code -1, no month
    return answers[codes]
