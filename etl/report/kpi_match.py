"""Which KPI a figure of a report belongs to: only where thing, unit and the words around all agree."""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.catalogue import Catalogue
from etl.report.passage import Sentence
from etl.report.phrase import Named
from etl.report.vocabulary import NEVER, Phrase, Vocabulary, make_thing

_JOINT = re.compile(r"[、和与及]")
_COUNTER_AT_END = re.compile(r"(?:[次份家条件起张人]?数)$")


def known_phrases(catalogue: Catalogue, vocabulary: Vocabulary) -> tuple[Phrase, ...]:
    """The phrases of the vocabulary, and for every KPI without one a phrase made of its names."""
    written = {phrase.kpi for phrase in vocabulary.phrases}
    return (*vocabulary.phrases, *_phrases_of_names(catalogue, written))


def _phrases_of_names(catalogue: Catalogue, written: set[str]) -> Iterable[Phrase]:
    for kpi in catalogue.kpis:
        if kpi.id not in written and kpi.kind != "stock":
            names = {_COUNTER_AT_END.sub("", name) for name in (kpi.name, kpi.short_name)}
            things = tuple(make_thing(name) for name in sorted(names) if len(name) > 2)
            yield Phrase(kpi.id, things, (kpi.counting_unit or "%",), None, NEVER, NEVER)


def match_kpi(named: Named, sentence: Sentence, phrases: tuple[Phrase, ...]) -> str | None:
    """The KPI whose thing ends nearest to the end of what is said (a Chinese noun phrase ends in its head).

    None for a part (其中许可3件), where no phrase fits, where two fit equally well, or where one number
    counts several things together (来访、来信12件).
    """
    if "其中" in sentence.plain[: named.count.start]:
        return None
    fitting = [
        (place, phrase.kpi)
        for phrase in phrases
        if named.count.unit in phrase.units and _fits_around(phrase, sentence)
        for place in [_place(phrase, named.about)]
        if place is not None
    ]
    if named.head_last and any(_JOINT.search(named.about, place[0]) for place, _ in fitting):
        return None
    best = {kpi for place, kpi in fitting if place == max(fitting)[0]}
    return best.pop() if len(best) == 1 else None


def _fits_around(phrase: Phrase, sentence: Sentence) -> bool:
    """Words that must be there may stand in any heading, words that must not in the nearest."""
    if phrase.with_words and not phrase.with_words.search(" ".join((*sentence.headings, sentence.plain))):
        return False
    return not phrase.without.search(" ".join((*sentence.headings[-1:], sentence.plain)))


def _place(phrase: Phrase, about: str) -> tuple[int, int, int] | None:
    """Where the thing ends, how long it is, how much of it the phrase spells out: the greatest wins."""
    if phrase.but_not.search(about):
        return None
    places = [
        (found.end(), found.end() - found.start(), thing.letters)
        for thing in phrase.things
        for found in thing.pattern.finditer(about)
    ]
    return max(places, default=None)
