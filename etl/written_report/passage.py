"""Split a report into sentences, each with its headings and whether it is about plans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.text import half_width
from etl.written_report.vocabulary import Vocabulary

BLANK = "※"
WRAPPED_LINE = 30  # shorter lines without a full stop are headings, not wrapped text

_MARKER = re.compile(
    r"\s*(?:([一二三四五六七八九十]+、)|(\([一二三四五六七八九十]+\))|(\d+[.、](?!\d)|\(\d+\)))"
)
_TITLE = re.compile(r"[^。;]{1,60}")
_SENTENCE = re.compile(r"[^。!?;]{1,2000}[。!?;]*[”’』」)]*")
_END = re.compile(r"[。!?;:][”’』」)]*$")


@dataclass(frozen=True)
class Sentence:
    """`text` as written; `plain` half-width; `blank` with names, dates and so on masked by ※, same length.

    `headings` are those above it, outermost first; `planned`: it is about future work.
    """

    text: str
    plain: str
    blank: str
    headings: tuple[str, ...]
    planned: bool


def read_sentences(text: str, vocabulary: Vocabulary) -> Iterator[Sentence]:
    """Every sentence of the text, in order; a semicolon ends one too."""
    headings: dict[int, str] = {}
    planned_from: int | None = None
    for paragraph in _paragraphs(text):
        plain = same_length(paragraph)
        level, title = _heading(plain, vocabulary)
        if level:
            headings = {depth: name for depth, name in headings.items() if depth < level} | {level: title}
            if planned_from is None or level <= planned_from:
                planned_from = level if _is_plan(title, vocabulary) else None
        yield from _sentences_of(paragraph, tuple(headings.values()), planned_from is not None, vocabulary)


def same_length(text: str) -> str:
    """Half-width text of the same length (removed characters become spaces), so that indices stay valid."""
    return "".join(half_width(sign) or " " for sign in text)


def blank_out(plain: str, vocabulary: Vocabulary) -> str:
    """Mask names, dates, ordinals, document and telephone numbers with ※, so that they give no figure."""
    for pattern in vocabulary.pass_over:
        plain = pattern.sub(lambda found: BLANK * len(found.group()), plain)
    return plain


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs; lines wrapped by a text file are joined."""
    held = ""
    for line in text.splitlines():
        plain = same_length(line)
        if held and (not plain.strip() or _MARKER.match(plain)):
            yield held
            held = ""
        held += line.strip() if held else line
        if len(line) < WRAPPED_LINE or _END.search(plain.strip()):
            yield held
            held = ""
    yield held


def _heading(plain: str, vocabulary: Vocabulary) -> tuple[int, str]:
    """Heading level (1 一、 2 （一） 3 1.) and title; level 0 if the paragraph is not a heading."""
    marker = _MARKER.match(plain)
    if marker:
        title = _TITLE.match(plain, marker.end())
        return marker.lastindex or 0, title.group().strip() if title else ""
    short = plain.strip()
    if short and len(short) < WRAPPED_LINE and not _END.search(short) and _is_plan(short, vocabulary):
        return 1, short
    return 0, ""


def _is_plan(title: str, vocabulary: Vocabulary) -> bool:
    return bool(vocabulary.plan_heading.search(title)) and not vocabulary.work_heading.search(title)


def _sentences_of(
    paragraph: str, headings: tuple[str, ...], planned: bool, vocabulary: Vocabulary
) -> Iterator[Sentence]:
    plain = same_length(paragraph)
    blank = blank_out(plain, vocabulary)
    for found in _SENTENCE.finditer(blank):
        start, end = found.span()
        planned = planned or bool(vocabulary.plan_sentence.match(plain[start:end]))
        yield Sentence(paragraph[start:end], plain[start:end], blank[start:end], headings, planned)
