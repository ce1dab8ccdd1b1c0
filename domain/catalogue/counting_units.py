"""Counting units: families of interchangeable units, and scales in front of them (万件, 百件)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from domain.catalogue.toml_table import TomlTable
from domain.text import without_spaces

LONGEST_UNIT = 8


@dataclass(frozen=True)
class CountingUnit:
    """`scale` times `base`, as written in `text`; the base is "" for a scale alone (万)."""

    text: str
    base: str
    scale: int = 1


NO_UNIT = CountingUnit("", "")


@dataclass(frozen=True)
class CountingUnits:
    """Every known counting unit.

    Members of a family in `families` count the same things, `general` units count anything, `foreign` units
    count nothing that a column holds (%, 天). `scales`: word and factor. `occasions` count what is held.
    """

    families: tuple[tuple[str, ...], ...] = ()
    general: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    scales: tuple[tuple[str, int], ...] = ()
    occasions: tuple[str, ...] = ()

    def read(self, text: str) -> CountingUnit | None:
        """Parse a text as a unit, with or without a scale; None for any other text."""
        word = without_spaces(text[: LONGEST_UNIT * 2])
        if not word or len(word) > LONGEST_UNIT:
            return None
        if word in self._bases:
            return CountingUnit(word, word)
        for name, factor in self.scales:
            base = word.removeprefix(name)
            if base != word and (not base or base in self._bases):
                return CountingUnit(word, base, factor)
        return None

    def counts(self, unit: CountingUnit) -> bool:
        """Whether a unit counts things, as figures do; % and 天 do not."""
        return unit.base not in self.foreign

    def same_family(self, one: str, other: str) -> bool:
        """Whether two units count the same things."""
        return one == other or self._family.get(one, one) == self._family.get(other, other)

    def with_units(self, texts: Iterable[str]) -> CountingUnits:
        """These units plus units of columns that belong to no family."""
        known = self
        for text in texts:
            if text and known.read(text) is None:
                scaled = next((name for name, _ in self.scales if text.startswith(name) and text != name), "")
                known = replace(known, families=(*known.families, (text.removeprefix(scaled),)))
        return known

    @cached_property
    def _family(self) -> dict[str, str]:
        return {unit: family[0] for family in self.families for unit in family}

    @cached_property
    def _bases(self) -> frozenset[str]:
        return frozenset({*self._family, *self.general, *self.foreign})


def read_counting_units(table: TomlTable) -> CountingUnits:
    """Read counting-units.toml; mistakes are recorded in the table."""
    units = CountingUnits(
        families=tuple(_families(table)),
        general=table.texts("general", ()),
        foreign=table.texts("foreign", ()),
        scales=tuple(sorted(_scales(table.table("scales")), key=lambda scale: -len(scale[0]))),
        occasions=table.texts("occasions", ()),
    )
    _note_repeats(units, table)
    for unit in units.occasions:
        if units.read(unit) is None:
            table.note("occasions", f"“{unit}”不是上面的计量单位")
    return units


def _families(table: TomlTable) -> Iterator[tuple[str, ...]]:
    content = table.lists("families")
    for number, family in enumerate(content, start=1):
        if not family or not all(isinstance(unit, str) and unit.strip() for unit in family):
            table.note(f"families[{number}]", "应为计量单位的列表，不能为空")
        else:
            yield tuple(family)


def _scales(table: TomlTable) -> Iterator[tuple[str, int]]:
    for name in table.content:
        factor = table.number(name)
        if not factor > 1 or factor != int(factor):
            table.note(name, "应为大于 1 的整数")
        else:
            yield name, int(factor)


def _note_repeats(units: CountingUnits, table: TomlTable) -> None:
    """Record each unit that belongs to two families: its meaning would be ambiguous."""
    scales = {name for name, _ in units.scales}
    seen: dict[str, str] = {}
    groups = [(f"families[{number}]", family) for number, family in enumerate(units.families, start=1)]
    for key, group in (*groups, ("general", units.general), ("foreign", units.foreign)):
        for unit in group:
            if unit in seen:
                table.note(key, f"“{unit}”已在 {seen[unit]} 中")
            if unit in scales:
                table.note(key, f"“{unit}”是数量级，不能又是计量单位")
            seen.setdefault(unit, key)
