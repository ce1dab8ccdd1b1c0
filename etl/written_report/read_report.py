"""Find the figures in a written report (工作总结): counts and rates of work done, with the KPI if certain.

The value is given in the unit beside it: 满意率97.84% is 97.84 with unit %, 罚款32.5万元 is 32.5 with unit
万元, 1.2万余份 is 12000 with unit 份. (A KPI stores rates as fractions; annual_figure.py converts them.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.catalogue import Catalogue
from etl.written_report.count import find_all_done, find_counts, find_zeros
from etl.written_report.document import Sentence, read_sentences
from etl.written_report.phrase import Named, name_counts
from etl.written_report.vocabulary import NEVER, Phrase, Vocabulary, load_vocabulary, make_thing

_JOINT = re.compile(r"[、和与及]")
_COUNTER_AT_END = re.compile(r"(?:[次份家条件起张人]?数)$")


def known_phrases(catalogue: Catalogue, vocabulary: Vocabulary) -> tuple[Phrase, ...]:
    """The phrases of the vocabulary, plus a phrase from the names of every KPI without one."""
    written = {phrase.kpi for phrase in vocabulary.phrases}
    return (*vocabulary.phrases, *_phrases_of_names(catalogue, written))


def _phrases_of_names(catalogue: Catalogue, written: set[str]) -> Iterable[Phrase]:
    for kpi in catalogue.kpis:
        if kpi.id not in written and not kpi.is_stock:
            names = {_COUNTER_AT_END.sub("", name) for name in (kpi.name, kpi.short_name)}
            things = tuple(make_thing(name) for name in sorted(names) if len(name) > 2)
            yield Phrase(kpi.id, things, (kpi.counting_unit or "%",), None, NEVER, NEVER)


def match_kpi(named: Named, sentence: Sentence, phrases: tuple[Phrase, ...]) -> str | None:
    """The KPI whose term ends nearest to the end of the words (a Chinese noun phrase ends with its head).

    None for a part (其中许可3件), if no phrase fits, if two fit equally well, or if one number counts several
    things together (来访、来信12件).
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
    """Check the context: required words may be in any heading, excluded words only in the nearest one."""
    if phrase.with_words and not phrase.with_words.search(" ".join((*sentence.headings, sentence.plain))):
        return False
    return not phrase.without.search(" ".join((*sentence.headings[-1:], sentence.plain)))


def _place(phrase: Phrase, about: str) -> tuple[int, int, int] | None:
    """The rank of a match: end of the term, its length, and its number of literal letters; highest wins."""
    if phrase.but_not.search(about):
        return None
    places = [
        (found.end(), found.end() - found.start(), thing.letters)
        for thing in phrase.things
        for found in thing.pattern.finditer(about)
    ]
    return max(places, default=None)


@dataclass(frozen=True)
class ReportFigure:
    """One figure of a report. `quote` and `sentence` are exact parts of the text.

    `word` is 余, 约, 近, 多 or + if the figure is approximate, else "". `kpi` is None if uncertain.
    """

    quote: str
    value: float
    unit: str
    word: str
    kpi: str | None
    sentence: str

    @property
    def approximate(self) -> bool:
        return bool(self.word)

    def as_json(self) -> dict[str, str | float | bool | None]:
        """The figure as `read-report` prints it."""
        return {
            "quote": self.quote,
            "value": int(self.value) if self.value.is_integer() else self.value,
            "unit": self.unit,
            "approximate": self.approximate,
            "kpi": self.kpi,
            "sentence": self.sentence,
        }


def find_report_figures(text: str, catalogue: Catalogue) -> tuple[ReportFigure, ...]:
    """Every figure of the text, in order."""
    vocabulary = load_vocabulary()
    phrases = known_phrases(catalogue, vocabulary)
    found: list[ReportFigure] = []
    for sentence in read_sentences(text, vocabulary):
        placed = sorted(_figures_of(sentence, catalogue, vocabulary, phrases), key=lambda pair: pair[0])
        found.extend(figure for _, figure in placed)
    return tuple(found)


def _figures_of(
    sentence: Sentence, catalogue: Catalogue, vocabulary: Vocabulary, phrases: tuple[Phrase, ...]
) -> Iterator[tuple[int, ReportFigure]]:
    """Each figure with its place in the sentence: counts first, then figures stated without a number."""
    zeros = tuple(find_zeros(sentence, vocabulary))
    counted: set[str | None] = set()
    for named in name_counts(sentence, find_counts(sentence, vocabulary), vocabulary):
        kpi = match_kpi(named, sentence, phrases)
        if kpi is None and any(start <= named.count.start < end for start, end, _ in zeros):
            continue  # 行政复议和行政诉讼均为0件: find_zeros gives each of them
        counted.add(kpi)
        yield _figure(sentence, named, named.end, kpi)
        done = find_all_done(sentence, kpi, named.count.end, vocabulary)
        if done:
            yield _figure(sentence, named, *done)
    for start, end, kpi in zeros:
        if kpi not in counted:
            unit = catalogue.kpi(kpi).counting_unit
            yield start, ReportFigure(sentence.text[start:end], 0.0, unit, "", kpi, sentence.text.strip())


def _figure(sentence: Sentence, named: Named, end: int, kpi: str | None) -> tuple[int, ReportFigure]:
    count = named.count
    quote = sentence.text[named.start : end].strip()
    return named.start, ReportFigure(quote, count.value, count.unit, count.word, kpi, sentence.text.strip())
