"""Checks the state after a load: what no cell says by itself, because it takes other cells or months."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from domain.catalogue import Catalogue, ColumnKind
from domain.finding import Finding
from domain.months import add_months, format_month, month_words
from etl.check.series_history import SeriesHistory, read_series_history, running_totals, unusual
from etl.check.short_history import over_half_of_last_year, over_the_largest
from etl.check.staging import Staged
from etl.check.targets import frozen_targets
from etl.warehouse.statements import statement
from etl.warehouse.unit_lives import TakeOvers, outside_life, read_take_overs

Row = dict[str, Any]


@dataclass(frozen=True)
class PlacedFinding:
    """A finding and the number of the file's table that it is about."""

    table_number: int
    finding: Finding


def check(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, staged: Staged) -> list[PlacedFinding]:
    """Every finding on the state after the load of what `as_if_loaded` has put on this connection."""
    targets = [PlacedFinding(*found) for found in _frozen_targets(connection, catalogue, staged)]
    if not len(staged.figures):
        return targets
    state = _State(connection, catalogue, staged)
    checks = (
        _duplicates,
        _frozen,
        _outside_life,
        _not_owed,
        _part_of_whole,
        _carry,
        _double_count,
        _missing_units,
        _cumulative,
        _unusual,
        _leaps,
    )
    return [*targets, *(found for one in checks for found in one(state))]


def _frozen_targets(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, staged: Staged
) -> Iterator[tuple[int, Finding]]:
    return frozen_targets(connection, catalogue) if "targets" in staged.records else iter(())


@dataclass(frozen=True)
class _State:
    """The connection that shows the state, and the names that messages need."""

    connection: duckdb.DuckDBPyConnection
    catalogue: Catalogue
    staged: Staged

    def rows(self, name: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Row]:
        """The rows of a check's statement, each by column name; `who`: unit and month in words."""
        cursor = self.connection.execute(statement(name), dict(parameters) if parameters else None)
        columns = [column[0] for column in cursor.description or ()]
        for values in cursor.fetchall():
            yield self._named(dict(zip(columns, values, strict=True)))

    def cells(self, figures: pa.Table) -> Iterator[Row]:
        """Figures of the file as rows, in the order of the file."""
        rows = map(self._named, figures.to_pylist())
        return iter(sorted(rows, key=lambda row: (row["table_number"], row["row"], row["column"])))

    def cells_with(self, found: Iterable[tuple[int, Row]]) -> Iterator[Row]:
        """What was found, by cell, together with the figures it is about, in the order of the file."""
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
        """Whether any figure of the file is of a closed month."""
        through = (self.connection.execute(statement("frozen_through")).fetchone() or (None,))[0]
        return through is not None and self.months[0] <= through

    @cached_property
    def courses(self) -> SeriesHistory:
        """The months of every series that the file touches."""
        return read_series_history(self.connection, self.staged.figures)

    @cached_property
    def last_years_wholes(self) -> dict[tuple[int, int], float]:
        """(series, year) → what the year came to for its unit, or at least for one above it."""
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
        """Which units took others over."""
        return read_take_overs(self.connection)

    def name(self, unit: str) -> str:
        return self.units.get(unit, (unit, None))[0]

    def columns(self, *indicators: str) -> str:
        return f"“{'＋'.join(self.catalogue.column(indicator).name for indicator in indicators)}”"

    def title(self, dataset: str) -> str:
        return f"“{self.catalogue.dataset(dataset).title}”"

    def _named(self, row: Row) -> Row:
        month = month_words(row["month"]) if "month" in row else ""
        return row | {"name": self.name(row["unit"]), "who": f"{self.name(row['unit'])} {month} "}


def _error(row: Row, code: str, message: str) -> PlacedFinding:
    return _placed(row, Finding(code, message, row["row"], row["column"], row["text"]))


def _warning(row: Row, code: str, message: str) -> PlacedFinding:
    return _placed(row, Finding(code, message, row["row"], row["column"], row["text"], "warning"))


def _placed(row: Row, finding: Finding) -> PlacedFinding:
    return PlacedFinding(row["table_number"], finding)


def _duplicates(state: _State) -> Iterator[PlacedFinding]:
    for row in state.cells(state.staged.repeated):
        message = f"{row['who']}{state.columns(row['indicator'])}在本文件另一张表中已有，请只保留一处"
        yield _error(row, "duplicate_row", message)


def _frozen(state: _State) -> Iterator[PlacedFinding]:
    if not state.touches_frozen:
        return
    for row in state.rows("check_frozen"):
        change = f"原为{_figure(row['old'])}，不能改为{_figure(row['new'])}"
        way = f"确需更正请先解封（python -m etl unfreeze {format_month(row['month'])}）"
        message = f"{row['who']}已封账，{state.columns(row['indicator'])}{change}；{way}"
        yield _error(row, "frozen_period", message)


def _outside_life(state: _State) -> Iterator[PlacedFinding]:
    for row in state.rows("check_unit_life"):
        yield _error(_about_unit(state, row), "outside_unit_life", outside_life(row, state.name))


def _not_owed(state: _State) -> Iterator[PlacedFinding]:
    for row in state.rows("check_not_owed"):
        message = (
            f"{row['name']}的填报内容中没有{state.title(row['dataset'])}，数照常计入，但不会催报；"
            "如今后都要报，请在单位表的填报内容中加上，如报错了表或单位请更正"
        )
        yield _warning(_about_unit(state, row), "not_owed", message)


