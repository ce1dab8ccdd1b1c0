"""The vocabulary of the report reader: data/catalogue/report-reading.toml, compiled and frozen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from domain.catalogue import DEFAULT_FOLDER, CatalogueError
from domain.catalogue.toml_table import TomlTable, read_toml
from etl.written_report.numeral import ARABIC, CHINESE

FILE = "report-reading.toml"
GAP = r"[^,;:。]{0,20}?"  # the meaning of * in a phrase
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class NotWork:
    """A context in which a number does not count work. Empty `units` and `numeral` mean any."""

    what: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    units: tuple[str, ...]
    numeral: str


@dataclass(frozen=True)
class Thing:
    """A counted thing: a pattern and its number of literal letters."""

    pattern: re.Pattern[str]
    letters: int


@dataclass(frozen=True)
class Phrase:
    """The conditions for a figure to belong to a KPI: thing, units, and context.

    `but_not`: words in the figure's own phrase that give it another meaning.
    """

    kpi: str
    things: tuple[Thing, ...]
    units: tuple[str, ...]
    with_words: re.Pattern[str] | None
    without: re.Pattern[str]
    but_not: re.Pattern[str]


@dataclass(frozen=True)
class AllDone:
    """`均已整改` after a figure of KPI `of` gives a figure of KPI `kpi` too."""

    of: str
    kpi: str
    words: re.Pattern[str]


@dataclass(frozen=True)
class RateWords:
    """The wording of rates: the name, the words before and after it, and words that exclude it (`none`)."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    thing: re.Pattern[str]
    name: re.Pattern[str]
    none: re.Pattern[str]


