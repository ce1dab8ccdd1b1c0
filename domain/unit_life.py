"""The life of a unit: the months in which it exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.months import month_words


@dataclass(frozen=True)
class Life:
    """A unit's first and last month (启用年月, 停用年月); None means unbounded on that side."""

    start: date | None = None
    end: date | None = None

    def has(self, month: date) -> bool:
        """Whether the unit exists in the month."""
        return (self.start is None or self.start <= month) and (self.end is None or month <= self.end)

    def outside_in_words(self, month: date) -> str:
        """已停用（2025年6月止） or 尚未启用（2025年7月起), for a month outside it."""
        if self.start is not None and month < self.start:
            return f"尚未启用（{month_words(self.start)}起）"
        return f"已停用（{month_words(self.end)}止）" if self.end is not None else ""


UNBOUNDED = Life()
