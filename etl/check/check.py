"""Check the state after a load: figures against other figures, months and what is closed."""

from collections.abc import Callable, Iterator

import duckdb

from domain.catalogue import Catalogue, ColumnKind
from domain.months import add_months, format_month, month_words
from etl.check.series_history import over_half_of_last_year, over_the_largest, running_totals, unusual
from etl.check.staging import Staged
from etl.check.state import (
    CheckState,
    PlacedFinding,
    Row,
    figure_text,
    place_error,
    place_warning,
)
from etl.check.targets_and_units import check_records
from etl.warehouse.statements import as_columns, statement


def check(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, staged: Staged) -> list[PlacedFinding]:
    """Every finding on the state after the load that `as_if_loaded` has prepared on this connection."""
    of_records = [PlacedFinding(*found) for found in check_records(connection, catalogue, staged)]
    if not len(staged.figures):
        return of_records
    state = CheckState(connection, catalogue, staged)
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
    return [*of_records, *(found for one in checks for found in one(state))]


def _duplicates(state: CheckState) -> Iterator[PlacedFinding]:
    for row in state.cells(state.staged.repeated):
        message = f"{row['who']}{state.columns(row['indicator'])}在本文件另一张表中已有，请只保留一处"
        yield place_error(row, "duplicate_row", message)


def _frozen(state: CheckState) -> Iterator[PlacedFinding]:
    if not state.touches_frozen:
        return
    for row in state.rows("check_frozen"):
        change = f"原为{figure_text(row['old'])}，不能改为{figure_text(row['new'])}"
        way = f"确需更正请先解封（python -m etl unfreeze {format_month(row['month'])}）"
        message = f"{row['who']}已封账，{state.columns(row['indicator'])}{change}；{way}"
        yield place_error(row, "frozen_period", message)


def _outside_life(state: CheckState) -> Iterator[PlacedFinding]:
    for row in state.rows("check_unit_life"):
        yield place_error(_about_unit(state, row), "outside_unit_life", _outside_life_words(row, state.name))


def _outside_life_words(row: Row, name_of: Callable[[str], str]) -> str:
    """The message for a figure outside the life of its unit, a row of check_unit_life.sql."""
    name, month, first, last = row["name"], row["month"], row["start_month"], row["end_month"]
    if first is not None and month < first:
        return (
            f"“{name}”自{month_words(first)}起启用，没有{month_words(month)}的数；"
            "请改正月份，或改为当时的单位；如启用年月有误，请先更正单位表"
        )
    successor = row["successor"]
    merged = f"，已并入“{name_of(successor)}”（{successor}）" if successor else ""
    instead = f"“{name_of(successor)}”" if successor else "接替它的单位"
    return (
        f"“{name}”{month_words(last)}后停用{merged}，没有{month_words(month)}的数；"
        f"请报在{instead}名下，或改正月份；如停用年月有误，请先更正单位表"
    )


def _not_owed(state: CheckState) -> Iterator[PlacedFinding]:
    for row in state.rows("check_not_owed"):
        message = (
            f"{row['name']}的填报内容中没有{state.title(row['dataset'])}，数照常计入，但不会催报；"
            "如今后都要报，请在单位表的填报内容中加上，如报错了表或单位请更正"
        )
        yield place_warning(_about_unit(state, row), "not_owed", message)


def _part_of_whole(state: CheckState) -> Iterator[PlacedFinding]:
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
    for row in state.rows("check_part_of_whole", as_columns(names, terms)):
        rule = rules[row["rule"]]
        span = "当年累计" if rule.span == "year" else ""
        part = f"{state.columns(*rule.part)}{figure_text(row['part'])}"
        whole = f"{state.columns(*rule.whole)}{figure_text(row['whole'])}"
        # An approximate figure may be correct on either side of the limit: warn instead of refusing it.
        place = place_warning if rule.severity == "warning" or row["approximate"] else place_error
        yield place(row, "part_exceeds_whole", f"{row['who']}{span}{part} 大于{whole}，请核对")


