"""Find counts of work in a sentence: numbers with a unit, stated zeros, and remarks that all is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.written_report.document import Sentence
from etl.written_report.numeral import read_arabic, read_chinese, read_chinese_decimal
from etl.written_report.vocabulary import NotWork, Vocabulary

SURELY_A_NUMBER = 10  # smaller numerals in words are often part of a name (三项制度)

_CLAUSE_END = re.compile(r"[,;。!?](?!\d{3}(?!\d))|:(?!\s*[约近超\d])")
_LISTED_PERCENTAGES = re.compile(r"(?:[\d.]+%[、和与及\s]*)+$")  # 甲率、乙率分别为99%和98%
_ITEM_END = re.compile(r"\s*(?:$|、)")
_TOGETHER = ("起", "件")  # 一起 also means "together"
_VAGUE = ("百", "千", "万", "亿", "零")  # 千家万户, 零投诉; but 千余 and 近百 are numbers


@dataclass(frozen=True)
class Count:
    """A number and its unit, at `start` to `end` of the sentence, with the bounds of its clause.

    `word` is 余, 约, 近, 多 or + if the number is approximate, else "".
    """

    start: int
    end: int
    clause_start: int
    clause_end: int
    value: float
    unit: str
    word: str
    chinese: bool


def find_counts(sentence: Sentence, vocabulary: Vocabulary) -> tuple[Count, ...]:
    """Every count and percentage of work done in the sentence, in order."""
    if sentence.planned:
        return ()
    found = (*_quantities(sentence.blank, vocabulary), *_percentages(sentence.blank, vocabulary))
    counts = sorted(found, key=lambda count: count.start)
    return tuple(count for count in counts if _is_work(count, sentence, vocabulary))


def _quantities(blank: str, vocabulary: Vocabulary) -> Iterator[Count]:
    for found in vocabulary.quantity.finditer(blank):
        value, unit = _amount(found)
        word = _word(blank, found, vocabulary, found["more"] or found["tail"])
        if value is not None and (word or found["chinese"] not in _VAGUE):
            yield _count(blank, found, value, unit, word, bool(found["chinese"]))


def _amount(found: re.Match[str]) -> tuple[float | None, str]:
    """Value and unit. Money keeps the units 万元 and 亿元; 场(次) becomes 场次."""
    unit = found["unit"] + ("次" if found["second"] == "次" else "")
    digits, scale = found["arabic"] or found["chinese"], (found["scale"] or "") + (found["more_scale"] or "")
    if unit == "元":
        bare = digits.rstrip("万亿") or digits
        digits, scale, unit = bare, "", digits[len(bare) :] + scale + unit
    return (read_arabic(digits, scale) if found["arabic"] else read_chinese(digits + scale)), unit


def _percentages(blank: str, vocabulary: Vocabulary) -> Iterator[Count]:
    for found in vocabulary.percentage.finditer(blank):
        value: float | None = 100.0
        if found["arabic"]:
            value = read_arabic(found["arabic"])
        elif found["chinese"]:
            value = read_chinese_decimal(found["chinese"])
        if value is not None:
            yield _count(blank, found, value, "%", _word(blank, found, vocabulary, found["tail"]), False)


def _word(blank: str, found: re.Match[str], vocabulary: Vocabulary, behind: str | None) -> str:
    before = vocabulary.before_number.search(blank, 0, found.start())
    sign = before.group().strip() if before else behind
    return vocabulary.approximate_words[sign] if sign else ""


def _count(blank: str, found: re.Match[str], value: float, unit: str, word: str, chinese: bool) -> Count:
    clause_start, clause_end = clause_bounds(blank, found.start(), found.end())
    return Count(found.start(), found.end(), clause_start, clause_end, value, unit, word, chinese)


def clause_bounds(blank: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the clause around a place: commas, colons, full stops, or an unclosed bracket."""
    first = max((found.end() for found in _CLAUSE_END.finditer(blank, 0, start)), default=0)
    opened = blank.rfind("(", first, start)
    if opened >= 0 and ")" not in blank[opened:start]:
        first = opened + 1
    behind = _CLAUSE_END.search(blank, end)
    last = behind.start() if behind else len(blank)
    closed = blank.find(")", end, last)
    if closed >= 0 and "(" not in blank[end:closed]:
        last = closed
    return first, last


def _is_work(count: Count, sentence: Sentence, vocabulary: Vocabulary) -> bool:
    before = sentence.blank[count.clause_start : count.start]
    after = sentence.blank[count.end : count.clause_end]
    if any(_says_otherwise(rule, count, before, after) for rule in vocabulary.not_work):
        return False
    if count.unit == "%":
        return _is_rate(before, after, vocabulary)
    return not count.chinese or _is_counted_in_words(count, before, after, vocabulary)


def _says_otherwise(rule: NotWork, count: Count, before: str, after: str) -> bool:
    if rule.units and count.unit not in rule.units:
        return False
    if rule.numeral and (rule.numeral == "chinese") != count.chinese:
        return False
    return bool((rule.before and rule.before.search(before)) or (rule.after and rule.after.search(after)))


def _is_rate(before: str, after: str, vocabulary: Vocabulary) -> bool:
    before = _LISTED_PERCENTAGES.sub("", before)
    if vocabulary.rate.before.search(before) and not vocabulary.rate.none.search(before):
        return True
    return bool(vocabulary.rate.after.match(after))


def _is_counted_in_words(count: Count, before: str, after: str, vocabulary: Vocabulary) -> bool:
    """Whether a numeral in words is a count: 两次 and 三名 are, 三项 only after a verb, 一 hardly ever."""
    verb = max((found.end() for found in vocabulary.verb.finditer(before)), default=None)
    if count.value == 1 and count.unit in vocabulary.events:
        just_done = verb is not None and len(before) - verb <= 2
        ends_item = count.unit not in _TOGETHER and bool(before.strip("※ ")) and _ITEM_END.match(after)
        return just_done or bool(ends_item)
    if count.value == 1:
        return False
    return count.value >= SURELY_A_NUMBER or count.unit not in vocabulary.often_names or verb is not None


_NEXT_CLAUSE = re.compile(r"[,、]?\s*并?([^,;:。]+)")
_CLAUSE = re.compile(r"[^,;:。!?()]+")


def find_zeros(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """Start and end of the quote, and the KPI, for each stated zero."""
    if sentence.planned or vocabulary.zero.without.search(sentence.plain):
        return
    for clause in _CLAUSE.finditer(sentence.plain):
        yield from _zeros_in(clause.group(), clause.start(), vocabulary)


def _zeros_in(clause: str, offset: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """Zeros in a clause: 未发生 and similar words precede the event, 零发生 and similar words follow it."""
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
    """The end of a remark that everything counted is done, and the KPI that counts completed items.

    `behind` is the end of the figure; the remark opens the next clause and has no number of its own.
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
