"""What a file would change before it does: its findings, its changes, and the state it was judged against."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from domain.finding import Finding, is_error
from domain.units import Unit, UnitDirectory
from etl.check.check import check
from etl.check.staging import Staged, as_if_loaded, staged
from etl.check.state import PlacedFinding
from etl.load.compare import (
    Changes,
    FigureChanges,
    compare_figures,
    compare_records,
    count_changes,
    no_record_changes,
)
from etl.load.rejected import (
    RejectedRow,
    rejected_csv,
    rows_judged_badly,
    rows_read_badly,
    skippable,
    without_rows,
)
from etl.read.locate.result import ReadFile, ReadOptions, TidyTable
from etl.read.read_tables import read_tables
from etl.read.shapes.assemble import in_order
from etl.warehouse import Warehouse
from etl.warehouse.directory import read_directory


@dataclass(frozen=True)
class TablePreview:
    """One table of the file. `figures` counts its figures, or its rows where it holds records."""

    dataset: str | None
    sheet: str
    rows: int
    figures: int
    changes: Changes
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Request:
    """What was asked: a file's bytes and name, the options it is read with, whether bad rows are left out."""

    content: bytes = field(repr=False)
    file: str
    options: ReadOptions
    skip_bad_rows: bool = False

    @property
    def sha256(self) -> str:
        """The fingerprint under which the original is kept."""
        return hashlib.sha256(self.content).hexdigest()

    def read(self, catalogue: Catalogue, units: UnitDirectory) -> ReadFile:
        """The tables of the file and what is wrong with them."""
        return read_tables(self.content, self.file, catalogue, units, self.options)


@dataclass(frozen=True)
class Preview:
    """A file as it would be loaded. `base` is the version of the warehouse that it was judged against.

    `findings` are about the whole file, each table has its own. `changes_of_figures` and `record_changes` are
    those of etl/load/compare.py. `read` are the tables without the rows left out (`rejected`),
    `staged` what a load would store of them; `units` are all there would be, where the file holds units.
    """

    request: Request
    encoding: str | None
    findings: tuple[Finding, ...]
    tables: tuple[TablePreview, ...]
    changes_of_figures: FigureChanges = field(repr=False)
    record_changes: pd.DataFrame
    base: str
    read: tuple[TidyTable, ...] = field(repr=False)
    staged: Staged = field(repr=False)
    rejected: tuple[RejectedRow, ...] = ()
    units: tuple[Unit, ...] = field(default=(), repr=False)

    @property
    def file(self) -> str:
        """The file's name."""
        return self.request.file

    @property
    def figure_changes(self) -> pd.DataFrame:
        """What each figure would change: the frame of etl/load/compare.py."""
        return self.changes_of_figures.frame

    @property
    def status(self) -> str:
        """`refused`, `unchanged` or `ok`, as `check --json` says it."""
        if not self.tables or any(map(is_error, self.findings)) or self._errors_not_left_out():
            return "refused"
        if self.rejected and not any(table.changes.total for table in self.tables):
            return "refused"
        return "unchanged" if all(table.changes.is_nothing_new for table in self.tables) else "ok"

    def _errors_not_left_out(self) -> bool:
        left_out = {(bad.table_number, bad.row) for bad in self.rejected}
        return any(
            is_error(finding) and (number, finding.row) not in left_out
            for number, table in enumerate(self.tables)
            for finding in table.findings
        )

    def rejected_csv(self, catalogue: Catalogue) -> bytes | None:
        """The rows left out, to be mended and loaded again; None where there are none."""
        if not self.rejected or self.status == "refused":
            return None
        return rejected_csv(catalogue, self.request.content, self.read, self.rejected)

    def same_outcome(self, other: "Preview") -> bool:
        """Whether both would do the same to the warehouse and say the same."""
        return (
            self.findings == other.findings
            and self.tables == other.tables
            and self.changes_of_figures.equals(other.changes_of_figures)
            and self.record_changes.equals(other.record_changes)
        )


def preview(
    warehouse: Warehouse, catalogue: Catalogue, request: Request, more_units: Iterable[Unit] = ()
) -> Preview:
    """Read and judge a file against the warehouse; stores nothing.

    `more_units` are known beside the warehouse's own: those of a unit file checked in the same go.
    """
    base = warehouse.version()
    with warehouse.read() as connection:
        return preview_on(connection, base, catalogue, request, more_units)


def preview_on(
    connection: duckdb.DuckDBPyConnection,
    base: str,
    catalogue: Catalogue,
    request: Request,
    more_units: Iterable[Unit] = (),
    tell: Callable[[str], None] = lambda stage: None,
) -> Preview:
    """The same on a connection of one's own, whose state is the version `base`.

    `tell` is told each stage, in Chinese, as it begins: a large file takes seconds.
    """
    directory = read_directory(connection).with_units(more_units)
    tell("读取表格")
    found = request.read(catalogue, directory)
    tell("逐项核对")
    judged = _judged(connection, catalogue, found, request.skip_bad_rows)
    tell("与现有数据比对")
    figures = compare_figures(connection, judged.staged.figures)
    records = compare_records(connection) if judged.staged.records else no_record_changes()
    return Preview(
        request,
        found.encoding,
        found.findings,
        tuple(
            _table_preview(number, table, count_changes(figures, records, number), judged.placed)
            for number, table in enumerate(judged.tables)
        ),
        figures,
        records,
        base,
        judged.tables,
        judged.staged,
        judged.rejected,
        read_directory(connection).units if _holds_units(catalogue, judged.tables) else (),
    )


def _holds_units(catalogue: Catalogue, tables: Iterable[TidyTable]) -> bool:
    units = {dataset.id for dataset in catalogue.datasets if dataset.kind == "units"}
    return any(table.dataset in units for table in tables)


@dataclass(frozen=True)
class _Judged:
    """The tables as they would be loaded and are staged, their findings, the rows left out."""

    tables: tuple[TidyTable, ...]
    staged: Staged
    placed: list[PlacedFinding]
    rejected: tuple[RejectedRow, ...]


def _judged(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, found: ReadFile, skip_bad_rows: bool
) -> _Judged:
    """The tables judged as they would be loaded, and staged so on the connection.

    A row left out may leave another one wrong, so it is judged again until no row is added.
    """
    rejected: list[RejectedRow] = []
    errors: list[PlacedFinding] = []
    if skip_bad_rows and skippable(found.tables):
        rejected = rows_read_badly(found.tables)
    while True:
        tables = tuple(without_rows(number, table, rejected) for number, table in enumerate(found.tables))
        what = staged(catalogue, tables)
        as_if_loaded(connection, what)
        placed = check(connection, catalogue, what)
        more = rows_judged_badly(placed) if skip_bad_rows else []
        if not more:
            return _Judged(tables, what, [*errors, *placed], tuple(rejected))
        rejected += more
        errors += [one for one in placed if is_error(one.finding)]


def _table_preview(
    number: int, table: TidyTable, changes: Changes, placed: Iterable[PlacedFinding]
) -> TablePreview:
    own = [found.finding for found in placed if found.table_number == number]
    findings = tuple(in_order((*table.findings, *own), table.header))
    return TablePreview(table.dataset, table.sheet, table.rows, changes.total, changes, findings)
