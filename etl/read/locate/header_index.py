"""Look up headers: the dataset and column that a header means, in any spelling."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from domain.catalogue import Catalogue, Column, CountingUnits
from domain.months import CHINESE_MONTHS
from domain.text import half_width, name_key, without_raised
from domain.units import UnitDirectory
from etl.read.locate.stated_unit import listed_units, unit_behind

LONGEST_HEADER = 200
LONG_FORM = "figures"
LONG_FORM_HEADERS = {
    "dataset": ("数据集", "dataset"),
    "indicator": ("指标", "indicator", "kpi"),
    "unit": ("单位", "unit"),
    "month": ("月份", "month"),
    "value": ("数值", "value"),
    "approximate": ("约数", "approximate"),
    "load": ("批次", "load"),
}
PASSED_OVER = frozenset({"序号", "备注"})
YEARS = frozenset({"年份", "年", "年度"})
THIS_MONTH = frozenset({"本月", "当月"})
COUNTING_UNIT_HEADERS = frozenset({"单位", "计量单位", "计数单位", "数量单位"})

_BRACKET_AT_END = re.compile(r"(.+?)[(\[【〔<]([^()\[\]【】〔〕<>]{1,16})[)\]】〕>]")
_LAST_PART = re.compile(r"(.+?)[\s/,、·:_-]+[^\s/,、·:_-]{1,8}")
_PUNCTUATION_AT_END = ":."
# Marks of footnotes and of columns that must be filled.
_MARKS = re.compile(r"^[*★☆※]+|(?:[*★☆※①-⑳]|[(\[【](?:必填|选填|必填项|选填项)[)\]】])+$")
LONGEST_KEY = 80


@dataclass(frozen=True)
class HeaderIndex:
    """Every header the catalogue knows, as keys (see `key`), by dataset; `units` may also be headers."""

    catalogue: Catalogue
    units: UnitDirectory = field(default_factory=UnitDirectory)

    @property
    def counting_units(self) -> CountingUnits:
        """The counting units that may follow a number or a header."""
        return self.catalogue.counting_units

    @cached_property
    def meanings(self) -> dict[str, dict[str, str]]:
        """Dataset → header key → column id, including month and unit."""
        shared = (self.catalogue.month_column, self.catalogue.unit_column)
        books = {
            dataset.id: self._keys((*(shared if dataset.kind == "monthly" else ()), *dataset.columns))
            for dataset in self.catalogue.datasets
        }
        long_form = {self.key(text): id for id, texts in LONG_FORM_HEADERS.items() for text in texts}
        for dataset in self.catalogue.datasets:
            if dataset.kind == "targets":
                books[dataset.id] = _spelt_months() | books[dataset.id]
        return books | {LONG_FORM: long_form}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every header key that any dataset knows."""
        return frozenset(key for header_index in self.meanings.values() for key in header_index)

    @cached_property
    def figures(self) -> dict[str, set[str]]:
        """Header key → the monthly datasets that have it as a figure."""
        found: dict[str, set[str]] = {}
        for dataset in self.catalogue.monthly:
            ids = {column.id for column in dataset.columns}
            for key, id in self.meanings[dataset.id].items():
                if id in ids:
                    found.setdefault(key, set()).add(dataset.id)
        return found

    @cached_property
    def label_keys(self) -> frozenset[str]:
        """The header keys of label columns: month, unit, indicator, running number."""
        return frozenset({*self.row_keys, *LONG_FORM_HEADERS["indicator"], *PASSED_OVER})

    @cached_property
    def row_keys(self) -> dict[str, str]:
        """Header key → month or unit, which say what a row is about."""
        return self._keys([self.catalogue.month_column, self.catalogue.unit_column])

    @cached_property
    def unit_keys(self) -> frozenset[str]:
        """The header keys of the reporting unit's column."""
        return frozenset(key for key, id in self.row_keys.items() if id == self.catalogue.unit_column.id)

    @cached_property
    def perhaps_units(self) -> frozenset[str]:
        """The header keys that mean the reporting unit's column only if units stand below: 科室, 受理单位."""
        return frozenset(map(self.key, self.catalogue.unit_column.perhaps))

    def key(self, text: str) -> str:
        """Normalise a header: ignore width, case, spaces, line breaks, footnote marks, 必填, and a counting
        unit in brackets.

        Only a counting unit or 本月 is removed: `办结工单数（累计）` is a different header.
        """
        if len(text) > LONGEST_HEADER:
            return text
        text = without_raised(text)
        key = _MARKS.sub("", name_key(text).rstrip(_PUNCTUATION_AT_END))
        if len(key) >= LONGEST_KEY or key in self._names:
            return key
        found = _BRACKET_AT_END.fullmatch(key)
        if found and (found[2] in THIS_MONTH or listed_units(found[2], self.counting_units)):
            return found[1]
        return self._without_unit_behind(text) or key

    def _without_unit_behind(self, text: str) -> str:
        """The key of a known header followed by a separated counting unit, "" for any other text."""
        parts = _LAST_PART.fullmatch(half_width(text).strip())
        name = name_key(parts[1]) if parts else ""
        return name if name in self._names and unit_behind(text, self.counting_units) else ""

    @cached_property
    def _names(self) -> frozenset[str]:
        """Every header in the catalogue, unchanged."""
        columns = (column for dataset in self.catalogue.datasets for column in dataset.columns)
        shared = (self.catalogue.month_column, self.catalogue.unit_column)
        named = (header for column in (*shared, *columns) for header in column.headers)
        short = (kpi.short_name for kpi in self.catalogue.kpis)
        return frozenset(map(name_key, (*named, *short)))

    def _short_names(self, column: Column) -> tuple[str, ...]:
        """The short names of this column's KPI on the pages."""
        return tuple(kpi.short_name for kpi in self.catalogue.kpis if kpi.id == column.id)

    def fitting(self, keys: Iterable[str]) -> list[str]:
        """The datasets that know all of these known headers; 年度 beside figures only completes 月份."""
        wanted = {key for key in keys if key in self.known}
        wanted -= self._asides(wanted)
        fitting = [
            id for id, header_index in self.meanings.items() if wanted and wanted <= header_index.keys()
        ]
        return fitting if wanted & self._long_form_only else [id for id in fitting if id != LONG_FORM]

    def _asides(self, keys: set[str]) -> set[str]:
        """The headers that are ignored beside others.

        They are the year and the remark beside figures (the remark is a note's text elsewhere), and the
        deadline and progress beside a target.
        """
        asides: set[str] = set()
        if not keys.isdisjoint(self.figures):
            asides |= YEARS | self._spelt("notes", "text")
        if all(keys & self._spelt("targets", id) for id in ("kpi", "target")):
            asides |= self._spelt("tasks", "due") | self._spelt("tasks", "status")
        return asides

    @cached_property
    def remarks(self) -> frozenset[str]:
        """The headers of columns whose texts say nothing that figures are read by."""
        return PASSED_OVER | self._spelt("notes", "text")

    def _spelt(self, kind: str, *columns: str) -> set[str]:
        """The header keys of these columns, in the datasets of this kind."""
        ids = [dataset.id for dataset in self.catalogue.datasets if dataset.kind == kind]
        return {key for id in ids for key, column in self.meanings[id].items() if column in columns}

    @cached_property
    def _long_form_only(self) -> frozenset[str]:
        """The headers that distinguish the long form from a list of notes."""
        others = {
            key for id, header_index in self.meanings.items() if id != LONG_FORM for key in header_index
        }
        return frozenset(self.meanings[LONG_FORM].keys() - others)

    def spellings(self, dataset: str, column: str) -> set[str]:
        """The header keys that mean this column of this dataset."""
        return {key for key, id in self.meanings[dataset].items() if id == column}

    def nearest_datasets(self, keys: Iterable[str], count: int = 3) -> list[str]:
        """The datasets that know the most of these headers, best first."""
        wanted = set(keys)
        scores = {
            dataset.id: len(wanted & self.meanings[dataset.id].keys()) for dataset in self.catalogue.datasets
        }
        near = [id for id, score in sorted(scores.items(), key=lambda item: -item[1]) if score]
        return near[:count]

    def nearest_columns(self, text: str, datasets: Iterable[str], count: int = 2) -> list[str]:
        """The names of known columns most similar to an unknown header, most similar first."""
        names = {
            key: column.name
            for id in datasets
            if id != LONG_FORM
            for column in self.catalogue.dataset(id).columns
            for key in map(self.key, column.headers)
        }
        near = difflib.get_close_matches(self.key(text[:80]), list(names), n=count * 2, cutoff=0.5)
        return list(dict.fromkeys(names[key] for key in near))[:count]

    def _keys(self, columns: Iterable[Column]) -> dict[str, str]:
        columns = tuple(columns)
        keys = {self.key(header): column.id for column in columns for header in column.headers}
        for column in columns:
            for header in self._short_names(column):
                keys.setdefault(self.key(header), column.id)
            for header in column.headers:
                if column.counting_unit:
                    keys.setdefault(self.key(header) + column.counting_unit, column.id)
        return keys


def _spelt_months() -> dict[str, str]:
    """Further header spellings for the twelve planned figures of a target, besides `1月`."""
    spellings = {}
    for number, word in enumerate(CHINESE_MONTHS, start=1):
        for header in (f"{number}月份", f"{number:02d}月", f"{word}月", f"{word}月份"):
            spellings[header] = f"plan_{number}"
    return spellings
