"""The units of the bureau: codes, names, aliases and lives, and the tree they form."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain.months import month_words
from domain.text import name_key, unescape_formula


@dataclass(frozen=True)
class Life:
    """A unit's first and last month (启用年月, 停用年月); None means unbounded on that side."""

    start: date | None = None
    end: date | None = None

    def has(self, month: date) -> bool:
        """Whether the unit exists in the month."""
        return (self.start is None or self.start <= month) and (self.end is None or month <= self.end)

    def within(self, year: int, as_of: int) -> tuple[int, int]:
        """The first and last month of a year, up to as-of, in which the unit exists."""
        first = self.start.month if self.start is not None and self.start.year == year else 1
        last = min(as_of, self.end.month) if self.end is not None and self.end.year == year else as_of
        return min(first, last), last

    def outside_in_words(self, month: date) -> str:
        """已停用（2025年6月止） or 尚未启用（2025年7月起), for a month outside it."""
        if self.start is not None and month < self.start:
            return f"尚未启用（{month_words(self.start)}起）"
        return f"已停用（{month_words(self.end)}止）" if self.end is not None else ""


UNBOUNDED = Life()


LONGEST_NAME = 80
MOST_NAMED = 3  # suggestions for a name that is not known
MOST_ALIKE = 200  # candidates compared letter by letter: the names that share the most characters


@dataclass(frozen=True)
class Unit:
    """One unit. `reports` are the datasets it owes each month; `start` and `end` its first and last month.

    `successor` is the unit it was merged into, `former` are its earlier names.
    """

    unit: str
    name: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    successor: str | None = None
    former: tuple[str, ...] = ()

    @property
    def life(self) -> Life:
        """The months in which it exists."""
        return Life(self.start, self.end)


class UnitDirectory:
    """The units by code, name and alias, and the tree they form."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self.units: tuple[Unit, ...] = tuple(units)
        self._by_code = {unit.unit: unit for unit in self.units}
        self._children = _children(self.units)

    @cached_property
    def _by_key(self) -> dict[str, Unit]:
        """By every name; pages that only show units never ask for it."""
        return _by_every_name(self.units)

    def find(self, text: str) -> Unit | None:
        """The unit with this code, name or alias; ignores spaces, character width and case."""
        return self._by_key.get(name_key(unescape_formula(text.strip())))

    def by_code(self, code: str) -> Unit | None:
        """The unit with exactly this code."""
        return self._by_code.get(code)

    def name_of(self, code: str) -> str:
        """The unit's name; the code itself where no unit has it."""
        unit = self._by_code.get(code)
        return unit.name if unit else code

    def nearest(self, text: str) -> list[str]:
        """The known names most similar to an unknown name, most similar first; may be empty."""
        key = name_key(text[:LONGEST_NAME])
        signs = set(key)
        alike = heapq.nlargest(MOST_ALIKE, self._by_key, key=lambda known: len(signs.intersection(known)))
        near = difflib.get_close_matches(key, alike, n=MOST_NAMED * 2, cutoff=0.4)
        containing = [known for known in alike if key and (key in known or known in key)]
        names = [self._by_key[known].name for known in [*near, *containing]]
        return list(dict.fromkeys(names))[:MOST_NAMED]

    @property
    def root(self) -> Unit | None:
        """The unit without a parent: the whole bureau. None if no unit is known yet."""
        return next((unit for unit in self.units if unit.parent not in self._by_code), None)

    def children(self, unit: str) -> tuple[str, ...]:
        """The codes of the units directly under this one."""
        return self._children.get(unit, ())

    def children_in(self, unit: str, month: date) -> tuple[str, ...]:
        """The codes of the units directly under this one that exist in the month."""
        below = (self._by_code[code] for code in self.children(unit))
        return tuple(child.unit for child in below if child.life.has(month))

    def members(self, unit: str) -> tuple[str, ...]:
        """The codes of this unit and all units below it, each once."""
        seen: dict[str, None] = {}
        waiting = [unit]
        while waiting:
            code = waiting.pop(0)
            if code not in seen:
                seen[code] = None
                waiting.extend(self.children(code))
        return tuple(seen)

    def line(self, unit: str) -> tuple[str, ...]:
        """The code of this unit and of every unit above it, each once."""
        codes: dict[str, None] = {}
        above: str | None = unit
        while above is not None and above not in codes:
            codes[above] = None
            unit_above = self._by_code.get(above)
            above = unit_above.parent if unit_above else None
        return tuple(codes)

    def with_units(self, more: Iterable[Unit]) -> UnitDirectory:
        """This directory with more units; a unit with the same code replaces the older one."""
        added = {unit.unit: unit for unit in more}
        return UnitDirectory((self._by_code | added).values()) if added else self


def _by_every_name(units: Iterable[Unit]) -> dict[str, Unit]:
    """Unit by key; a code wins over a name, a name over an alias, an alias over a former name."""
    by_key: dict[str, Unit] = {}
    units = tuple(units)
    for names in (
        [(u, (u.unit,)) for u in units],
        [(u, (u.name,)) for u in units],
        [(u, u.aliases) for u in units],
        [(u, u.former) for u in units],
    ):
        for unit, texts in names:
            for text in texts:
                by_key.setdefault(name_key(text), unit)
    return by_key


def _children(units: Iterable[Unit]) -> dict[str, tuple[str, ...]]:
    children: dict[str, list[str]] = {}
    for unit in units:
        if unit.parent is not None:
            children.setdefault(unit.parent, []).append(unit.unit)
    return {parent: tuple(codes) for parent, codes in children.items()}
