"""What a percentage is the rate of: 按时办结率98%, 参考率、合格率均为99%, 100%办结."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.report.count import Count
from etl.report.passage import Sentence
from etl.report.vocabulary import Vocabulary

LONGEST_NAME = 16

_JOINT = re.compile(r"[、和与及]|以及")


def name_rates(
    sentence: Sentence, count: Count, start: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, int, str]]:
    """Start and end of the quote and the rate's name, once for each rate that shares the number."""
    before = sentence.plain[start : count.start]
    thing = vocabulary.rate.thing.search(sentence.blank, start, count.start)
    if not thing:
        done = vocabulary.rate.after.match(sentence.plain[count.end : count.clause_end])
        end = count.end + (done.end() if done else 0)
        yield count.start, end, before + sentence.plain[count.end : end]
        return
    for first, last in _names(sentence.plain[start : thing.end()], vocabulary):
        yield start + first, count.end, before[first:last]


def _names(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Bounds of the rates at the end of the text that are listed together."""
    names: list[tuple[int, int]] = []
    end = len(text)
    while True:
        joint = max((found.end() for found in _JOINT.finditer(text, 0, end)), default=0)
        if not re.search(vocabulary.rate.name.pattern + "$", text[joint:end]):
            break
        names.insert(0, (max(joint, end - LONGEST_NAME), end))
        if joint == 0:
            break
        end = joint - 1
    return names
