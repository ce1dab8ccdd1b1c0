"""Find the phrase of each count: the shortest text with thing and number; also rates and shared nouns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from etl.written_report.count import Count
from etl.written_report.document import Sentence
from etl.written_report.vocabulary import Vocabulary

LONGEST_NAME = 16

_JOINT = re.compile(r"[、和与及]|以及")


def name_rates(
    sentence: Sentence, count: Count, start: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, int, str]]:
    """Start and end of the quote, and the rate's name, for each rate that shares the number."""
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
    """Bounds of the rates listed together at the end of the text."""
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


_BETWEEN = re.compile(r"(?:[、和与及\s]|以及)*")
_NOUN = re.compile(r"(?:(?![、和与及]).)+")
_LINK = re.compile(r"(?:分别)?(?:为|达到|达|是|有|完成|共)*\s*$")


def find_shared_nouns(
    sentence: Sentence, counts: tuple[Count, ...], skip_lead_ins: Callable[[int, int], int]
) -> dict[int, tuple[int, str]]:
    """Index in `counts` → start and noun, for counts whose nouns are listed before or after 分别."""
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
    """Runs of two or more counts separated only by 、 or 和, as bounds in `counts`."""
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


LONGEST_BEFORE = 30  # letters from the verb to the number
LONGEST_BEHIND = 40  # letters after the number, if the sentence continues: 3次邀请……培训
LONGEST_NOUN = 14

_PARTICLES = re.compile(r"(?:了|过|共计|共|累计|达到|达|约|近|超过|超|逾|:|\s)+$")
_ADVERBS = re.compile(r"按时|按期|及时|全部|已|成功|依法")
_CLAUSE_BEFORE = re.compile(r"[^,;:。]+[,:]\s*$")
_LIST_END = re.compile(r"[、》”](?:等|和|及)*(?=[^、》”]{2,30}$)")


@dataclass(frozen=True)
class Named:
    """A count with the bounds of its quote, and `about`: the words for the counted thing, with the verb.

    `head_last`: these words precede the number, so their last noun is the counted thing.
    """

    count: Count
    start: int
    end: int
    about: str
    head_last: bool = True


@dataclass(frozen=True)
class _Item:
    """A count and the words that may belong to it: from `start` (lead-ins passed over) to `end`."""

    count: Count
    start: int
    end: int
    verb: str  # of an earlier count in the clause: 受理工单12件、来访3起


def name_counts(sentence: Sentence, counts: tuple[Count, ...], vocabulary: Vocabulary) -> Iterator[Named]:
    """Each count with its phrase, in order; each of several rates with one number (甲率、乙率均为99%)."""
    shared = find_shared_nouns(sentence, counts, partial(_skip_lead_ins, sentence, vocabulary))
    told = ""
    for place, item in enumerate(_items(sentence, counts, vocabulary)):
        if place in shared:
            start, noun = shared[place]
            yield Named(item.count, start, item.count.end, item.verb + noun)
        elif item.count.unit == "%":
            for start, end, about in name_rates(sentence, item.count, item.start, vocabulary):
                yield Named(item.count, start, end, about)
        else:
            named = _named(sentence, item, told, vocabulary)
            told = named.about
            yield named


def _items(sentence: Sentence, counts: tuple[Count, ...], vocabulary: Vocabulary) -> Iterator[_Item]:
    verb = ""
    earlier: _Item | None = None
    for place, count in enumerate(counts):
        start = count.clause_start
        if earlier and earlier.count.end > count.clause_start:
            touching = not sentence.plain[earlier.count.end : count.start].strip("、和与及 ")
            start = earlier.start if touching else _behind_joint(sentence, earlier.count.end, count.start)
        else:
            verb = ""
        start = _skip_lead_ins(sentence, vocabulary, start, count.start)
        end = min((later.start for later in counts[place + 1 :]), default=count.clause_end)
        earlier = _Item(count, start, min(end, count.clause_end), verb)
        yield earlier
        found = vocabulary.verb.search(sentence.plain, start, count.start)
        verb = found.group() if found else verb


def _behind_joint(sentence: Sentence, start: int, end: int) -> int:
    """The place after the first 、 (行政处罚3件均已公示、行政强制0件); the start if there is none."""
    joint = sentence.plain.find("、", start, end)
    return start if joint < 0 else joint + 1


def _skip_lead_ins(sentence: Sentence, vocabulary: Vocabulary, start: int, end: int) -> int:
    found = vocabulary.lead_ins.match(sentence.plain, start, end)
    return found.end() if found else start


def _named(sentence: Sentence, item: _Item, told: str, vocabulary: Vocabulary) -> Named:
    """The phrase of a count; `told` is the thing of the count before it (受理工单12件,办结11件)."""
    count = item.count
    core = _PARTICLES.sub("", sentence.plain[item.start : count.start])
    seen = sentence.blank[item.start : item.start + len(core)]
    rest = sentence.blank[count.end : item.end]
    noun = _noun_behind(rest, vocabulary)
    if noun:
        verbs = _verbs_at_end(seen, vocabulary)
        start = item.start + verbs if verbs < len(core) else count.start
        about = item.verb + core + sentence.plain[count.end : item.end]
        return Named(count, start, count.end + len(noun), about, head_last=False)
    if core and not (core.endswith("先后") and vocabulary.verb.match(rest)):
        bare = not vocabulary.strong_verb.sub("", _ADVERBS.sub("", core))
        start = item.start + _verb_before(seen, core, vocabulary)
        return Named(count, start, count.end, (told if bare else item.verb) + core)
    return _alone(sentence, item, rest, vocabulary)


def _alone(sentence: Sentence, item: _Item, rest: str, vocabulary: Vocabulary) -> Named:
    """The phrase of a count without words before it: from the rest of its clause, else the count before."""
    count = item.count
    if rest.strip("、和及 ※"):
        end = count.end + len(rest[:LONGEST_BEHIND].rstrip("、和及 "))
        about = item.verb + sentence.plain[count.end : item.end]
        return Named(count, count.start, end, about, head_last=False)
    before = _CLAUSE_BEFORE.search(sentence.blank, 0, count.clause_start)
    start = _skip_lead_ins(sentence, vocabulary, before.start(), count.start) if before else count.start
    return Named(count, start, count.end, sentence.plain[start : count.start])


def _noun_behind(rest: str, vocabulary: Vocabulary) -> str:
    """The noun directly after the unit; "" if a verb, a stop word or a comma follows."""
    stop = vocabulary.stop.search(rest)
    noun = rest[: stop.start() if stop else len(rest)][:LONGEST_NOUN]
    return "" if vocabulary.verb.match(noun) else noun


def _verbs_at_end(core: str, vocabulary: Vocabulary) -> int:
    """The start of the verbs at the end of the words (组织召开|2次专题会议); the end if there are none."""
    start = len(core)
    for found in reversed(list(vocabulary.verb.finditer(core))):
        if found.end() != start:
            break
        start = found.start()
    return start


def _verb_before(seen: str, core: str, vocabulary: Vocabulary) -> int:
    """The start of the phrase: the first verb that is near enough and has an object, else the nearest words.

    `seen` are the words with names masked, because a verb inside a document's name does not count.
    """
    objects = [found for found in vocabulary.strong_verb.finditer(seen) if len(seen) - found.end() >= 2]
    near = [found.start() for found in objects if len(seen) - found.start() <= LONGEST_BEFORE]
    if near or len(core) <= LONGEST_BEFORE:
        return near[0] if near else 0
    listed = _LIST_END.search(core)
    return listed.end() if listed else len(core) - LONGEST_BEFORE
