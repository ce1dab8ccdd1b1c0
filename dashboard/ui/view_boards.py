"""Boards and signals of views, kept for all viewers dataset by dataset: a load renews only its own dataset's.

Never change one in place.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date

from dashboard.board.board import Board, board_of, read_boards
from dashboard.board.board_inputs import BoardInputs, read_targets
from dashboard.board.like_for_like import Known, compare_complete_units, lacks_reports, settle_signals
from dashboard.board.missing import Missing, missing_units
from dashboard.board.regrouping import Regrouping, read_regrouping
from dashboard.board.signals import Signal, read_signals
from dashboard.ui.cache import (
    READINGS_KEPT,
    VIEWS_KEPT,
    definitions,
    is_of_its_own,
    outline,
    read_together,
    submissions,
    units_below,
)
from dashboard.ui.cache_keys import (
    by_kpis,
    by_records,
    by_year,
    catalogue_of,
    datasets_of,
    reading,
    scope,
)
from dashboard.ui.memoize import PartsCache, memoize
from domain.catalogue import Kpi
from domain.kpi.lamp import Target
from domain.units import Life
from etl.warehouse.directory import read_lives
from etl.warehouse.kpi_figures import Key, read_kpi_figures

# A view has a board for each of some six datasets.
DATASETS = 6
Kpis = tuple[str, ...] | None
_boards: PartsCache[str, Board] = PartsCache(DATASETS * 2 * VIEWS_KEPT)
_inputs: PartsCache[str, BoardInputs] = PartsCache(DATASETS * READINGS_KEPT)
_missing: PartsCache[str, dict[date, Missing]] = PartsCache(DATASETS * READINGS_KEPT)


def board(version: str, year: int, month: int, unit: str, kpis: Kpis = None) -> Board:
    """The board of a view."""
    return _board(version, year, month, unit, kpis)


@memoize(2 * VIEWS_KEPT, key=by_kpis)
def _board(version: str, year: int, month: int, unit: str, kpis: Kpis) -> Board:
    """Pass every argument: a default would be a second cache key, and the board would be computed twice."""
    datasets = datasets_of(version, kpis) or _every(version)
    units, _ = read_together(outline(version).codes, date(year, month, 1), unit)
    if is_of_its_own(version, year, month):
        of_unit = {board.unit: board for board in _closed_boards(version, year, month, units)}[unit]
        return _only(_fairly_compared(version, of_unit), kpis)
    known = {dataset: _dataset_key(version, year, month, unit, dataset) for dataset in datasets}
    boards = _boards.get(known, lambda some: _dataset_boards(version, year, month, unit, some))
    return _only(_joined(version, tuple(boards.values()), _empty(year, month, unit)), kpis)


def _every(version: str) -> tuple[str, ...]:
    return tuple(dataset.id for dataset in catalogue_of(version).monthly)


def _empty(year: int, month: int, unit: str) -> Board:
    return Board(year, date(year, month, 1), unit, (), {}, {})


def _joined(version: str, boards: Sequence[Board], empty: Board) -> Board:
    """Boards of several datasets as one, its KPIs in the order of the catalogue."""
    place = {kpi.id: number for number, kpi in enumerate(catalogue_of(version).kpis)}
    every = (progress for board in boards for progress in board.progress)
    return replace(
        empty,
        progress=tuple(sorted(every, key=lambda progress: place[progress.kpi])),
        regrouped=next((board.regrouped for board in boards if board.regrouped), None),
        figures={kpi: months for board in boards for kpi, months in board.figures.items()},
        plans={kpi: due for board in boards for kpi, due in board.plans.items()},
    )


def _only(board: Board, kpis: Kpis) -> Board:
    """The board with these KPIs alone (None: all)."""
    if kpis is None:
        return board
    return replace(
        board,
        progress=tuple(progress for progress in board.progress if progress.kpi in kpis),
        figures={kpi: months for kpi, months in board.figures.items() if kpi in kpis},
        plans={kpi: due for kpi, due in board.plans.items() if kpi in kpis},
    )


def _dataset_key(version: str, year: int, month: int, unit: str, dataset: str) -> Hashable:
    return scope(version, year, _behind(version, dataset)), year, month, unit, dataset


def _dataset_boards(
    version: str, year: int, month: int, unit: str, datasets: Sequence[str]
) -> dict[str, Board]:
    """The boards of some datasets' KPIs, compared at once."""
    inputs, missing = _read(version, year, month, unit, datasets)
    as_of, definitions_now = date(year, month, 1), catalogue_of(version)
    of_unit = _joined(
        version,
        [
            board_of(
                definitions_now, _kpis(version, (each,)), unit, as_of, inputs[each], missing[each][as_of]
            )
            for each in datasets
        ],
        _empty(year, month, unit),
    )
    compared = _fairly_compared(version, of_unit)
    return {each: _only(compared, tuple(kpi.id for kpi in _kpis(version, (each,)))) for each in datasets}


def _fairly_compared(version: str, of_unit: Board) -> Board:
    """The board with fair comparisons, if units may owe figures."""
    regrouping = _regrouping(version, of_unit.year, of_unit.as_of.month, of_unit.unit)
    if not regrouping and not lacks_reports(of_unit):
        return of_unit
    in_force = definitions(version, of_unit.year, of_unit.as_of.month)
    known = Known(units_below(version, (of_unit.unit,)), regrouping, submissions(version, of_unit.year))
    with reading(version) as connection:
        return compare_complete_units(connection, in_force, of_unit, known)


