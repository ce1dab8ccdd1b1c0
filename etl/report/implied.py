"""Figures a report tells without a number: 未发生行政复议案件 is a zero, 均已整改 is all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.report.passage import Sentence
from etl.report.vocabulary import Vocabulary

_NEXT_CLAUSE = re.compile(r"[,、]?\s*并?([^,;:。]+)")
_CLAUSE = re.compile(r"[^,;:。!?()]+")


def find_zeros(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """Start and end of the quote, and the KPI that is zero."""
    if sentence.planned or vocabulary.zero.without.search(sentence.plain):
        return
    for clause in _CLAUSE.finditer(sentence.plain):
        yield from _zeros_in(clause.group(), clause.start(), vocabulary)


def _zeros_in(clause: str, offset: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """未发生 and the like stand before what did not happen, 零发生 and the like behind it."""
    before, after = vocabulary.zero.before.search(clause), vocabulary.zero.after.search(clause)
    said = before or after
    if not said:
        return
    first, last = (before.end(), len(clause)) if before else (0, said.start())
    things = {kpi: pattern.search(clause[first:last]) for kpi, pattern in vocabulary.zero.things.items()}
    found = {kpi: (first + thing.start(), first + thing.end()) for kpi, thing in things.items() if thing}
    if not found or re.search(r"\d", clause[first:last]):
        return
    start = min(said.start(), *(start for start, _ in found.values()))
    noun = vocabulary.zero.noun.match(clause, max(end for _, end in found.values()))
    end = max(said.end(), noun.end() if noun else 0)
    for kpi in found:
        yield offset + start, offset + end, kpi


def find_all_done(
    sentence: Sentence, kpi: str | None, behind: int, vocabulary: Vocabulary
) -> tuple[int, str] | None:
    """Where the remark ends that everything counted is done, and the KPI that counts what is done.

    `behind` is where the figure ends; the remark opens the next clause and has no number of its own.
    """
    rules = [rule for rule in vocabulary.all_done if rule.of == kpi]
    clause = _NEXT_CLAUSE.match(sentence.plain, behind)
    if not rules or not clause or re.search(r"\d", clause.group()):
        return None
    opening = vocabulary.all_done_opening.match(clause[1])
    for rule in rules:
        done = rule.words.search(clause[1], opening.end()) if opening else None
        if done:
            return clause.start(1) + done.end(), rule.kpi
    return None
