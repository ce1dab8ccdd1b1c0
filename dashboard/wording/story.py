"""The input of a view's key points and requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.board.board import Board
from dashboard.board.loaded_records import Note, Owed, Task
from dashboard.board.signals import Signal
from domain.catalogue import Catalogue, Kpi
from domain.kpi.progress import Progress
from domain.months import format_month


@dataclass(frozen=True)
class Story:
    """A view and its month. `children` gives the boards of the units directly below with a KPI (id).

    `closed_through`: the last closed month; nothing is asked for of it or of the months before it.
    """

    catalogue: Catalogue
    board: Board
    signals: Mapping[str, Signal]
    children: Callable[[str], Sequence[Board]]
    notes: Sequence[Note]
    tasks: Sequence[Task]
    owed: Sequence[Owed]
    names: Mapping[str, str]
    last_day: date
    closed_through: date | None = None

    def name_of(self, unit: str) -> str:
        """A unit's name; its code if it has none."""
        return self.names.get(unit, unit)

    def kpi(self, progress: Progress) -> Kpi:
        """The definition of a progress's KPI."""
        return self.catalogue.kpi(progress.kpi)

    def is_open(self, month: str) -> bool:
        """Whether figures of a month (YYYY-MM) may still come."""
        return self.closed_through is None or month > format_month(self.closed_through)

    @property
    def month_is_open(self) -> bool:
        """Whether figures of the as-of month may still come."""
        return self.is_open(format_month(self.board.as_of))

    def is_explained(self, progress: Progress) -> bool:
        """Whether a unit has written a note on the KPI since it fell behind."""
        since = progress.since or ""
        return any(note.kpi == progress.kpi and format_month(note.month) >= since for note in self.notes)
