"""The catalogue of datasets, KPIs, lamps and rules, with lookup by id or name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path

from domain.catalogue.counting_units import CountingUnits
from domain.catalogue.definition import (
    CarryRule,
    CatalogueError,
    Column,
    Dataset,
    Kpi,
    Lamp,
    LampRule,
    PartOfWhole,
    plain_header,
)
from domain.catalogue.kinds import LampState
from domain.catalogue.mistakes import find_mistakes
from domain.catalogue.parts import FILES, Parts, parts_of, read_parts
from domain.text import name_key

# The dataset id of figures accepted from a written report; no table file is read as this dataset.
ANNUAL_FIGURES = "annual_figures"

# A longer text cannot be the name of a KPI; comparing it would waste time.
LONGEST_NAME = 80
MOST_NAMED = 3  # suggestions for a name that is not known

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data" / "catalogue"


@dataclass(frozen=True)
class Catalogue:
    """Everything the program knows about datasets, KPIs and lamps. Tuples are in page order.

    `lamps` is ordered by urgency: red, yellow, green, watch, waiting. `reporting_due_day` is the day of the
    next month on which a month's reports are due. A rate has limits only if the median is `least_cases`
    cases a month or more. `files` are the names and texts of the source files.
    Retired columns and KPIs are found by id, but are in no dataset and on no board.
    Methods raise KeyError for an id that does not exist.
    """

    datasets: tuple[Dataset, ...]
    month_column: Column
    unit_column: Column
    kpis: tuple[Kpi, ...]
    lamps: tuple[Lamp, ...]
    lamp_rules: tuple[LampRule, ...]
    part_of_whole: tuple[PartOfWhole, ...]
    carry_rules: tuple[CarryRule, ...]
    reporting_due_day: int
    least_cases: float
    counting_units: CountingUnits
    retired: tuple[tuple[Dataset, Column], ...] = ()
    retired_kpis: tuple[Kpi, ...] = ()
    files: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of these definitions: changes with every character of their files."""
        return hashlib.sha256("\0".join(part for file in self.files for part in file).encode()).hexdigest()

    @property
    def is_usable(self) -> bool:
        """Whether pages can be drawn by these definitions, which a forged backup may have brought.

        Definitions of an earlier program may lack lamps that came later.
        """
        lamps = {lamp.id for lamp in self.lamps}
        needed = {lamp for lamp in LampState if not lamp.is_lit} | {LampState.lit()[-1]}
        rules = {kpi.lamp_rule for kpi in self.kpis if kpi.lamp_rule}
        return needed <= lamps and all(
            (rule := self._lamp_rules.get(id)) and rule.bounds and rule.bounds.keys() <= lamps for id in rules
        )

    @property
    def monthly(self) -> tuple[Dataset, ...]:
        """The datasets of figures, without the tables of targets, tasks, units and notes."""
        return tuple(dataset for dataset in self.datasets if dataset.kind == "monthly")

    def dataset(self, id: str) -> Dataset:
        """The dataset of this id. Raises KeyError for an unknown id, like the lookups below."""
        return self._datasets[id]

    def kpi(self, id: str) -> Kpi:
        """The KPI of this id."""
        return self._kpis[id]

    def title(self, id: str) -> str:
        """The title of a dataset, or of the annual figures."""
        return "年度数" if id == ANNUAL_FIGURES else self.dataset(id).title

    def column(self, indicator: str) -> Column:
        """The figure column with this id, from any dataset."""
        return self._columns[indicator][1]

    def indicator_dataset(self, indicator: str) -> Dataset:
        """The dataset with this column (id)."""
        return self._columns[indicator][0]

    def kpis_of(self, dataset_id: str) -> tuple[Kpi, ...]:
        """The KPIs counted from the columns of this dataset, in the order of kpis.toml."""
        return tuple(kpi for kpi in self.kpis if kpi.dataset == dataset_id)

    def kpi_named(self, text: str) -> Kpi | None:
        """The KPI with this id, name or short name, or with an alias that is unique to its column.

        Ignores spaces, width and a bracket at the end.
        """
        key = plain_header(text)
        called = self._kpis_by_alias.get(key, ())
        return self._kpis_by_name.get(key) or (called[0] if len(called) == 1 else None)

    def kpis_called(self, text: str) -> tuple[Kpi, ...]:
        """The KPIs whose column has this alias; several if the alias is ambiguous."""
        return self._kpis_by_alias.get(plain_header(text), ())

    def lamp(self, id: str) -> Lamp:
        """The lamp of this id: its shape, word and colours."""
        return self._lamps[id]

    def lamp_rule(self, id: str) -> LampRule:
        """The lamp rule of this id: its bounds and the words beside them."""
        return self._lamp_rules[id]

    def lamp_word(self, kpi: Kpi, lamp_id: str, done: bool = False, year_is_over: bool = False) -> str:
        """The word beside this KPI's lamp; `done`: the year to date has reached the target."""
        lamp = LampState(lamp_id)
        if not lamp.is_lit or not kpi.lamp_rule:
            return self.lamp(lamp).word
        return self.lamp_rule(kpi.lamp_rule).word(lamp, done, year_is_over)

    @property
    def every_column(self) -> tuple[Column, ...]:
        """All figure columns, including retired ones."""
        return tuple(column for _, column in self._columns.values())

    @property
    def every_kpi(self) -> tuple[str, ...]:
        """The ids of all KPIs, including retired ones."""
        return tuple(self._kpis)

    @property
    def former_columns(self) -> dict[str, str]:
        """Former id of a column → current id."""
        return {old: column.id for column in self.every_column for old in column.formerly}

    @property
    def former_kpis(self) -> dict[str, str]:
        """Former id of a KPI → current id; the KPI of a single column follows the column's ids."""
        return self.former_columns | {old: kpi.id for kpi in self._kpis.values() for old in kpi.formerly}

    @cached_property
    def _datasets(self) -> dict[str, Dataset]:
        return {dataset.id: dataset for dataset in self.datasets}

    @cached_property
    def _columns(self) -> dict[str, tuple[Dataset, Column]]:
        live = {column.id: (dataset, column) for dataset in self.monthly for column in dataset.columns}
        return {column.id: (dataset, column) for dataset, column in self.retired} | live

    @cached_property
    def _kpis(self) -> dict[str, Kpi]:
        return {kpi.id: kpi for kpi in (*self.retired_kpis, *self.kpis)}

    @cached_property
    def _kpis_by_name(self) -> dict[str, Kpi]:
        return {plain_header(name): kpi for kpi in self.kpis for name in (kpi.short_name, kpi.name, kpi.id)}

    @cached_property
    def _kpis_by_alias(self) -> dict[str, tuple[Kpi, ...]]:
        found: dict[str, dict[str, Kpi]] = {}
        for column in (column for dataset in self.monthly for column in dataset.columns):
            for alias in (column.name, *column.aliases) if column.id in self._kpis else ():
                found.setdefault(plain_header(alias), {})[column.id] = self._kpis[column.id]
        return {alias: tuple(kpis.values()) for alias, kpis in found.items()}

    @cached_property
    def _lamps(self) -> dict[str, Lamp]:
        return {lamp.id: lamp for lamp in self.lamps}

    @cached_property
    def _lamp_rules(self) -> dict[str, LampRule]:
        return {rule.id: rule for rule in self.lamp_rules}


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Read and check the catalogue of a folder (None: data/catalogue); reload it if one of its files changed.

    Raises CatalogueError, which lists every mistake of all its files by file and key.
    """
    of = folder or DEFAULT_FOLDER
    return _load(of, tuple(_stamp(of / name) for name in FILES))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=8)
def _load(folder: Path, stamps: tuple[tuple[int, int] | None, ...]) -> Catalogue:
    parts: Parts = read_parts(folder)
    mistakes = (*parts.mistakes, *find_mistakes(parts))
    if mistakes:
        raise CatalogueError(mistakes)
    files = tuple(sorted((name, (folder / name).read_text(encoding="utf-8")) for name in FILES))
    return catalogue_from(parts, files)


def catalogue_from(parts: Parts, files: tuple[tuple[str, str], ...]) -> Catalogue:
    """Build the catalogue from these parts and their source files, ignoring mistakes."""
    monthly = [dataset for dataset in parts.datasets if dataset.kind == "monthly"]
    return Catalogue(
        datasets=tuple(map(_live, parts.datasets)),
        month_column=parts.month_column,
        unit_column=parts.unit_column,
        kpis=tuple(kpi for kpi in parts.kpis if not kpi.retired),
        lamps=parts.lamps,
        lamp_rules=parts.lamp_rules,
        part_of_whole=parts.part_of_whole,
        carry_rules=parts.carry_rules,
        reporting_due_day=parts.reporting_due_day,
        least_cases=parts.least_cases,
        counting_units=_counting_units(parts),
        retired=tuple(
            (dataset, column) for dataset in monthly for column in dataset.columns if column.retired
        ),
        retired_kpis=tuple(kpi for kpi in parts.kpis if kpi.retired),
        files=files,
    )


def _live(dataset: Dataset) -> Dataset:
    return replace(dataset, columns=tuple(column for column in dataset.columns if not column.retired))


def _counting_units(parts: Parts) -> CountingUnits:
    """The counting units of the catalogue, including those that only a column uses."""
    columns = (column for dataset in parts.datasets for column in dataset.columns)
    return parts.counting_units.with_units(column.counting_unit for column in columns)


def nearest_kpis(text: str, catalogue: Catalogue) -> list[str]:
    """The KPI names most similar to a text, most similar first."""
    names = {
        name_key(name): kpi.name for kpi in catalogue.kpis for name in (kpi.name, kpi.short_name, kpi.id)
    }
    near = get_close_matches(name_key(text[:LONGEST_NAME]), list(names), n=MOST_NAMED * 2, cutoff=0.4)
    return list(dict.fromkeys(names[key] for key in near))[:MOST_NAMED]


def catalogue_of(
    files: tuple[tuple[str, str], ...], renamings: tuple[tuple[str, str], ...] = ()
) -> Catalogue:
    """The catalogue of these files (name, text); ids renamed since then (old, new) are replaced.

    A key that an older program did not know keeps its harmless default and is not a mistake.
    """
    texts = dict(files)
    for old, new in renamings:
        whole_id = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.ASCII)
        texts = {name: whole_id.sub(new, text) for name, text in texts.items()}
    return catalogue_from(parts_of(texts), files)
