"""A KPI of kpis.toml: its formula in columns, and the kind, unit and lamp rule that follow from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.catalogue.definition import Column, Kpi, Term
from domain.catalogue.kinds import ColumnKind, Direction, Kind
from domain.catalogue.toml_table import TomlTable

SUM = r"[+-]?\s*\w+(?:\s*[+-]\s*\w+)*"


@dataclass(frozen=True)
class Formula:
    """Terms of a sum, or of a rate's numerator and denominator."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """The columns (ids) in it."""
        return tuple(term.indicator for term in (*self.numerator, *self.denominator))

    def shown(self, columns: Mapping[str, Column]) -> str:
        """The formula as a page shows it; an unknown id is shown unchanged."""
        if not self.denominator:
            return _shown_sum(self.numerator, columns)
        sides = (_shown_sum(side, columns) for side in (self.numerator, self.denominator))
        return " ÷ ".join(f"（{side}）" if " " in side else side for side in sides)


def parse_formula(written: str) -> Formula:
    """Parse `a + b - c` or `a / b`; a side with several terms needs brackets: `a / (a + b)`.

    Raises ValueError with a message for the person who wrote it.
    """
    numerator, slash, denominator = (part.strip() for part in written.partition("/"))
    if not slash:
        return Formula(_parse_sum(numerator))
    sides = [re.fullmatch(rf"\w+|\(\s*{SUM}\s*\)", side) for side in (numerator, denominator)]
    if not all(sides):
        raise ValueError(f"看不懂“{written}”，率应写成：甲 / 乙，或：甲 / (乙 + 丙)")
    return Formula(_parse_sum(numerator.strip("()")), _parse_sum(denominator.strip("()")))


def _parse_sum(side: str) -> tuple[Term, ...]:
    if not re.fullmatch(SUM, side.strip()):
        raise ValueError(f"看不懂“{side}”，应写成：甲 + 乙 - 丙")
    return tuple(Term(name, -1 if sign == "-" else 1) for sign, name in re.findall(r"([+-]?)\s*(\w+)", side))


def _shown_sum(terms: tuple[Term, ...], columns: Mapping[str, Column]) -> str:
    signs = {1: " ＋ ", -1: " − "}
    names = (columns[term.indicator].name if term.indicator in columns else term.indicator for term in terms)
    signed = (signs[term.sign] + name for term, name in zip(terms, names, strict=True))
    return "".join(signed).removeprefix(" ＋ ").strip()


@dataclass(frozen=True)
class Place:
    """The location of a figure: the id of its dataset, and its column."""

    dataset: str
    column: Column


Columns = dict[str, Place]


def read_kpi(id: str, table: TomlTable, columns: Columns, defaults: dict[str, str]) -> Kpi:
    """The KPI of a table; its mistakes are noted there. `defaults`: the lamp rule of each kind/direction."""
    formula = _formula(table)
    fed_by = [columns[indicator] for indicator in formula.indicators if indicator in columns]
    kind = _kind(formula, fed_by)
    direction = table.member("direction", Direction)
    kpi = Kpi(
        id=id,
        name=table.text("name"),
        short_name=table.text("short_name"),
        dataset=fed_by[0].dataset if fed_by else "",
        kind=kind,
        numerator=formula.numerator,
        denominator=formula.denominator,
        counting_unit=fed_by[0].column.counting_unit if fed_by and not kind.is_quotient else "",
        direction=direction,
        in_whole_numbers=not kind.is_quotient and all(place.column.in_whole_numbers for place in fed_by),
        scope=table.text("scope"),
        owner=table.text("owner"),
        why=table.text("why"),
        source=table.text("source"),
        formula=formula.shown({id: place.column for id, place in columns.items()}),
        lamp_rule=_lamp_rule_of(table, kind, direction, defaults),
        headline=table.flag("headline", False),
        weight=table.number("weight", 1.0),
        formerly=table.texts("formerly", ()),
        retired=table.flag("retired", False),
        since=max([table.month("from"), *(place.column.since for place in fed_by)]),
    )
    table.close()
    _check_formula(formula, columns, table)
    return kpi


def _kind(formula: Formula, fed_by: list[Place]) -> Kind:
    """The kind of a KPI; a formula that contains a balance makes the KPI a balance."""
    if formula.denominator:
        return Kind.RATE
    return Kind.STOCK if any(place.column.kind is ColumnKind.STOCK for place in fed_by) else Kind.SUM


def _formula(table: TomlTable) -> Formula:
    written = table.text("formula")
    try:
        return parse_formula(written) if written else Formula(())
    except ValueError as error:
        table.note("formula", str(error))
        return Formula(())


def _check_formula(formula: Formula, columns: Columns, table: TomlTable) -> None:
    """All columns must exist in one dataset; columns with different counting units are never added."""
    for indicator in formula.indicators:
        if indicator not in columns:
            table.note("formula", f"“{indicator}”不是任何数据集的列")
    _check_balances(formula, columns, table)
    datasets = dict.fromkeys(columns[id].dataset for id in formula.indicators if id in columns)
    if len(datasets) > 1:
        table.note("formula", f"各列须属于同一数据集，现为：{'、'.join(datasets)}")
    for side in (formula.numerator, formula.denominator):
        places = [columns[term.indicator] for term in side if term.indicator in columns]
        units = dict.fromkeys(place.column.counting_unit for place in places)
        if len(units) > 1:
            table.note("formula", f"计量单位不同的列不能相加：{'、'.join(units)}")


def _check_balances(formula: Formula, columns: Columns, table: TomlTable) -> None:
    """A rate must not contain a balance, because a rate adds up its months."""
    for indicator in formula.indicators if formula.denominator else ():
        if indicator in columns and columns[indicator].column.kind is ColumnKind.STOCK:
            table.note("formula", f"时点数“{columns[indicator].column.name}”不能逐月相加，不能用来算率")


def _lamp_rule_of(table: TomlTable, kind: Kind, direction: Direction, defaults: dict[str, str]) -> str:
    """The KPI's own rule, else the default for its kind and direction; "" for neutral KPIs."""
    own = table.text("lamp_rule", "")
    if not direction.is_judged:
        if own:
            table.note("lamp_rule", "监测指标（neutral）不设亮灯规则")
        return ""
    group = f"{kind}/{direction}"
    if not own and "direction" in table and group not in defaults:
        table.note("lamp_rule", f"没有适用于 {group} 的默认规则，须写明")
    return own or defaults.get(group, "")