@memoize(VIEWS_KEPT, key=by_records)
def _regrouping(version: str, year: int, month: int, unit: str) -> Regrouping | None:
    """The units that came to the view or left it in the months compared."""
    with reading(version) as connection:
        return read_regrouping(connection, unit, year, date(year, month, 1))


@memoize(100)
def _kpis(version: str, datasets: tuple[str, ...]) -> list[Kpi]:
    return [kpi for kpi in catalogue_of(version).kpis if kpi.dataset in datasets]


def _read(
    version: str, year: int, month: int, unit: str, datasets: Sequence[str]
) -> tuple[dict[str, BoardInputs], dict[str, dict[date, Missing]]]:
    """The inputs and the missing units of some datasets, for the view and what is read together with it."""
    units, months = read_together(outline(version).codes, date(year, month, 1), unit)
    # Datasets without any figures have equal digests, so a key also names its dataset.
    known = {
        dataset: (dataset, scope(version, year, _behind(version, dataset)), year, units)
        for dataset in datasets
    }
    end = date(year, 12, 1)

    def inputs(datasets_to_read: Sequence[str]) -> dict[str, BoardInputs]:
        targets, lives = _planned(version, year, units)
        below = units_below(version, units)
        with reading(version) as connection:
            figures = read_kpi_figures(connection, _kpis(version, tuple(datasets_to_read)), below, end)
        every = BoardInputs(figures, targets, lives)
        return {dataset: _inputs_of(version, every, dataset) for dataset in datasets_to_read}

    def missing(datasets_to_read: Sequence[str]) -> dict[str, dict[date, Missing]]:
        kpis = _kpis(version, tuple(datasets_to_read))
        every = missing_units(submissions(version, year), kpis, units_below(version, units), months)
        return {dataset: _missing_of(version, every, dataset) for dataset in datasets_to_read}

    return (
        _inputs.get(known, inputs),
        _missing.get({dataset: (*key, months) for dataset, key in known.items()}, missing),
    )


@memoize(READINGS_KEPT, key=by_records)
def _planned(version: str, year: int, units: tuple[str, ...]) -> tuple[dict[Key, Target], dict[str, Life]]:
    """The year's targets of all KPIs, and the lives of these units."""
    with reading(version) as connection:
        targets = read_targets(connection, catalogue_of(version).kpis, units, year)
        return targets, read_lives(connection, units)


def _behind(version: str, dataset: str) -> tuple[str, ...] | None:
    """The datasets whose figures the KPIs of a dataset are made of."""
    return datasets_of(version, tuple(kpi.id for kpi in _kpis(version, (dataset,))))


def _inputs_of(version: str, every: BoardInputs, dataset: str) -> BoardInputs:
    own = {kpi.id for kpi in _kpis(version, (dataset,))}
    return replace(
        every,
        figures={key: months for key, months in every.figures.items() if key[0] in own},
        targets={key: target for key, target in every.targets.items() if key[0] in own},
    )


def _missing_of(version: str, every: dict[date, Missing], dataset: str) -> dict[date, Missing]:
    own = {kpi.id for kpi in _kpis(version, (dataset,))}
    return {
        month: {key: units for key, units in of_month.items() if key[0] in own}
        for month, of_month in every.items()
    }


@memoize(READINGS_KEPT, key=by_year)
def _closed_boards(version: str, year: int, month: int, units: tuple[str, ...]) -> tuple[Board, ...]:
    with reading(version) as connection:
        return read_boards(connection, catalogue_of(version), year, date(year, month, 1), units)


def unit_boards(
    version: str, year: int, month: int, units: tuple[str, ...], kpis: Kpis = None
) -> tuple[Board, ...]:
    """The boards of several units, read together."""
    if set(units) <= set(read_together(outline(version).codes, date(year, month, 1), units[0])[0]):
        return tuple(_board(version, year, month, unit, kpis) for unit in units)
    return _many_boards(version, year, month, units, kpis)


@memoize(VIEWS_KEPT, key=by_kpis)
def _many_boards(
    version: str, year: int, month: int, units: tuple[str, ...], kpis: Kpis
) -> tuple[Board, ...]:
    as_of, known = date(year, month, 1), submissions(version, year)
    with reading(version) as connection:
        return read_boards(connection, catalogue_of(version), year, as_of, units, kpis, known)


def signals(version: str, year: int, month: int, unit: str, kpis: Kpis = None) -> dict[str, Signal]:
    """The signal of each KPI of a view, by KPI."""
    datasets = datasets_of(version, kpis) or _every(version)
    by_kpi: dict[str, Signal] = {}
    for dataset in datasets:
        by_kpi |= _dataset_signals(
            version, year, month, unit, tuple(kpi.id for kpi in _kpis(version, (dataset,)))
        )
    return {kpi: signal for kpi, signal in by_kpi.items() if kpis is None or kpi in kpis}


@memoize(DATASETS * VIEWS_KEPT, key=by_kpis)
def _dataset_signals(
    version: str, year: int, month: int, unit: str, kpis: tuple[str, ...]
) -> dict[str, Signal]:
    of_view = board(version, year, month, unit, kpis)
    return settle_signals(of_view, read_signals(of_view, definitions(version, year, month)))
