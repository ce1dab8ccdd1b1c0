"""Preview a load: the findings and changes of a file, and the warehouse state they refer to."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from domain.finding import Finding, is_error
from domain.people import LOCAL_MANAGER, Person
from domain.text import visible
from domain.units import Unit, UnitDirectory
from etl.check.check import check
from etl.check.own_units import own_units_only
from etl.check.staging import Staged, as_if_loaded, staged
from etl.check.state import PlacedFinding
from etl.load.bad_rows import (
    RejectedRow,
    rejected_csv,
    rows_judged_badly,
    rows_read_badly,
    skippable,
    without_rows,
)
from etl.load.compare import (
    Changes,
    FigureChanges,
    compare_figures,
    compare_records,
    count_changes,
    figure_order,
    no_record_changes,
)
from etl.read.locate.result import ReadFile, ReadOptions, TidyTable
from etl.read.read_bounded import not_read, read_bounded
from etl.read.shapes.assemble import in_order
from etl.warehouse import Warehouse
from etl.warehouse.directory import read_directory
from etl.warehouse.people import person_now

LONGEST_FILE_NAME = 255  # as long as a file system allows


@dataclass(frozen=True)
class TablePreview:
    """One table of the file. `figures` counts its figures, or its rows if it holds records."""

    dataset: str | None
    sheet: str
    rows: int
    figures: int
    changes: Changes
    findings: tuple[Finding, ...]


def kept_name(file: str) -> str:
    """The name of a file as it is kept and shown."""
    return visible(file)[-LONGEST_FILE_NAME:]


@dataclass(frozen=True)
class Request:
    """A request: a file's bytes and name, the read options, and whether bad rows are left out.

    `not_read` says why the file could not be read in time, "" if it was not tried.
    """

    content: bytes = field(repr=False)
    file: str
    options: ReadOptions
    skip_bad_rows: bool = False
    not_read: str = ""

    def __post_init__(self) -> None:
        """Keep the name as it is seen."""
        object.__setattr__(self, "file", kept_name(self.file))

    @property
    def sha256(self) -> str:
        """The sha256 under which the original is stored."""
        return hashlib.sha256(self.content).hexdigest()

    def read(self, catalogue: Catalogue, units: UnitDirectory) -> ReadFile:
        """Read the tables of the file with their findings."""
        if self.not_read:
            return not_read(self.not_read)
        return read_bounded(self.content, self.file, catalogue, units, self.options)


@dataclass(frozen=True)
class Preview:
    """The preview of a load. `base` is the version of the warehouse it was checked against.

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
        """The change of each figure: the frame of etl/load/compare.py."""
        return self.changes_of_figures.frame

    @property
    def status(self) -> str:
        """`refused`, `unchanged` or `ok`, as in `check --json`."""
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
        """The rows left out as a CSV, to be corrected and loaded again; None if there are none."""
        if not self.rejected or self.status == "refused":
            return None
        return rejected_csv(catalogue, self.request.content, self.read, self.rejected)

    def same_outcome(self, other: "Preview") -> bool:
        """Whether both would change the warehouse in the same way and report the same findings."""
        return (
            self.findings == other.findings
            and self.tables == other.tables
            and self.changes_of_figures.equals(other.changes_of_figures)
            and self.record_changes.equals(other.record_changes)
        )


def preview(
    warehouse: Warehouse,
    catalogue: Catalogue,
    request: Request,
    more_units: Iterable[Unit] = (),
    person: Person = LOCAL_MANAGER,
) -> Preview:
    """Read a file and check it against the warehouse, and that `person` may load it; stores nothing.

    `more_units` are known besides the warehouse's own, from a unit file checked in the same run.
    """
    base = warehouse.version()
    with warehouse.read() as connection:
        return preview_on(connection, base, catalogue, request, more_units, person=person)


def preview_on(
    connection: duckdb.DuckDBPyConnection,
    base: str,
    catalogue: Catalogue,
    request: Request,
    more_units: Iterable[Unit] = (),
    tell: Callable[[str], None] = lambda stage: None,
    person: Person = LOCAL_MANAGER,
) -> Preview:
    """The preview of a file on a given connection, whose state is the version `base`.

    `tell` is called with each stage, in Chinese, as it begins, because a large file takes seconds.
    """
    person = person_now(connection, person)
    directory = read_directory(connection).with_units(more_units)
    tell("读取表格")
    file = request.read(catalogue, directory)
    tell("逐项核对")
    judged = _judged(connection, catalogue, file, request.skip_bad_rows, person)
    tell("与现有数据比对")
    brought = read_directory(connection).units if _holds_units(catalogue, judged.tables) else ()
    order = figure_order(catalogue, brought or directory.units)
    figures = compare_figures(connection, judged.staged.figures, order)
    records = compare_records(connection) if judged.staged.records else no_record_changes()
    return Preview(
        request,
        file.encoding,
        file.findings,
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
        brought,
    )


def _holds_units(catalogue: Catalogue, tables: Iterable[TidyTable]) -> bool:
    units = {dataset.id for dataset in catalogue.datasets if dataset.kind == "units"}
    return any(table.dataset in units for table in tables)


@dataclass(frozen=True)
class _Judged:
    """The staged tables as they would be loaded, their findings, and the rows left out."""

    tables: tuple[TidyTable, ...]
    staged: Staged
    placed: list[PlacedFinding]
    rejected: tuple[RejectedRow, ...]


def _judged(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    file: ReadFile,
    skip_bad_rows: bool,
    person: Person,
) -> _Judged:
    """Stage the tables as they would be loaded and check them.

    Leaving out a row may make another row wrong, so this repeats until no further row is left out.
    """
    rejected: list[RejectedRow] = []
    errors: list[PlacedFinding] = []
    if skip_bad_rows and skippable(file.tables):
        rejected = rows_read_badly(file.tables)
    while True:
        tables = tuple(without_rows(number, table, rejected) for number, table in enumerate(file.tables))
        what = staged(catalogue, tables)
        as_if_loaded(connection, what)
        placed = check(connection, catalogue, what)
        placed += own_units_only(connection, person, catalogue, what)
        more = rows_judged_badly(placed) if skip_bad_rows else []
        if not more:
            return _Judged(tables, what, [*errors, *placed], tuple(rejected))
        rejected += more
        errors += [error for error in placed if is_error(error.finding)]


def _table_preview(
    number: int, table: TidyTable, changes: Changes, placed: Iterable[PlacedFinding]
) -> TablePreview:
    own = [error.finding for error in placed if error.table_number == number]
    findings = tuple(in_order((*table.findings, *own), table.header))
    return TablePreview(table.dataset, table.sheet, table.rows, changes.total, changes, findings)
