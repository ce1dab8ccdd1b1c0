"""A target as typed: its number (98%, 不低于 1.2万), and its unit from header, column or title."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.catalogue import NO_UNIT, CountingUnits, Direction, Kpi
from domain.numbers import Measure, explain, measure_of, read_figure
from domain.text import plain
from etl.read.locate.find_table import FoundTable
from etl.read.locate.result import Context
from etl.read.open.sheet import cell_at
from etl.read.records.fields import FieldError
from etl.read.shapes.counted import (
    UnitStatement,
    said_by_row,
    said_in_header,
    said_in_titles,
    stated_measure,
    unit_column,
    unknown_unit,
)

_AT_LEAST = re.compile(r"^(?:不低于|不少于|达到|>=|≥)|(?:及)?以上$")
_AT_MOST = re.compile(r"^(?:不高于|不超过|不多于|控制在|<=|≤)|(?:以内|以下|之内)$")
PERCENT = "%"
NOTHING_BEHIND = Measure(CountingUnits())


@dataclass(frozen=True)
class TargetUnits:
    """What is stated around a table of targets, and in which column it is stated for each of them."""

    table: FoundTable
    context: Context
    title: tuple[UnitStatement, ...]
    place: int | None

    def measure(self, kpi: Kpi, row: int, name: str, header: str) -> tuple[Measure, str]:
        """The measure of a target in this row (as Excel counts), and what is wrong with it.

        `name` is how the row names its KPI, `header` the column's: both may have a unit in brackets.
        """
        text = cell_at(self.table.sheet.rows[row - 1], self.place)
        own = (
            *said_by_row([text], self.context),
            *said_in_header(name, self.context),
            *said_in_header(header, self.context),
        )
        measure, problem = stated_measure(self._kept(kpi), own, self.title)
        return measure, unknown_unit(text, self.context) or problem

    def _kept(self, kpi: Kpi) -> Measure:
        """The stored unit of this KPI's targets: that of its column; a rate is stored as a fraction."""
        units = self.context.header_index.counting_units
        if kpi.is_share:
            kept = units.read(PERCENT) or NO_UNIT
            return Measure(units, kept, NO_UNIT, name=kpi.name)
        columns = [
            column for dataset in self.context.header_index.catalogue.monthly for column in dataset.columns
        ]
        measures = (measure_of(units, column) for column in columns if column.id in kpi.indicators)
        return replace(next(measures, Measure(units)), name=kpi.name)


def target_units(table: FoundTable, taken: Iterable[int], context: Context) -> TargetUnits:
    """The counting units of a table of targets; `taken` are the places of its known columns."""
    place = unit_column(table, taken, context)
    return TargetUnits(table, context, said_in_titles(table, context), place)


def amount(cell: str, kpi: Kpi, measure: Measure) -> tuple[float, str]:
    """A target or planned figure of this KPI: `98%` or `0.98` for a rate, else a number as in any table.

    `measure`: the counting unit; for a rate, whether percent is stated. The returned text reports a
    conversion, "" if there was none.
    """
    words = _without_bound(plain(cell), kpi.direction)
    if kpi.is_share:
        return _share(words, is_stated=measure.stated.base == PERCENT), ""
    figure = read_figure(words, measure, in_whole_numbers=kpi.in_whole_numbers)
    if figure.kind != "figure":
        if figure.kind == "blank" or figure.kind == "withdrawn":
            raise FieldError("not_a_number", "目标为空；应填一个数")
        message = figure.note or explain(figure.kind, words, kpi.counting_unit, kpi.in_whole_numbers)
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
    figure = read_figure(words.removesuffix("%"), NOTHING_BEHIND, in_whole_numbers=False)
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
