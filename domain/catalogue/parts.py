"""Convert TOML tables into the catalogue's values; record each mistake by file and key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isnan
from pathlib import Path

from domain.catalogue.counting_units import CountingUnits, read_counting_units
from domain.catalogue.definition import CarryRule, Column, Dataset, Kpi, Lamp, LampRule, PartOfWhole
from domain.catalogue.kinds import ColumnKind, LampState
from domain.catalogue.kpis import Place, read_kpi
from domain.catalogue.toml_table import TomlTable, parse_toml, read_toml

DATASET_KINDS = ("monthly", "targets", "tasks", "units", "notes")
BASES = ("attainment", "points", "margin", "ceiling")


@dataclass(frozen=True)
class Parts:
    """The parsed files with their mistakes of form; not yet checked against each other."""

    datasets: tuple[Dataset, ...]
    month_column: Column
    unit_column: Column
    reporting_due_day: int
    kpis: tuple[Kpi, ...]
    lamps: tuple[Lamp, ...]
    lamp_rules: tuple[LampRule, ...]
    part_of_whole: tuple[PartOfWhole, ...]
    carry_rules: tuple[CarryRule, ...]
    least_cases: float
    counting_units: CountingUnits
    mistakes: tuple[str, ...] = ()


FILES = ("datasets.toml", "kpis.toml", "lamps.toml", "checks.toml", "counting-units.toml")


def read_parts(folder: Path) -> Parts:
    """Read the FILES of the folder."""
    mistakes: list[str] = []
    return _parts([read_toml(folder / name, mistakes) for name in FILES], mistakes)


def parts_of(texts: Mapping[str, str]) -> Parts:
    """Parse the texts of the files, given by file name."""
    mistakes: list[str] = []
    return _parts([parse_toml(name, texts.get(name, ""), mistakes) for name in FILES], mistakes)


def _parts(files: list[TomlTable], mistakes: list[str]) -> Parts:
    dataset_file, kpi_file, lamp_file, check_file, unit_file = files
    month_column, unit_column = _keys(dataset_file.table("keys"))
    datasets = tuple(_dataset(id, table) for id, table in dataset_file.table("dataset").tables())
    columns = {c.id: Place(d.id, c) for d in datasets if d.kind == "monthly" for c in d.columns}
    lamp_rules, defaults = _lamp_rules(lamp_file.table("rule"))
    units = read_counting_units(unit_file)
    kpis = [read_kpi(id, table, columns, defaults) for id, table in kpi_file.tables()]
    parts = Parts(
        datasets=datasets,
        month_column=month_column,
        unit_column=unit_column,
        reporting_due_day=dataset_file.day_of_month("reporting_due_day"),
        kpis=tuple(replace(kpi, is_held=kpi.counting_unit in units.occasions) for kpi in kpis),
        lamps=_lamps(lamp_file.table("lamp")),
        lamp_rules=lamp_rules,
        part_of_whole=tuple(map(_part_of_whole, check_file.list_of_tables("part_of_whole"))),
        carry_rules=tuple(map(_carry_rule, check_file.list_of_tables("carry"))),
        least_cases=_least_cases(lamp_file.table("signal")),
        counting_units=units,
    )
    for table in files:
        table.close()
    return replace(parts, mistakes=tuple(mistakes))


def _keys(table: TomlTable) -> tuple[Column, Column]:
    """The two columns that every monthly dataset has: month and unit."""
    columns = _column("month", table.table("month")), _column("unit", table.table("unit"))
    table.close()
    return columns


def _dataset(id: str, table: TomlTable) -> Dataset:
    dataset = Dataset(
        id=id,
        title=table.text("title"),
        kind=table.choice("kind", DATASET_KINDS),
        columns=tuple(_column(key, column) for key, column in table.table("columns").tables()),
    )
    table.close()
    return dataset


def _column(id: str, table: TomlTable) -> Column:
    column = Column(
        id=id,
        name=table.text("name"),
        counting_unit=table.text("counting_unit", ""),
        aliases=table.texts("aliases", ()),
        in_whole_numbers=table.flag("whole", True),
        kind=table.member("kind", ColumnKind, ColumnKind.FLOW),
        also_counted_in=table.texts("also_counted_in", ()),
        perhaps=table.texts("perhaps", ()),
        formerly=table.texts("formerly", ()),
        retired=table.flag("retired", False),
        since=table.month("from"),
    )
    table.close()
    return column


def _lamps(lamps: TomlTable) -> tuple[Lamp, ...]:
    found = []
    for id, table in lamps.tables():
        if id in tuple(LampState):
            found.append(_lamp(LampState(id), table))
        else:
            table.note("", "未知的灯")
    return tuple(found)


def _lamp(id: LampState, table: TomlTable) -> Lamp:
    colours = ("text", "chip_text", "chip_ground", "cell_text", "cell_ground")
    lamp = Lamp(id, table.text("shape"), table.text("word"), *(_colour(table, colour) for colour in colours))
    table.close()
    return lamp


def _colour(table: TomlTable, key: str) -> str:
    """A colour; black where it is none, so that no other text stands in a style."""
    colour = table.text(key)
    if re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        return colour
    if colour:
        table.note(key, "颜色应写成 #RRGGBB")
    return "#000000"


def _lamp_rules(rules: TomlTable) -> tuple[tuple[LampRule, ...], dict[str, str]]:
    """The rules, and the default rule for each kind and direction ("sum/higher")."""
    found: list[LampRule] = []
    defaults: dict[str, str] = {}
    for id, table in rules.tables():
        for group in table.texts("default_for", ()):
            if group in defaults:
                table.note("default_for", f"{group} 已由规则 {defaults[group]} 适用")
            defaults.setdefault(group, id)
        found.append(_lamp_rule(id, table))
        table.close()
    return tuple(found), defaults


def _lamp_rule(id: str, table: TomlTable) -> LampRule:
    rule = LampRule(
        id=id,
        basis=table.choice("basis", BASES),
        bounds=_bounds(table),
        words={lamp: table.text(f"{lamp}_word") for lamp in LampState if lamp.is_lit},
        done_word=table.text("done_word", ""),
        missed_word=table.text("missed_word", ""),
    )
    for (better, high), (worse, low) in pairwise(rule.bounds.items()):
        if rule.basis == "ceiling" and low < high:
            table.note(worse, f"不能小于 {better}")
        if rule.basis != "ceiling" and low > high:
            table.note(worse, f"不能大于 {better}")
    return rule


def _bounds(table: TomlTable) -> dict[LampState, float]:
    """The bounds that the text has, best first: an earlier text lacks those of lamps that came later."""
    bounds = {lamp: table.number(lamp) for lamp in LampState.lit()[:-1]}
    return {lamp: bound for lamp, bound in bounds.items() if not isnan(bound)}


def _least_cases(table: TomlTable) -> float:
    least = table.number("least_cases")
    table.close()
    return least


def _part_of_whole(table: TomlTable) -> PartOfWhole:
    rule = PartOfWhole(
        part=table.texts("part"),
        whole=table.texts("whole"),
        severity=table.choice("severity", ("error", "warning")),
        span=table.choice("span", ("month", "year")),
    )
    table.close()
    return rule


def _carry_rule(table: TomlTable) -> CarryRule:
    rule = CarryRule(
        carried_in=table.text("carried_in"), received=table.texts("received"), closed=table.text("closed")
    )
    table.close()
    return rule
