"""Differences between boards: two months, before and after a load, or as closed and as known now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from dashboard.board.board import Board, read_boards_by_month
from dashboard.board.period import available_years, default_as_of, last_reported_month
from domain.catalogue import Catalogue, Kpi
from domain.kpi.progress import Progress
from etl.load.preview import Preview
from etl.warehouse.statements import statement


@dataclass(frozen=True)
class LampChange:
    """One KPI of one unit on both boards, changed or not."""

    before: Progress
    after: Progress

    @property
    def turned(self) -> bool:
        """Whether the lamp changed."""
        return self.before.lamp != self.after.lamp

    @property
    def differs(self) -> bool:
        """Whether the lamp, its word or the year to date changed."""
        return self.turned or _result(self.before) != _result(self.after)

    @property
    def shows_colour(self) -> bool:
        """Whether either lamp shows a colour; a change from 待报 to 监测 is no change of colour."""
        return self.before.lamp.is_lit or self.after.lamp.is_lit

    @property
    def newly_lit(self) -> bool:
        """Whether a lamp shows a colour now and showed none before."""
        return self.after.lamp.is_lit and not self.before.lamp.is_lit


def compare_boards(before: Iterable[Board], after: Iterable[Board]) -> tuple[LampChange, ...]:
    """Every KPI and unit that is on both boards, in the order of `after`."""
    known = {(each.kpi, each.unit): each for board in before for each in board.progress}
    pairs = ((known.get((each.kpi, each.unit)), each) for board in after for each in board.progress)
    return tuple(LampChange(earlier, later) for earlier, later in pairs if earlier is not None)


def lamp_changes(before: Iterable[Board], after: Iterable[Board]) -> tuple[LampChange, ...]:
    """Every lamp that changed, in the order of `after`."""
    return tuple(change for change in compare_boards(before, after) if change.turned)


def _result(progress: Progress) -> tuple[float | None, bool]:
    return progress.year_to_date, progress.is_done


MOST_UNITS = 300


@dataclass(frozen=True)
class AffectedScope:
    """What a load would change in one year: KPIs (ids), units (codes), and the last month with figures.

    `is_plan`: whether the load changes targets of the year.
    """

    year: int
    kpis: tuple[str, ...]
    units: tuple[str, ...]
    last_month: date | None
    is_plan: bool = False


@dataclass(frozen=True)
class LampImpact:
    """The lamps that a load changes.

    `lamps`: lamps that change and show a colour before or after. `left_out`: how many units were not judged
    because there are too many. `months`: the months judged; empty if nobody has a target or nothing was
    reported yet.
    """

    lamps: tuple[LampChange, ...]
    left_out: int = 0
    months: tuple[date, ...] = ()


def read_lamp_impact(
    before: duckdb.DuckDBPyConnection,
    after: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    previews: Iterable[Preview],
    in_view: date | None = None,
) -> LampImpact:
    """The lamps that would change if the files in the previews were loaded.

    `before` shows the warehouse as it is, `after` as if loaded. Each lamp is judged in the last month of
    the year that the files hold, and in the month at which the board opens the year. If a target changes,
    it is also judged in the last reported month and in the month the user has `in_view`. Only units with a
    target have a lamp that can change, so only those are read. The whole bureau comes first.
    """
    lamps: list[LampChange] = []
    judged: set[date] = set()
    left_out = 0
    for touched in what_is_touched(before, catalogue, previews):
        units = _planned_units(before, after, touched)
        left_out = max(left_out, len(units) - MOST_UNITS)
        chosen = units[:MOST_UNITS]
        months = _months(before, after, catalogue, touched, in_view) if chosen else ()
        boards = [
            read_boards_by_month(connection, catalogue, touched.year, months, chosen, touched.kpis)
            for connection in (before, after)
        ]
        judged.update(months)
        for month in months:
            changes = lamp_changes(*(by_month[month] for by_month in boards))
            lamps += [change for change in changes if change.shows_colour]
    return LampImpact(tuple(lamps), max(left_out, 0), tuple(sorted(judged)))


def what_is_touched(
    before: duckdb.DuckDBPyConnection, catalogue: Catalogue, previews: Iterable[Preview]
) -> tuple[AffectedScope, ...]:
    """What the previews would change, one entry per year, oldest first."""
    parts = [part for preview in previews for part in _parts(before, catalogue, preview)]
    years = sorted({part.year for part in parts})
    return tuple(_joined(year, [part for part in parts if part.year == year]) for year in years)


def _parts(
    before: duckdb.DuckDBPyConnection, catalogue: Catalogue, preview: Preview
) -> Iterator[AffectedScope]:
    changed = preview.figure_changes[preview.figure_changes["kind"] != "unchanged"]
    years = changed["month"].dt.year if len(changed) else pd.Series(dtype=int)
    for year in years.unique():
        figures = changed[years == year]
        kpis = _fed_by(catalogue, set(figures["indicator"].unique()))
        yield AffectedScope(int(year), kpis, tuple(figures["unit"].unique()), figures["month"].max().date())
    kinds = {dataset.id: dataset.kind for dataset in catalogue.datasets}
    for table in preview.read:
        kind = kinds.get(table.dataset or "")
        if kind == "targets" and len(table.records):
            for year in table.records["year"].unique():
                rows = table.records[table.records["year"] == year]
                yield AffectedScope(
                    int(year), tuple(rows["kpi"].unique()), tuple(rows["unit"].unique()), None, True
                )
        if kind == "units" and len(table.records) and (years := available_years(before)):
            every = tuple(kpi.id for kpi in catalogue.kpis if kpi.direction.is_judged)
            yield AffectedScope(years[-1], every, tuple(table.records["unit"].unique()), None)


def _fed_by(catalogue: Catalogue, indicators: set[str]) -> tuple[str, ...]:
    """The KPIs with a direction that use these columns; a neutral KPI has no lamp that could change."""

    def fed(kpi: Kpi) -> bool:
        return kpi.direction.is_judged and not indicators.isdisjoint(kpi.indicators)

    return tuple(kpi.id for kpi in catalogue.kpis if fed(kpi))


def _joined(year: int, parts: Sequence[AffectedScope]) -> AffectedScope:
    kpis = dict.fromkeys(kpi for part in parts for kpi in part.kpis)
    units = dict.fromkeys(unit for part in parts for unit in part.units)
    months = [part.last_month for part in parts if part.last_month]
    is_plan = any(part.is_plan for part in parts)
    return AffectedScope(year, tuple(kpis), tuple(units), max(months) if months else None, is_plan)


def _planned_units(
    before: duckdb.DuckDBPyConnection, after: duckdb.DuckDBPyConnection, touched: AffectedScope
) -> tuple[str, ...]:
    wanted = {"year": touched.year, "kpis": list(touched.kpis), "units": list(touched.units)}
    rows = [
        connection.execute(statement("board/planned_units"), wanted).fetchall()
        for connection in (after, before)
    ]
    return tuple(dict.fromkeys(unit for side in rows for (unit,) in side))


def _months(
    before: duckdb.DuckDBPyConnection,
    after: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    touched: AffectedScope,
    in_view: date | None,
) -> tuple[date, ...]:
    """The months in which lamps are judged, latest last."""
    months = {touched.last_month, default_as_of(before, catalogue, touched.year)}
    latest = last_reported_month(after, touched.year) if touched.is_plan else None
    if latest is not None:
        months.add(latest)
        if in_view is not None and date(touched.year, 1, 1) <= in_view <= latest:
            months.add(in_view)
    return tuple(sorted(month for month in months if month is not None))
