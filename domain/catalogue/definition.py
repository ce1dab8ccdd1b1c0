"""The types of the catalogue: column, dataset, KPI, lamp and check rules, as frozen dataclasses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.catalogue.kinds import ColumnKind, Direction, Kind, LampState


class CatalogueError(Exception):
    """The catalogue cannot be used. `mistakes` lists every mistake by file and key."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("指标目录有误：\n" + "\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Column:
    """One column of a file: a figure (with its counting unit and kind) or a field of a table.

    `also_counted_in`: units of other families that count the same here (来访 in 起 and in 批次).
    `perhaps`: headers that mean this column only if the cells below them confirm it.
    `formerly`: earlier ids. `retired`: its figures stay, but no file has to report it any more. `since`: the
    month (YYYY-MM) from which it is counted in this unit, "" for always.
    """

    id: str
    name: str
    counting_unit: str = ""
    aliases: tuple[str, ...] = ()
    in_whole_numbers: bool = True
    kind: ColumnKind = ColumnKind.FLOW
    also_counted_in: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    retired: bool = False
    since: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        """Every spelling a file may use for this column: Chinese name, id, aliases."""
        return (self.name, self.id, *self.aliases, *self.formerly)


@dataclass(frozen=True)
class Dataset:
    """One kind of file. `kind` is monthly, targets, tasks, units or notes.

    A monthly dataset lists its figures only: month and unit are the catalogue's `month_column` and
    `unit_column`, the same for all of them. The other kinds list every column they have.
    """

    id: str
    title: str
    kind: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Term:
    """One indicator in a formula, added (sign +1) or subtracted (sign -1)."""

    indicator: str
    sign: int


@dataclass(frozen=True)
class Kpi:
    """One KPI; docs/rules.md §1 and §2 say what kind and direction mean.

    `numerator` alone makes a sum or, with a balance in it, a stock; a rate divides the numerator's sum by the
    denominator's. `in_whole_numbers` says that the pace is rounded. `lamp_rule` is "" for neutral KPIs.
    `formula` is written with the Chinese names of the columns, ready to be shown. `weight` ranks
    KPIs with the same lamp. `formerly` and `retired` as for a column; `since`: the month (YYYY-MM) from
    which this definition of the KPI or of one of its columns applies; `before`: the definition until then,
    if known. `is_held`: it counts occasions, so that 0 means none was held yet.
    """

    id: str
    name: str
    short_name: str
    dataset: str
    kind: Kind
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    counting_unit: str
    direction: Direction
    in_whole_numbers: bool
    scope: str
    owner: str
    why: str
    source: str
    formula: str
    lamp_rule: str
    headline: bool
    weight: float = 1.0
    formerly: tuple[str, ...] = ()
    retired: bool = False
    since: str = ""
    before: Kpi | None = None
    is_held: bool = False

    @property
    def indicators(self) -> tuple[str, ...]:
        """The columns that feed this KPI, in the order of the formula."""
        return tuple(term.indicator for term in (*self.numerator, *self.denominator))

    @property
    def placed_terms(self) -> tuple[tuple[Term, bool], ...]:
        """Every term of the formula, with whether it belongs to the denominator."""
        return (*((term, False) for term in self.numerator), *((term, True) for term in self.denominator))

    @property
    def needed(self) -> int:
        """How many columns a unit must report for a month to count: any one for a sum, otherwise all."""
        return 1 if self.kind.adds_up else len(self.indicators)

    @property
    def adds_up(self) -> bool:
        """Whether its months add up."""
        return self.kind.adds_up

    @property
    def is_quotient(self) -> bool:
        """Whether it is one sum divided by another."""
        return self.kind.is_quotient

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, written in percent."""
        return self.kind.is_share

    @property
    def is_stock(self) -> bool:
        """Whether it is a balance."""
        return self.kind.is_stock

    @property
    def is_month_end(self) -> bool:
        """Whether it is a balance computed for the end of the month, not one that a unit reports."""
        return self.is_stock and len(self.numerator) > 1

    @property
    def works_towards_target(self) -> bool:
        """Whether its months add up to an amount that the year shall reach: a part is due by each month."""
        return self.adds_up and self.direction.wants_more

    @property
    def uses_up_limit(self) -> bool:
        """Whether its months add up to an amount that the year shall not exceed (全年控制数)."""
        return self.adds_up and self.direction.wants_less

    @property
    def has_limit(self) -> bool:
        """Whether its target is a limit (控制数): over the year, or for every month of a balance."""
        return self.uses_up_limit or self.is_stock


@dataclass(frozen=True)
class LampRule:
    """The thresholds of the lamps (docs/rules.md §3). Y year to date, E expected to date, T annual target.

    basis "attainment": Y / E, "points": (Y - E) / T, "margin": Y - E. For these three the lamp is the best
    one whose bound the measure reaches, red if it reaches none; with direction lower the differences are
    turned round (E - Y), so that a bigger measure is always better.
    basis "ceiling", for direction lower: green when Y is at most its bound * E, another lamp when at most
    its bound * T, else red.
    `bounds`: one for each lit lamp but the worst, the best first; an earlier text may lack some.
    `words`: one for each lamp that is lit. `done_word` replaces green's once Y reaches T; after December
    `missed_word` stands where it has not. "" means the rule has no such word.
    """

    id: str
    basis: str
    bounds: Mapping[LampState, float] = field(hash=False)
    words: Mapping[LampState, str] = field(hash=False)
    done_word: str = ""
    missed_word: str = ""

    def word(self, lamp: LampState, done: bool, year_is_over: bool) -> str:
        """The word beside a coloured lamp."""
        if year_is_over and not done and self.missed_word:
            return self.missed_word
        if lamp is LampState.GREEN and done and self.done_word:
            return self.done_word
        return self.words[lamp]


@dataclass(frozen=True)
class Lamp:
    """One lamp: its shape and colours, and its word if the lamp rule has none of its own.

    `text` is for white ground, `chip_*` for a label with ground, `cell_*` for a table's cell.
    `word` is the general one, for counts over KPIs of every kind, and the only one of watch and waiting.
    """

    id: LampState
    shape: str
    word: str
    text: str
    chip_text: str
    chip_ground: str
    cell_text: str
    cell_ground: str


@dataclass(frozen=True)
class PartOfWhole:
    """The sum of `part` may not exceed that of `whole`: each month, or (span year) over the year so far."""

    part: tuple[str, ...]
    whole: tuple[str, ...]
    severity: str
    span: str


@dataclass(frozen=True)
class CarryRule:
    """`carried_in` of a month is the month before's carried_in + received - closed."""

    carried_in: str
    received: tuple[str, ...]
    closed: str


def plain_header(text: str) -> str:
    """Normalise a header or name: ignore width, case, spaces and a bracket at the end."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"(?<=.)\([^()]*\)$", "", plain)
