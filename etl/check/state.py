"""The state after a load for the checks, and findings with the table they belong to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from domain.catalogue import Catalogue
from domain.finding import Finding, FindingCode
from domain.months import month_words
from etl.check.series_history import SeriesHistory, read_series_history
from etl.check.staging import Staged
from etl.warehouse.as_of import frozen_through
from etl.warehouse.directory import TakeOvers, read_take_overs
from etl.warehouse.statements import statement

Row = dict[str, Any]


@dataclass(frozen=True)
class PlacedFinding:
    """A finding and the number of its table in the file."""

    table_number: int
    finding: Finding


@dataclass(frozen=True)
class CheckState:
    """The connection that shows the state, and the names that messages need."""

    connection: duckdb.DuckDBPyConnection
    catalogue: Catalogue
    staged: Staged

    def rows(self, name: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Row]:
        """The rows of a check's statement as mappings by column name; `who`: unit and month in words."""
        cursor = self.connection.execute(statement(name), dict(parameters) if parameters else None)
        columns = [column[0] for column in cursor.description or ()]
        for values in cursor.fetchall():
            yield self._named(dict(zip(columns, values, strict=True)))

    def cells(self, figures: pa.Table) -> Iterator[Row]:
        """Figures of the file as rows, in file order."""
        rows = map(self._named, figures.to_pylist())
        return iter(sorted(rows, key=lambda row: (row["table_number"], row["row"], row["column"])))

    def cells_with(self, found: Iterable[tuple[int, Row]]) -> Iterator[Row]:
        """Join results, given by cell, with the figures of these cells, in file order."""
        more = dict(found)
        for row in self.cells(self.staged.figures.take(pa.array(more, pa.int32()))):
            yield row | more[row["cell"]]

    @cached_property
    def months(self) -> tuple[date, date]:
        """The first and the last month of the file's figures."""
        found = pc.min_max(self.staged.figures.column("month")).as_py()
        return found["min"], found["max"]

    @property
    def touches_frozen(self) -> bool:
        """Whether any figure of the file belongs to a closed month."""
        through = frozen_through(self.connection)
        return through is not None and self.months[0] <= through

    @cached_property
    def history(self) -> SeriesHistory:
        """The months of every series that the file touches."""
        return read_series_history(self.connection, self.staged.figures)

    @cached_property
    def last_years_wholes(self) -> dict[tuple[int, int], float]:
        """(series, year) → the smallest known total of the year among its unit and the units above it."""
        first, last = self.months
        span = {"first": first.year - 1, "last": last.year - 1}
        rows = self.connection.execute(statement("last_years_wholes"), span).fetchall()
        known = {(year, indicator, unit): value for year, indicator, unit, value in rows}
        return {
            (series["series"], year): whole
            for series in (self.staged.series.to_pylist() if known else ())
            for year in range(first.year - 1, last.year)
            if (whole := self._whole(known, year, series["indicator"], series["unit"])) is not None
        }

    def _whole(self, known: Mapping[Any, float], year: int, indicator: str, unit: str) -> float | None:
        above = (known.get((year, indicator, each)) for each in self.upwards(unit))
        return min((whole for whole in above if whole is not None), default=None)

    def upwards(self, unit: str) -> Iterator[str]:
        """The unit and those above it, up to the whole bureau."""
        seen: set[str] = set()
        at: str | None = unit
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.units.get(at, ("", None))[1]

    @cached_property
    def units(self) -> dict[str, tuple[str, str | None]]:
        """Unit → its name and the unit above it."""
        rows = self.connection.execute(statement("unit_names")).fetchall()
        return {unit: (name, parent) for unit, name, parent in rows}

    @cached_property
    def take_overs(self) -> TakeOvers:
        """The take-overs between units."""
        return read_take_overs(self.connection)

    def name(self, unit: str) -> str:
        """The name of a unit (code) after the load; the code where there is no such unit."""
        return self.units.get(unit, (unit, None))[0]

    def columns(self, *indicators: str) -> str:
        """“受理工单数＋办结工单数”, for a message."""
        return f"“{'＋'.join(self.catalogue.column(indicator).name for indicator in indicators)}”"

    def title(self, dataset: str) -> str:
        """The title of a dataset in quotation marks, for a message."""
        return f"“{self.catalogue.dataset(dataset).title}”"

    def _named(self, row: Row) -> Row:
        month = month_words(row["month"]) if "month" in row else ""
        return row | {"name": self.name(row["unit"]), "who": f"{self.name(row['unit'])} {month} "}


def place_error(row: Row, code: FindingCode, message: str) -> PlacedFinding:
    """An error on the cell that a row of a check names."""
    return _placed(row, Finding(code, message, row["row"], row["column"], row["text"]))


def place_warning(row: Row, code: FindingCode, message: str) -> PlacedFinding:
    """A warning on the cell that a row of a check names."""
    return _placed(row, Finding(code, message, row["row"], row["column"], row["text"], "warning"))


def _placed(row: Row, finding: Finding) -> PlacedFinding:
    return PlacedFinding(row["table_number"], finding)


def figure_words(value: float | None) -> str:
    """A figure for a message, in full; 空 for none."""
    if value is None:
        return "空"
    return f"{value:.0f}" if value == int(value) else f"{value:.10g}"


def figure_text(value: float | None) -> str:
    """As figure_words, with a space before a figure."""
    return figure_words(value) if value is None else f" {figure_words(value)}"
