"""What changes of a warehouse touched: an answer counts until something it depends on is touched."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from etl.warehouse.statements import statement


@dataclass(frozen=True)
class ChangeDigests:
    """Digests of every change: of each dataset of figures by year, and of all else.

    Equal digests mean the same data: they hold every event of the insert-only history and the figures
    themselves. A year of None stands for all years.
    """

    figures: Mapping[str, Mapping[int | None, str]]
    all_else: str

    def until(self, year: int, datasets: Collection[str] | None = None) -> str:
        """One digest for all that figures of these datasets (None: all) up to a year depend on.

        Years before count, because pace, signals and reporting duties look back; years after do not.
        """
        parts = [self.all_else]
        for dataset in sorted(self.figures):
            if datasets is None or dataset in datasets:
                parts += sorted(
                    f"{dataset} {first} {digest}"
                    for first, digest in self.figures[dataset].items()
                    if first is None or first <= year
                )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_change_digests(connection: duckdb.DuckDBPyConnection, monthly: Collection[str]) -> ChangeDigests:
    """The touches of a version; `monthly` names the datasets of figures.

    Targets, tasks, units, notes, yearly figures, closed months and restored backups are "all else", and so is
    a dataset that the catalogue no longer has.
    """
    figures: dict[str, dict[int | None, str]] = defaultdict(dict)
    rest = []
    for dataset, year, digest in connection.execute(statement("board/change_digests")).fetchall():
        if dataset in monthly:
            figures[dataset][year] = digest
        else:
            rest.append(f"{dataset} {year} {digest}")
    return ChangeDigests(dict(figures), "\n".join(sorted(rest)))