def _carry(state: CheckState) -> Iterator[PlacedFinding]:
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
    for row in state.rows("check_carry", as_columns(names, terms)):
        if state.take_overs.is_first_month(row["unit"], row["month"]):
            continue
        rule = rules[row["rule"]]
        carried = f"{state.columns(rule.carried_in)}为{figure_text(row['value'])}"
        sum_before = f"{state.columns(rule.carried_in, *rule.received)}－{state.columns(rule.closed)}"
        message = f"{row['who']}{carried}，而上月的{sum_before}为{figure_text(row['expected'])}，请核对"
        yield place_warning(row, "carry_mismatch", message)


def _double_count(state: CheckState) -> Iterator[PlacedFinding]:
    if not _any_parent_reports(state):
        return
    for row in state.rows("check_double_count"):
        reach = "等于" if row["equal"] else "不少于"
        message = (
            f"{row['who']}{state.title(row['dataset'])}各数都{reach}下属单位之和，可能重复计算："
            "上级单位的行只填本级自己的数，合计由系统汇总"
        )
        yield place_warning(_about_unit(state, row), "double_count", message)


def _any_parent_reports(state: CheckState) -> bool:
    """Whether a unit with others below it has figures of its own, in the file or in the warehouse."""
    parents = list({parent for _, parent in state.units.values()})
    found = state.connection.execute(statement("reporting_parents"), {"parents": parents}).fetchone()
    return found is not None


def _missing_units(state: CheckState) -> Iterator[PlacedFinding]:
    if len(state.staged.units) < 2:  # a file of one unit says nothing about others
        return
    first, last = state.months
    for row in state.rows("check_missing_unit", {"first": add_months(first, -1), "last": last}):
        message = f"{row['who']}没有{state.title(row['dataset'])}的数，而上月报过；如确无数据请填 0"
        yield place_warning(_about_unit(state, row) | {"row": None}, "missing_unit", message)


def _about_unit(state: CheckState, row: Row) -> Row:
    return row | {"column": state.catalogue.unit_column.name, "text": row["name"]}


def _cumulative(state: CheckState) -> Iterator[PlacedFinding]:
    found = ((cell, {"months": months}) for cell, months in running_totals(state.history))
    for row in state.cells_with(found):
        if state.catalogue.column(row["indicator"]).kind is ColumnKind.FLOW:
            course = f"{state.columns(row['indicator'])}当年 {row['months']} 个月只增不减"
            message = f"{row['who']}{course}，可能填成了累计数；这里应填当月数"
            yield place_warning(row, "looks_cumulative", message)


def _unusual(state: CheckState) -> Iterator[PlacedFinding]:
    for row in state.cells_with((one.cell, vars(one)) for one in unusual(state.history)):
        if state.take_overs.are_recent(row["unit"], row["month"]):
            continue
        value = f"{state.columns(row['indicator'])}为{figure_text(row['value'])}"
        limits = f"此前 {row['months']} 个月的正常波动范围（{row['lower']:.1f}～{row['upper']:.1f}）"
        yield place_warning(row, "unusual", f"{row['who']}{value}，超出{limits}，请核对；如属实可写情况说明")


def _leaps(state: CheckState) -> Iterator[PlacedFinding]:
    """Findings on unusual figures in series with too few months for limits."""
    leaps = [
        *over_the_largest(state.history),
        *over_half_of_last_year(state.history, state.last_years_wholes),
    ]
    stocks = {rule.carried_in for rule in state.catalogue.carry_rules}
    for row in state.cells_with((one.cell, vars(one)) for one in leaps):
        if row["indicator"] in stocks and not row["months"]:
            continue
        value = f"{state.columns(row['indicator'])}为{figure_text(row['value'])}"
        if row["months"]:
            over = f"超过此前 {row['months']} 个月最大数{figure_text(row['known'])} 的 3 倍"
        else:
            over = f"超过{row['month'].year - 1}年全年数{figure_text(row['known'])} 的一半"
        yield place_warning(row, "unusual", f"{row['who']}{value}，{over}，请核对；如属实可写情况说明")
