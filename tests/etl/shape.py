"""A sheet as drawn, and what it must give: some of the figures of one plain file."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.etl.drawn import csv_of, xls_of, xlsx_of
from tests.etl.sheets import TABLE, Figures, as_text, figures, read

KINDS: dict[str, Callable[[str], bytes | str]] = {"csv": csv_of, "xlsx": xlsx_of, "xls": xls_of}
PLAIN = figures(read(as_text(TABLE)))


@dataclass(frozen=True)
class Shape:
    """A sheet as drawn, and which of the plain file's figures it holds."""

    text: str
    months: tuple[str, ...] = ("2023-05", "2023-06")
    units: tuple[str, ...] = ("brigade", "office")
    indicators: tuple[str, ...] = ("tickets_received", "tickets_closed")
    kinds: tuple[str, ...] = ("csv", "xlsx", "xls")

    @property
    def meant(self) -> Figures:
        """The figures it holds."""
        return {
            (indicator, unit, month): value
            for (indicator, unit, month), value in PLAIN.items()
            if indicator in self.indicators and unit in self.units and month in self.months
        }


JUNE = ("2023-06",)
BRIGADE = ("brigade",)
WORKBOOKS = ("xlsx", "xls")
