"""Nouns told first and their numbers after: 许可、处罚案件分别为932件、403件."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from etl.report.count import Count
from etl.report.passage import Sentence

_BETWEEN = re.compile(r"(?:[、和与及\s]|以及)*")
_NOUN = re.compile(r"(?:(?![、和与及]).)+")
_LINK = re.compile(r"(?:分别)?(?:为|达到|达|是|有|完成|共)*\s*$")


def find_shared_nouns(
    sentence: Sentence, counts: tuple[Count, ...], skip_lead_ins: Callable[[int, int], int]
) -> dict[int, tuple[int, str]]:
    """For each place in `counts` whose noun stands in a list before 分别 or behind it: start and noun."""
    found: dict[int, tuple[int, str]] = {}
    for first, last in _runs(sentence, counts):
        start, end = counts[first].clause_start, counts[first].start
        respectively = sentence.plain.find("分别", start, end)
        if respectively < 0:
            continue
        link = _LINK.search(sentence.plain, respectively, end)
        behind = _nouns(sentence.plain, respectively + 2, link.start() if link else end)
        before = _nouns(sentence.plain, skip_lead_ins(start, respectively), respectively)
        fitting = [nouns for nouns in (behind, before) if len(nouns) == last - first]
        if fitting:
            found |= dict(zip(range(first, last), fitting[0], strict=True))
    return found


def _runs(sentence: Sentence, counts: tuple[Count, ...]) -> Iterator[tuple[int, int]]:
    """Runs of two or more counts with nothing but 、 or 和 between them, as bounds in `counts`."""
    first = 0
    for place in range(1, len(counts) + 1):
        last = place == len(counts)
        between = "。" if last else sentence.plain[counts[place - 1].end : counts[place].start]
        if not _BETWEEN.fullmatch(between):
            if place - first > 1:
                yield first, place
            first = place


def _nouns(plain: str, start: int, stop: int) -> list[tuple[int, str]]:
    return [(start + found.start(), found.group()) for found in _NOUN.finditer(plain[start:stop])]