@dataclass(frozen=True)
class ZeroWords:
    """The wording of "nothing happened"; `things`: the counted things by KPI id."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    noun: re.Pattern[str]
    things: dict[str, re.Pattern[str]]
    without: re.Pattern[str]


@dataclass(frozen=True)
class Vocabulary:
    """Compiled patterns for half-width text."""

    quantity: re.Pattern[str]
    percentage: re.Pattern[str]
    events: frozenset[str]
    often_names: frozenset[str]
    before_number: re.Pattern[str]
    approximate_words: dict[str, str]
    pass_over: tuple[re.Pattern[str], ...]
    not_work: tuple[NotWork, ...]
    plan_heading: re.Pattern[str]
    work_heading: re.Pattern[str]
    plan_sentence: re.Pattern[str]
    rate: RateWords
    verb: re.Pattern[str]
    strong_verb: re.Pattern[str]
    lead_ins: re.Pattern[str]
    stop: re.Pattern[str]
    zero: ZeroWords
    all_done_opening: re.Pattern[str]
    all_done: tuple[AllDone, ...]
    phrases: tuple[Phrase, ...]


@cache
def load_vocabulary() -> Vocabulary:
    """Read report-reading.toml; raises CatalogueError, which names every mistake by key."""
    mistakes: list[str] = []
    file = read_toml(DEFAULT_FOLDER / FILE, mistakes)
    tables = {
        key: file.table(key)
        for key in ("units", "approximate", "plans", "rates", "words", "zero", "all_done")
    }
    units, plans, words = (tables[key] for key in ("units", "plans", "words"))
    before, after = (_pairs(tables["approximate"].table(side)) for side in ("before", "after"))
    vocabulary = Vocabulary(
        quantity=_quantity(_unit_pattern(units), tuple(after)),
        percentage=_percentage(tuple(after)),
        events=frozenset(units.texts("events")),
        often_names=frozenset(units.texts("often_names")),
        before_number=_any_of(tuple(before), r"(?<![附最预契签])(?:", r")\s*$"),
        approximate_words=before | after,
        pass_over=tuple(_pattern(item, "pattern") for item in _named(file, "pass_over")),
        not_work=tuple(_not_work(item) for item in _named(file, "not_work")),
        plan_heading=_pattern(plans, "heading"),
        work_heading=_pattern(plans, "heading_of_work"),
        plan_sentence=_pattern(plans, "sentence"),
        rate=_rate_words(tables["rates"]),
        verb=_any_of((*words.texts("verbs"), *words.texts("verbs_as_nouns"))),
        strong_verb=_any_of(words.texts("verbs")),
        lead_ins=_any_of(words.texts("lead_ins"), r"(?:\d{4}年度?|\d{1,2}(?:-\d{1,2})?月份?|", ")*"),
        stop=_any_of(words.texts("stops"), r"(?:[,;:。!?()、※\s\d]|", ")"),
        zero=_zero_words(tables["zero"]),
        all_done_opening=_pattern(tables["all_done"], "opening"),
        all_done=tuple(_all_done(item) for item in tables["all_done"].list_of_tables("kpi")),
        phrases=tuple(_phrase(id, item) for id, item in file.table("kpi").tables()),
    )
    for table in (*tables.values(), file):
        table.close()
    if mistakes:
        raise CatalogueError(tuple(mistakes))
    return vocabulary


def make_thing(text: str) -> Thing:
    """Compile a phrase of the file: plain words, with * for any text within the clause."""
    parts = text.split("*")
    return Thing(re.compile(GAP.join(re.escape(part) for part in parts)), len("".join(parts)))


def _rate_words(rates: TomlTable) -> RateWords:
    thing, link = rates.text("thing"), rates.text("link")
    return RateWords(
        before=_compiled(rates, "link", f"[^,;:。]*{thing}{link}$"),
        after=_pattern(rates, "after"),
        thing=_compiled(rates, "thing", f"{thing}(?={link}$)"),
        name=_pattern(rates, "thing"),
        none=_compiled(rates, "not_thing", f"(?:{rates.text('not_thing')}){link}$"),
    )


def _zero_words(zero: TomlTable) -> ZeroWords:
    return ZeroWords(
        before=_pattern(zero, "before"),
        after=_pattern(zero, "after"),
        noun=_pattern(zero, "noun"),
        things={key: re.compile(text) for key, text in _pairs(zero.table("kpi")).items()},
        without=_pattern(zero, "without"),
    )


def _named(file: TomlTable, key: str) -> tuple[TomlTable, ...]:
    """The tables of a list; each must state its purpose in `what`."""
    tables = file.list_of_tables(key)
    for table in tables:
        table.text("what")
    return tables


def _pairs(table: TomlTable) -> dict[str, str]:
    return {key: table.text(key) for key in table.content}


def _compiled(table: TomlTable, key: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        table.note(key, f"不是有效的正则表达式（{error}）")
        return NEVER


def _pattern(table: TomlTable, key: str) -> re.Pattern[str]:
    return _compiled(table, key, table.text(key) or r"(?!)")


def _any_of(words: tuple[str, ...], opening: str = "(?:", closing: str = "") -> re.Pattern[str]:
    """A pattern for any of the words; the longest match wins."""
    longest_first = sorted(words, key=len, reverse=True)
    alternatives = "|".join(re.escape(word) for word in longest_first)
    closing = closing or (")" if opening == "(?:" else "")
    return re.compile(f"{opening}{alternatives}{closing}")


def _unit_pattern(units: TomlTable) -> str:
    not_before = _pairs(units.table("not_before"))
    longest_first = sorted(units.texts("words"), key=len, reverse=True)
    return "|".join(
        re.escape(unit) + (f"(?![{not_before[unit]}])" if unit in not_before else "")
        for unit in longest_first
    )


def _quantity(units: str, after: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern: number, scale (百 to 亿), word for "and more", counting unit, another such word."""
    more = "|".join(re.escape(word) for word in sorted(after, key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<arabic>{ARABIC})\s*(?P<scale>[百千万亿]{{1,2}})?|(?P<chinese>{CHINESE}))\s*"
        rf"(?P<more>{more})?\s*(?P<more_scale>[万亿])?\s*(?P<unit>{units})"
        rf"(?:\s*\((?P<second>{units})\)|/(?:{units}))?(?P<tail>{more})?"
    )


def _percentage(after: tuple[str, ...]) -> re.Pattern[str]:
    more = "|".join(re.escape(word) for word in sorted(after, key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<arabic>{ARABIC})\s*%|百分之(?P<chinese>{CHINESE}(?:点{CHINESE})?)|(?P<whole>百分百))"
        rf"(?P<tail>{more})?"
    )


def _optional(table: TomlTable, key: str) -> re.Pattern[str] | None:
    return _pattern(table, key) if key in table else None


def _not_work(table: TomlTable) -> NotWork:
    unit = table.text("unit", "")
    rule = NotWork(
        what=table.text("what"),
        before=_optional(table, "before"),
        after=_optional(table, "after"),
        units=(unit,) if unit else table.texts("units", ()),
        numeral=table.choice("numeral", ("chinese", "arabic"), ""),
    )
    table.close()
    return rule


def _phrase(kpi: str, table: TomlTable) -> Phrase:
    phrase = Phrase(
        kpi=kpi,
        things=tuple(make_thing(thing) for thing in table.texts("things")),
        units=table.texts("units"),
        with_words=_any_of(table.texts("with")) if "with" in table else None,
        without=_any_of(table.texts("without")) if "without" in table else NEVER,
        but_not=_any_of(table.texts("but_not")) if "but_not" in table else NEVER,
    )
    table.close()
    return phrase


def _all_done(table: TomlTable) -> AllDone:
    rule = AllDone(table.text("of"), table.text("is"), _pattern(table, "words"))
    table.close()
    return rule
