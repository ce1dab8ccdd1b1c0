"""What was committed, and when: every version of the warehouse, kept to check what people saw against it."""

import os
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import duckdb

from dashboard.board.board import read_boards
from dashboard.board.like_for_like import compare_complete_units
from dashboard.ui.cards import measures
from dashboard.ui.lamps import MARK
from dashboard.wording.format import NOTHING, amount
from domain.catalogue import Catalogue, load_catalogue
from etl.warehouse import Warehouse

CARD = re.compile(r'<article[^>]*data-kpi="([^"]+)"[^>]*>(.*?)</article>', re.DOTALL)
PART = re.compile(r'<p class="(value|measures)">(.*?)</p>', re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
WATCHED_EVERY = 0.005
# A page may have read the pointer just before it was flipped.
SEEN_LATE = 0.05
Cards = Mapping[str, str]


def cards_in(html: str) -> list[tuple[str, str]]:
    """Every card in some HTML: its KPI, and its figure and measures in one line."""
    return [
        (kpi, " | ".join(_plain(text) for _, text in PART.findall(inside)))
        for kpi, inside in CARD.findall(html)
    ]


def _plain(html: str) -> str:
    return " ".join(TAGS.sub(" ", html).split())


@dataclass
class Committed:
    """A version: its file, from when it may have been in force, and until when."""

    path: Path
    begun: float
    ended: float = float("inf")


@dataclass
class Ledger:
    """Every version, linked into a folder as soon as it is there: the warehouse itself keeps only ten."""

    warehouse: Warehouse
    folder: Path
    versions: list[Committed] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    _truths: dict[tuple[Path, str], Cards] = field(default_factory=dict)
    _catalogue: Catalogue = field(default_factory=load_catalogue)

    def watch(self) -> None:
        """Note versions until it is over. Needs a thread: the event loop is kept busy by the load."""
        self.note()
        while not self.is_over.wait(WATCHED_EVERY):
            self.note()

    def note(self) -> None:
        """Link the versions up to the current one that are new."""
        flipped, current = self._pointer()
        known = self.versions[-1].path.name if self.versions else ""
        for file in sorted(self.warehouse.versions.glob("*.duckdb")):
            if known < file.name <= current and (known or file.name == current):
                os.link(file, self.folder / file.name)
                if self.versions:
                    self.versions[-1].ended = flipped
                self.versions.append(Committed(self.folder / file.name, file.stat().st_mtime))

    def _pointer(self) -> tuple[float, str]:
        """When the pointer was flipped, and to which version; read again if it was flipped meanwhile."""
        pointer = self.warehouse.pointer
        while True:
            flipped = pointer.stat().st_mtime
            current = pointer.read_text(encoding="ascii").strip()
            if pointer.stat().st_mtime == flipped:
                return flipped, current

    def faults(self, query: str, shown: Iterable[tuple[str, str]], asked: float, done: float) -> list[str]:
        """The cards that differ from every version that was current between asking and being done.

        All cards of one run must come from one version.
        """
        cards = list(shown)
        differences = [self._differing(path, query, cards) for path in self._between(asked, done)]
        return min(differences, key=len)

    def _between(self, asked: float, done: float) -> list[Path]:
        return [each.path for each in self.versions if each.begun <= done and each.ended + SEEN_LATE >= asked]

    def _differing(self, path: Path, query: str, cards: list[tuple[str, str]]) -> list[str]:
        truth = self._truth(path, query)
        return [
            f"{path.stem} {query} {kpi}: {text!r}, not {truth.get(kpi)!r}"
            for kpi, text in cards
            if truth.get(kpi) != text
        ]

    def _truth(self, path: Path, query: str) -> Cards:
        if (path, query) not in self._truths:
            self._truths[path, query] = self._read(path, query)
        return self._truths[path, query]

    def _read(self, path: Path, query: str) -> Cards:
        """The cards of a view in a version, read without any cache."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        year, month = int(asked["year"]), int(asked["month"])
        with duckdb.connect(path, read_only=True) as connection:
            connection.execute("SET threads = 1")
            read = read_boards(connection, self._catalogue, year, date(year, month, 1), (asked["unit"],))[0]
            board = compare_complete_units(connection, self._catalogue, read)
        texts = {}
        for progress in board.progress:
            kpi = self._catalogue.kpi(progress.kpi)
            value = amount(progress.year_to_date, kpi.kind, word=progress.word)
            mark = MARK if progress.provisional else ""
            unit = f"{kpi.counting_unit}{mark}" if value != NOTHING else ""
            texts[kpi.id] = f"{value} {unit}".strip() + " | " + " ".join(measures(kpi, progress))
        return {kpi: text.strip() for kpi, text in texts.items()}
