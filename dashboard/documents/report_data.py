"""All data for the documents of one view, read once: the boards, the records, and the words of the view."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import duckdb

from dashboard.board import loaded_records
from dashboard.board.attention import attention, concerns
from dashboard.board.board import Board, read_board, read_boards
from dashboard.board.frozen import units_of_month
from dashboard.board.like_for_like import compare_complete_units, compare_fairly, settle_signals
from dashboard.board.loaded_records import FigureSource, Load, Note, Owed, ReportPeriod, Task, UnitRecord
from dashboard.board.signals import Signal, read_signals
from dashboard.wording.format import first_few
from dashboard.wording.key_points import key_points
from dashboard.wording.lamp_words import turned_lamps
from dashboard.wording.story import Story
from dashboard.wording.unit_words import names_told
from domain.catalogue import Catalogue, Kpi
from domain.kpi.progress import Progress
from domain.months import add_months
from domain.units import UNBOUNDED
from etl.load.freeze import frozen_through
from etl.warehouse.definitions import definitions_in_force
from etl.warehouse.directory import read_lives
from etl.warehouse.submissions import read_submissions

# The maximum number of units side by side on slides; a larger number is shown on the board only.
MOST_UNIT_BOARDS = 60
NAMES_LISTED = 6


@dataclass(frozen=True)
class ReportData:
    """One view (unit, year, as-of month) and everything its documents need.

    Lists are in the order of loaded_records.py. `board` compares incomplete months over the units that both
    years have, and so do `unit_boards`. `before` is the board of the month before, None in January.
    `unit_boards` are the boards of the units directly below that have targets of their own (the
    first MOST_UNIT_BOARDS), with the KPIs that have a direction. `children` are the boards of all units
    directly below with every KPI, unless there are more.
    """

    catalogue: Catalogue
    board: Board
    before: Board | None = None
    unit_boards: tuple[Board, ...] = ()
    children: tuple[Board, ...] = ()
    units: tuple[UnitRecord, ...] = ()
    tasks: tuple[Task, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: tuple[FigureSource, ...] = ()
    target_loads: tuple[tuple[str, int], ...] = ()
    loads: tuple[Load, ...] = ()
    owed: tuple[Owed, ...] = ()
    annual: tuple[loaded_records.AnnualRecord, ...] = ()
    closed_through: date | None = None

    @property
    def as_of(self) -> date:
        """The as-of month."""
        return self.board.as_of

    @property
    def last_day(self) -> date:
        """The last day of the as-of month."""
        return self.as_of.replace(day=monthrange(self.as_of.year, self.as_of.month)[1])

    @property
    def unit_name(self) -> str:
        """The name of the view's unit."""
        return self.name_of(self.board.unit)

    @property
    def root(self) -> str:
        """The code of the whole bureau: the root unit."""
        codes = {unit.unit for unit in self.units}
        return next((unit.unit for unit in self.units if unit.parent not in codes), self.board.unit)

    def name_of(self, unit: str) -> str:
        """A unit's name; its code if it has none."""
        return self.names.get(unit, unit)

    def names_listed(self, units: Iterable[str]) -> str:
        """The names of units (codes) as a list: 甲、乙 or 甲、乙等30个单位."""
        return first_few(map(self.name_of, dict.fromkeys(units)), NAMES_LISTED)

    def below(self, unit: str) -> set[str]:
        """The codes of a unit and all units below it."""
        return _below(unit, self.units)

    def kpi(self, progress: Progress) -> Kpi:
        """The definition of a progress's KPI."""
        return self.catalogue.kpi(progress.kpi)

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """The view's own KPIs in catalogue order: the KPIs it ever reported or has a target for.

        The whole bureau keeps all KPIs, because some unit owes what nobody reports.
        """
        return self.board.progress if self.board.unit == self.root else self.in_use

    @cached_property
    def in_use(self) -> tuple[Progress, ...]:
        """The KPIs that are counted, as on the pages: those with a target or ever reported."""
        return tuple(filter(self.board.is_used, self.board.progress))

    @cached_property
    def planned(self) -> tuple[Progress, ...]:
        """The KPIs with a target, in catalogue order."""
        return tuple(each for each in self.board.progress if each.target is not None)

    @cached_property
    def story(self) -> Story:
        """The input of the key points."""
        return Story(
            self.catalogue,
            self.board,
            self.signals,
            lambda _: self.children,
            self.notes,
            self.tasks,
            self.owed,
            self.names,
            self.last_day,
            self.closed_through,
        )

    @cached_property
    def key_points(self) -> tuple[str, ...]:
        """本月要点: at most three sentences."""
        return key_points(self.story)

    @cached_property
    def turned(self) -> str:
        """较上月: the lamps that changed."""
        return turned_lamps(self.catalogue, self.before, self.board)

    @cached_property
    def attention(self) -> tuple[Progress, ...]:
        """The red and yellow lamps, worst first."""
        asking = attention(self.board, self.signals, self.catalogue)
        return tuple(each for each in asking if each.lamp.calls_for_action)

    def sources_of(self, kpi: Kpi, year: int | None = None) -> tuple[FigureSource, ...]:
        """The loads with figures of a KPI in this view, January to as-of of a year (None: this year)."""
        wanted = year or self.board.year
        return tuple(
            source for source in self.sources if source.indicator in kpi.indicators and source.year == wanted
        )

    def loads_of(self, kpi: Kpi, year: int | None = None) -> tuple[Load, ...]:
        """The loads behind a KPI's year to date, the oldest first."""
        numbers = {source.load for source in self.sources_of(kpi, year)}
        return tuple(load for load in self.loads if load.load in numbers)

    def notes_of(self, kpi: str) -> tuple[Note, ...]:
        """The notes about a KPI, newest first."""
        return tuple(note for note in self.notes if note.kpi == kpi)

    def is_sample(self, kpi: Kpi) -> bool:
        """Whether this KPI shows any sample figure or target, also in the comparison with last year."""
        illustrative = any(each.kpi == kpi.id and each.illustrative for each in self.board.progress)
        loads = (load for back in (0, 1) for load in self.loads_of(kpi, self.board.year - back))
        return illustrative or any(load.is_sample for load in loads)

    @cached_property
    def has_sample(self) -> bool:
        """Whether any figure or target in view is sample data."""
        numbers = {source.load for source in self.sources}
        fed = any(load.is_sample for load in self.loads if load.load in numbers)
        return fed or any(each.illustrative for each in self.board.progress)

    @cached_property
    def sample_words(self) -> tuple[str, ...]:
        """The notes of the sample's loads, each once."""
        numbers = {source.load for source in self.sources} | {load for _, load in self.target_loads}
        notes = (load.note for load in self.loads if load.is_sample and load.load in numbers)
        return tuple(dict.fromkeys(notes))

    @cached_property
    def overdue(self) -> tuple[Task, ...]:
        """The tasks that were due by the end of the as-of month and not done by then, the oldest first."""
        return tuple(task for task in self.tasks if task.is_overdue(self.last_day))

    @cached_property
    def signals(self) -> dict[str, Signal]:
        """The signal of each KPI, by id."""
        return settle_signals(self.board, read_signals(self.board, self.catalogue))

    @cached_property
    def concerns(self) -> tuple[Progress, ...]:
        """The KPIs reported in the as-of month with values beyond their usual range for the worse."""
        return tuple(each for each in self.board.progress if concerns(each, self.signals))

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of every unit, by code."""
        return names_told(((each.unit, each.name, each.end_month) for each in self.units), self.board.as_of)


def read_report_data(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    year: int,
    as_of: date | None = None,
    unit: str | None = None,
) -> ReportData:
    """All data for the documents of one unit (code; None: the whole bureau), as of a month.

    Raises NoUnitsError if no units are loaded.
    """
    read = read_board(connection, catalogue, year, as_of, unit)
    catalogue = definitions_in_force(connection, catalogue, read.as_of)
    board = compare_complete_units(connection, catalogue, read)
    period = ReportPeriod(board.unit, date(year, 1, 1), board.as_of)
    with units_of_month(connection, board.as_of) as then:
        units = loaded_records.read_units(then)
        planned = loaded_records.read_planned_units(then, board.unit, board.year)
    return ReportData(
        catalogue=catalogue,
        board=board,
        before=_board_before(connection, catalogue, board),
        unit_boards=_unit_boards(connection, catalogue, board, planned),
        children=_children(connection, catalogue, board, units),
        units=units,
        tasks=loaded_records.read_tasks(connection, board.unit, year),
        notes=loaded_records.read_notes(connection, period),
        sources=_two_years_sources(connection, period),
        target_loads=tuple(loaded_records.read_target_sources(connection, board.unit, board.as_of).items()),
        loads=loaded_records.read_loads(connection),
        owed=_owed(connection, catalogue, board, _below(board.unit, units)),
        annual=loaded_records.read_annual_figures(connection, board.unit, (year - 1, year)),
        closed_through=frozen_through(connection),
    )


def _owed(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board, units: set[str]
) -> tuple[Owed, ...]:
    submissions = read_submissions(connection, catalogue, [board.as_of])
    every = loaded_records.owed_by_month(submissions, catalogue, [board.as_of])[board.as_of]
    return tuple(each for each in every if each.unit in units)


def _below(unit: str, units: Sequence[UnitRecord]) -> set[str]:
    """The unit and all units below it."""
    found = {unit}
    while more := {each.unit for each in units if each.parent in found} - found:
        found |= more
    return found


def _two_years_sources(
    connection: duckdb.DuckDBPyConnection, period: ReportPeriod
) -> tuple[FigureSource, ...]:
    """Includes the same months of the year before, for comparisons."""
    periods = (_year_before(period), period)
    return tuple(
        source for each in periods for source in loaded_records.read_figure_sources(connection, each)
    )


def _year_before(period: ReportPeriod) -> ReportPeriod:
    return ReportPeriod(period.unit, add_months(period.first, -12), add_months(period.last, -12))


def _board_before(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board) -> Board | None:
    if board.as_of.month == 1:
        return None
    return read_board(connection, catalogue, board.year, add_months(board.as_of, -1), board.unit)


def _unit_boards(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board, planned: Sequence[str]
) -> tuple[Board, ...]:
    lives = read_lives(connection, planned)
    units = [unit for unit in planned if lives.get(unit, UNBOUNDED).has(board.as_of)][:MOST_UNIT_BOARDS]
    kpis = [kpi.id for kpi in catalogue.kpis if kpi.direction.is_judged]
    found = read_boards(connection, catalogue, board.year, board.as_of, units, kpis) if units else ()
    return compare_fairly(connection, catalogue, found)


def _children(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board, units: Sequence[UnitRecord]
) -> tuple[Board, ...]:
    below = [each.unit for each in units if each.parent == board.unit]
    if not 1 < len(below) <= MOST_UNIT_BOARDS:
        return ()
    return read_boards(connection, catalogue, board.year, board.as_of, below)
