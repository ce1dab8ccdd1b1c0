"""Figures a report tells without a number: 未发生行政复议案件 is a zero, 均已整改 is all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.report.passage import Sentence
from etl.report.vocabulary import Vocabulary

_CLAUSE = re.compile(r"[^,;:。!?()]+")


def find_zeros(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """Start and end of the quote, and the KPI that is zero."""
    if sentence.planned or vocabulary.zero_without.search(sentence.plain):
        return
    for clause in _CLAUSE.finditer(sentence.plain):
        yield from _zeros_in(clause.group(), clause.start(), vocabulary)


def _zeros_in(clause: str, offset: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    before, after = vocabulary.zero_before.search(clause), vocabulary.zero_after.search(clause)
    if before:
        bounds, region = (before.start(), 0), clause[before.end() :]
        shift = before.end()
    elif after:
        bounds, region, shift = (0, after.end()), clause[: after.start()], 0
    else:
        return
    things = [(kpi, pattern.search(region)) for kpi, pattern in vocabulary.zero_things.items()]
    found = [(kpi, thing) for kpi, thing in things if thing]
    if not found or re.search(r"\d", region):
        return
    start = min(thing.start() for _, thing in found) + shift if after and not before else bounds[0]
    noun = vocabulary.zero_noun.match(region, max(thing.end() for _, thing in found))
    end = max(bounds[1], shift + (noun.end() if noun else 0))
    for kpi, _ in found:
        yield offset + start, offset + end, kpi


def find_all_done(
    sentence: Sentence, kpi: str | None, behind: int, vocabulary: Vocabulary
) -> tuple[int, str] | None:
    """Where the remark ends that everything counted is done, and the KPI that counts what is done.

    `behind` is where the figure ends; the remark opens the next clause and has no number of its own.
    """
    rules = [rule for rule in vocabulary.all_done if rule.of == kpi]
    clause = re.compile(r"[,、]?\s*(?:并)?([^,;:。]+)").match(sentence.plain, behind)
    if not rules or not clause or re.search(r"\d", clause.group()):
        return None
    opening = vocabulary.all_done_opening.match(clause[1])
    for rule in rules:
        done = rule.words.search(clause[1], opening.end()) if opening else None
        if done:
            return clause.start(1) + done.end(), rule.kpi
    return None
