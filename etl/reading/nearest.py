"""Names that come near, looked for only while few are unknown: each search takes its time."""

from collections.abc import Callable
from functools import cache

MOST_SEARCHES = 50


def limited(search: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """The same search, remembered for each text; after the first fifty texts it finds nothing."""
    searches = iter(range(MOST_SEARCHES))

    @cache
    def find(text: str) -> list[str]:
        return search(text) if next(searches, None) is not None else []

    return find
