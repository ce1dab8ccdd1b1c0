"""The counting units of targets: from the header, a 计量单位 column, or the title."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.catalogue import NO_UNIT, Kpi
from domain.measure import Measure, measure_of
from etl.read.locate.find_table import FoundTable
from etl.read.locate.result import Context
from etl.read.open.sheet import cell_at
from etl.read.records.fields import PERCENT
from etl.read.shapes.counted import (
    UnitStatement,
    said_by_row,
    said_in_header,
    said_in_titles,
    stated_measure,
    unit_column,
    unknown_unit,
)


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
