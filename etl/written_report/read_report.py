"""Read a written report (工作总结) in a child with limits: every count and rate, with the KPI if certain.

The value is given in the unit beside it: 满意率97.84% is 97.84 with unit %, 罚款32.5万元 is 32.5 with unit
万元, 1.2万余份 is 12000 with unit 份. (A KPI stores rates as fractions; annual_figure.py converts them.)
As a program it reads the file's bytes, name and catalogue from standard input and prints the answer as JSON.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from domain.catalogue import Catalogue
from domain.finding import Finding, FindingCode
from etl.child_process import BusyError, ChildError, ChildTimeoutError, bound_child, run_child
from etl.read.private_text import find_in_prose
from etl.written_report.count import find_all_done, find_counts, find_zeros
from etl.written_report.document import (
    BROKEN,
    LARGEST_FILE,
    TOO_LARGE,
    ReportError,
    Sentence,
    read_every_line,
    read_report_text,
    read_sentences,
)
from etl.written_report.phrase import Named, name_counts
from etl.written_report.vocabulary import NEVER, Phrase, Vocabulary, load_vocabulary, make_thing

MEMORY = 700 * 1024 * 1024
SECONDS = 15
OPENING = 4000
TOO_SLOW = "报告太长或过于复杂，未能读完，请只留正文"
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
        """Whether the report gives it as an approximate figure."""
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


@dataclass(frozen=True)
class Reading:
    """The content of a report's file: its figures, or the finding that explains why it is unreadable.

    `opening`: its first characters. `forbidden`: why it may not be kept; None if it may.
    """

    figures: tuple[ReportFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    opening: str = ""
    forbidden: Finding | None = None


def read_report(content: bytes, catalogue: Catalogue | None, file: str = "") -> Reading:
    """Read a docx or text file, regardless of its name; without a catalogue no figures are looked for."""
    if len(content) > LARGEST_FILE:
        return _refused("too_large", TOO_LARGE)
    try:
        asked = pickle.dumps((content, catalogue, file))
        said = json.loads(run_child("etl.written_report.read_report", content=asked, seconds=SECONDS))
    except BusyError as error:
        return _refused("too_large", str(error))
    except ChildTimeoutError:
        return _refused("too_large", TOO_SLOW)
    except ChildError:
        return _refused("unreadable", BROKEN)
    figures = tuple(ReportFigure(**figure) for figure in said["figures"])
    findings = tuple(Finding(**finding) for finding in said["findings"])
    forbidden = Finding(**said["forbidden"]) if said["forbidden"] else None
    return Reading(figures, findings, said["opening"], forbidden)


def find_what_may_not_be_kept(content: bytes, file: str) -> Finding | None:
    """The reason to refuse a report: it is classified, has personal numbers, or is unreadable; else None."""
    return read_report(content, None, file).forbidden


def _refused(code: FindingCode, message: str) -> Reading:
    finding = Finding(code, message)
    return Reading(findings=(finding,), forbidden=finding)


def main() -> None:
    """Print the answer for the report on standard input: a Reading as JSON."""
    bound_child(MEMORY, SECONDS)
    content, catalogue, file = pickle.loads(sys.stdin.buffer.read())  # from our own server
    try:
        answer: dict[str, Any] = asdict(_read(content, catalogue, file))
    except MemoryError:
        answer = asdict(_refused("too_large", TOO_SLOW))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def _read(content: bytes, catalogue: Catalogue | None, file: str) -> Reading:
    try:
        text = read_report_text(content)
        forbidden = find_in_prose(read_every_line(content), file)
    except ReportError as error:
        return Reading(findings=(error.finding,), forbidden=error.finding)
    figures = find_report_figures(text, catalogue) if catalogue else ()
    return Reading(figures, (), text[:OPENING], forbidden)


if __name__ == "__main__":
    main()
