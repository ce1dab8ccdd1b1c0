"""Boards and signals of views, kept for all viewers dataset by dataset: a load renews only its own dataset's.

Never change one in place.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard.board.board import Board, board_of, read_boards
from dashboard.board.board_inputs import BoardInputs, Missing, read_board_inputs, read_missing_units
from dashboard.board.like_for_like import (
    compare_complete_units,
    lacks_reports,
    read_regrouping,
    settle_signals,
)
from dashboard.board.signals import Signal, read_signals
from dashboard.ui.cache import READINGS_KEPT, VIEWS_KEPT, definitions, is_of_its_own, outline, read_together
from dashboard.ui.kept import PartsCache, memoize
from dashboard.ui.touched import by_kpis, by_records, by_year, catalogue_of, datasets_of, reading, scope
from domain.catalogue import Kpi
from etl.warehouse.kpi_figures import read_scope

# A view has a board for each of some six datasets.
DATASETS = 6
Kpis = tuple[str, ...] | None
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
        found = {each.unit: each for each in _closed_boards(version, year, month, units)}[unit]
        return _only(_fairly_compared(version, found), kpis)
    # Read at once what the boards below read each for themselves.
    _read(version, year, month, unit, datasets)
    boards = [_dataset_board(version, year, month, unit, dataset) for dataset in datasets]
    return _only(_joined(version, boards, _empty(year, month, unit)), kpis)


def _every(version: str) -> tuple[str, ...]:
    return tuple(dataset.id for dataset in catalogue_of(version).monthly)


def _empty(year: int, month: int, unit: str) -> Board:
    return Board(year, date(year, month, 1), unit, (), {}, {})


def _joined(version: str, boards: Sequence[Board], empty: Board) -> Board:
    """Boards of several datasets as one, its KPIs in the order of the catalogue."""
    place = {kpi.id: number for number, kpi in enumerate(catalogue_of(version).kpis)}
    return replace(
        empty,
        progress=tuple(
            sorted((each for one in boards for each in one.progress), key=lambda each: place[each.kpi])
        ),
        regrouped=next((one.regrouped for one in boards if one.regrouped), None),
        figures={kpi: months for one in boards for kpi, months in one.figures.items()},
        plans={kpi: due for one in boards for kpi, due in one.plans.items()},
    )


def _only(board: Board, kpis: Kpis) -> Board:
    """The board with these KPIs alone (None: all)."""
    if kpis is None:
        return board
    return replace(
        board,
        progress=tuple(each for each in board.progress if each.kpi in kpis),
        figures={kpi: months for kpi, months in board.figures.items() if kpi in kpis},
        plans={kpi: due for kpi, due in board.plans.items() if kpi in kpis},
    )


def _dataset_key(version: str, year: int, month: int, unit: str, dataset: str) -> tuple:
    return scope(version, year, _behind(version, dataset)), year, month, unit, dataset


@memoize(DATASETS * 2 * VIEWS_KEPT, key=_dataset_key)
def _dataset_board(version: str, year: int, month: int, unit: str, dataset: str) -> Board:
    """The board of one dataset's KPIs."""
    inputs, missing = _read(version, year, month, unit, (dataset,))
    as_of = date(year, month, 1)
    kpis = _kpis(version, (dataset,))
    found = board_of(catalogue_of(version), kpis, unit, as_of, inputs[dataset], missing[dataset][as_of])
    return _fairly_compared(version, found)


def _fairly_compared(version: str, found: Board) -> Board:
    """The board with fair comparisons, if units may owe figures."""
    if not lacks_reports(found) and not _is_regrouped(version, found.year, found.as_of.month, found.unit):
        return found
    in_force = definitions(version, found.year, found.as_of.month)
    with reading(version) as connection:
        return compare_complete_units(connection, in_force, found)


@memoize(VIEWS_KEPT, key=by_records)
def _is_regrouped(version: str, year: int, month: int, unit: str) -> bool:
    """Whether a unit came to the view or left it in the months compared."""
    with reading(version) as connection:
        return read_regrouping(connection, unit, year, date(year, month, 1)) is not None


@memoize(100)
def _kpis(version: str, datasets: tuple[str, ...]) -> list[Kpi]:
    return [kpi for kpi in catalogue_of(version).kpis if kpi.dataset in datasets]


def _read(
    version: str, year: int, month: int, unit: str, datasets: tuple[str, ...]
) -> tuple[dict[str, BoardInputs], dict[str, dict[date, Missing]]]:
    """The inputs and the missing units of some datasets, for the view and what is read together with it."""
    units, months = read_together(outline(version).codes, date(year, month, 1), unit)
    # Datasets without any figures have equal digests, so a key also names its dataset.
    known = {
        dataset: (dataset, scope(version, year, _behind(version, dataset)), year, units)
        for dataset in datasets
    }

    def inputs(wanted: Sequence[str]) -> dict[str, BoardInputs]:
        with reading(version) as connection:
            every = read_board_inputs(
                connection, _kpis(version, tuple(wanted)), units, read_scope(connection, units), year
            )
        return {dataset: _inputs_of(version, every, dataset) for dataset in wanted}

    def missing(wanted: Sequence[str]) -> dict[str, dict[date, Missing]]:
        with reading(version) as connection:
            every = read_missing_units(
                connection, _kpis(version, tuple(wanted)), read_scope(connection, units), months
            )
        return {dataset: _missing_of(version, every, dataset) for dataset in wanted}

    return (
        _inputs.get(known, inputs),
        _missing.get({dataset: (*key, months) for dataset, key in known.items()}, missing),
    )


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
    with reading(version) as connection:
        return read_boards(connection, catalogue_of(version), year, date(year, month, 1), units, kpis)


def signals(version: str, year: int, month: int, unit: str, kpis: Kpis = None) -> dict[str, Signal]:
    """The signal of each KPI of a view, by KPI."""
    datasets = datasets_of(version, kpis) or _every(version)
    found: dict[str, Signal] = {}
    for dataset in datasets:
        found |= _dataset_signals(
            version, year, month, unit, tuple(kpi.id for kpi in _kpis(version, (dataset,)))
        )
    return {kpi: signal for kpi, signal in found.items() if kpis is None or kpi in kpis}


@memoize(DATASETS * VIEWS_KEPT, key=by_kpis)
def _dataset_signals(
    version: str, year: int, month: int, unit: str, kpis: tuple[str, ...]
) -> dict[str, Signal]:
    of_view = board(version, year, month, unit, kpis)
    return settle_signals(of_view, read_signals(of_view, definitions(version, year, month)))
