"""Lamps as words on a page: shape and word always together, so that colour is never needed."""

from collections import Counter
from collections.abc import Iterable

from dashboard.kpi.progress import Progress
from dashboard.ui.markup import Markup, tag
from etl.catalogue import Catalogue

NO_BREAK = "\u00a0"


def lamp_text(progress: Progress, catalogue: Catalogue) -> Markup:
    """`▲ 滞后` in the lamp's colour."""
    return lamp_mark(progress.lamp, progress.lamp_word, catalogue)


def lamp_mark(lamp_id: str, word: str, catalogue: Catalogue) -> Markup:
    """The same from a lamp's id and its word."""
    lamp = catalogue.lamp(lamp_id)
    words = f"{lamp.shape}{NO_BREAK}{word}"
    return tag("span", words, class_="lamp", style=f"color:{lamp.text}")


def lamp_chip(lamp_id: str, count: int, catalogue: Catalogue) -> Markup:
    """`▲ 滞后 3` on the lamp's ground."""
    lamp = catalogue.lamp(lamp_id)
    words = f"{lamp.shape}{NO_BREAK}{lamp.word}{NO_BREAK}{count}"
    return tag("span", words, class_="chip", style=f"color:{lamp.chip_text};background:{lamp.chip_ground}")


def lamp_counts(progress: Iterable[Progress], catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    """How many KPIs show each lamp, worst first; lamps nobody shows are left out."""
    counted = Counter(each.lamp for each in progress)
    return tuple((lamp.id, counted[lamp.id]) for lamp in catalogue.lamps if counted[lamp.id])