def _part_of_whole(state: _State) -> Iterator[PlacedFinding]:
    rules = state.catalogue.part_of_whole
    terms = [
        (number, indicator, indicator in rule.part, len(rule.part) + len(rule.whole), rule.span == "year")
        for number, rule in enumerate(rules)
        if not state.staged.indicators.isdisjoint((*rule.part, *rule.whole))
        for indicator in (*rule.part, *rule.whole)
    ]
    if not terms:
        return
    names = ("rule", "indicator", "is_part", "operands", "by_year")
    for row in state.rows("check_part_of_whole", _lists(names, terms)):
        rule = rules[row["rule"]]
        span = "当年累计" if rule.span == "year" else ""
        part = f"{state.columns(*rule.part)}{_figure(row['part'])}"
        whole = f"{state.columns(*rule.whole)}{_figure(row['whole'])}"
        # An approximate figure may be honest on either side of the line: it is asked about, not refused.
        place = _warning if rule.severity == "warning" or row["approximate"] else _error
        yield place(row, "part_exceeds_whole", f"{row['who']}{span}{part}大于{whole}，请核对")


def _carry(state: _State) -> Iterator[PlacedFinding]:
    rules = state.catalogue.carry_rules
    terms = [
        (number, indicator, sign, indicator == rule.carried_in, len(rule.received) + 2)
        for number, rule in enumerate(rules)
        if not state.staged.indicators.isdisjoint((rule.carried_in, *rule.received, rule.closed))
        for sign, indicators in ((1, (rule.carried_in, *rule.received)), (-1, (rule.closed,)))
        for indicator in indicators
    ]
    if not terms:
        return
    names = ("rule", "indicator", "sign", "is_carried", "operands")
    for row in state.rows("check_carry", _lists(names, terms)):
        if state.take_overs.is_first_month(row["unit"], row["month"]):
            continue
        rule = rules[row["rule"]]
        carried = f"{state.columns(rule.carried_in)}为{_figure(row['value'])}"
        sum_before = f"{state.columns(rule.carried_in, *rule.received)}－{state.columns(rule.closed)}"
        message = f"{row['who']}{carried}，而上月的{sum_before}为{_figure(row['expected'])}，请核对"
        yield _warning(row, "carry_mismatch", message)


def _double_count(state: _State) -> Iterator[PlacedFinding]:
    if not _any_parent_reports(state):
        return
    for row in state.rows("check_double_count"):
        reach = "等于" if row["equal"] else "不少于"
        message = (
            f"{row['who']}{state.title(row['dataset'])}各数都{reach}下属单位之和，可能重复计算："
            "上级单位的行只填本级自己的数，合计由系统汇总"
        )
        yield _warning(_about_unit(state, row), "double_count", message)


def _any_parent_reports(state: _State) -> bool:
    """Whether a unit with others below it has figures of its own, in the file or in the warehouse."""
    parents = list({parent for _, parent in state.units.values()})
    found = state.connection.execute(statement("reporting_parents"), {"parents": parents}).fetchone()
    return found is not None


def _missing_units(state: _State) -> Iterator[PlacedFinding]:
    first, last = state.months
    for row in state.rows("check_missing_unit", {"first": add_months(first, -1), "last": last}):
        message = f"{row['who']}没有{state.title(row['dataset'])}的数，而上月报过；如确无数据请填 0"
        yield _warning(_about_unit(state, row) | {"row": None}, "missing_unit", message)


def _about_unit(state: _State, row: Row) -> Row:
    return row | {"column": state.catalogue.unit_column.name, "text": row["name"]}


def _cumulative(state: _State) -> Iterator[PlacedFinding]:
    found = ((cell, {"months": months}) for cell, months in running_totals(state.courses))
    for row in state.cells_with(found):
        if state.catalogue.column(row["indicator"]).kind is ColumnKind.FLOW:
            course = f"{state.columns(row['indicator'])}当年 {row['months']} 个月只增不减"
            message = f"{row['who']}{course}，可能填成了累计数；这里应填当月数"
            yield _warning(row, "looks_cumulative", message)


def _unusual(state: _State) -> Iterator[PlacedFinding]:
    for row in state.cells_with((one.cell, vars(one)) for one in unusual(state.courses)):
        if state.take_overs.are_recent(row["unit"], row["month"]):
            continue
        value = f"{state.columns(row['indicator'])}为{_figure(row['value'])}"
        limits = f"此前 {row['months']} 个月的正常波动范围（{row['lower']:.1f}～{row['upper']:.1f}）"
        yield _warning(row, "unusual", f"{row['who']}{value}，超出{limits}，请核对；如属实可写情况说明")


def _leaps(state: _State) -> Iterator[PlacedFinding]:
    """Figures that stand out though there are too few months for limits."""
    leaps = [
        *over_the_largest(state.courses),
        *over_half_of_last_year(state.courses, state.last_years_wholes),
    ]
    stocks = {rule.carried_in for rule in state.catalogue.carry_rules}
    for row in state.cells_with((one.cell, vars(one)) for one in leaps):
        if row["indicator"] in stocks and not row["months"]:
            continue
        value = f"{state.columns(row['indicator'])}为{_figure(row['value'])}"
        if row["months"]:
            over = f"超过此前 {row['months']} 个月最大数{_figure(row['known'])}的 3 倍"
        else:
            over = f"超过{row['month'].year - 1}年全年数{_figure(row['known'])}的一半"
        yield _warning(row, "unusual", f"{row['who']}{value}，{over}，请核对；如属实可写情况说明")


def _lists(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """Rows as one list a column: how a small table is bound to a statement."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


def _figure(value: float | None) -> str:
    """A figure in a message, set off by spaces; whole numbers without a point."""
    if value is None:
        return "空"
    return f" {value:.0f} " if value == int(value) else f" {value:g} "
