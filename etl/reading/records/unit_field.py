"""The unit of a record: looked up by code, name or alias."""

from collections.abc import Callable

from etl.reading.context import Context
from etl.reading.records.fields import FieldError
from etl.reading.tables.month_and_unit import code_of, unit_explainer
from etl.reading.titles.title import Title
from etl.text import plain
from etl.units import UnitDirectory


def unit_of(units: UnitDirectory, blank_is_root: bool = False) -> Callable[[str], str]:
    """A reader of unit cells that gives codes; it raises FieldError and names the nearest units."""
    explain = unit_explainer(units)

    def read(cell: str) -> str:
        if blank_is_root and not plain(cell) and units.root:
            return units.root.unit
        code = code_of(cell, units)
        if code is None:
            raise FieldError("unknown_unit", explain(cell))
        return code

    return read


def unit_without_column(title: Title, context: Context) -> str | None:
    """The unit of records without a unit column: of the title, else as asked, else the whole bureau."""
    if title.unit and not title.rival:
        return title.unit.unit
    asked = context.units.find(context.options.unit) if context.options.unit else context.units.root
    return asked.unit if asked else None
