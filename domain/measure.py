"""The counting unit of a column: the unit figures are stored in, and the unit that the file states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from domain.catalogue import NO_UNIT, Column, CountingUnit, CountingUnits, load_catalogue

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
