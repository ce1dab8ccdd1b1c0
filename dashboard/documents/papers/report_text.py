"""The sentences of the written report, read from data/catalogue/report-writing.toml and validated."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from domain.catalogue import Catalogue, CatalogueError

FILE = Path(__file__).resolve().parents[3] / "data" / "catalogue" / "report-writing.toml"
PLACE = re.compile(r"\{([^{}:]+)(?::([^{}]+))?\}")
YEAR, SPAN, UNIT, CHANGE = "年度", "时段", "单位", "同比"
SELF, SINCE = "自称", "以来"
# The key for text that several datasets share.
REST = "other"
WORDS = (YEAR, SPAN, UNIT, SELF, SINCE)


@dataclass(frozen=True)
class ReportSentence:
    """One sentence with placeholders for figures. `zero` replaces it if all are exactly 0, or it is left out.

    `point` names the piece of work that it introduces.
    """

    text: str
    zero: str = ""
    optional: bool = False
    point: str = ""

    @property
    def kpis(self) -> tuple[str, ...]:
        """The KPIs that its placeholders name."""
        return tuple(name for name, _ in PLACE.findall(self.text) if name not in WORDS)


@dataclass(frozen=True)
class ReportPart:
    """A second-level heading with its sentences, and a prompt for text that only a person can write."""

    title: str
    prompt: str
    sentences: tuple[ReportSentence, ...]


@dataclass(frozen=True)
class ReportSection:
    """A first-level heading with its parts."""

    title: str
    parts: tuple[ReportPart, ...]


@dataclass(frozen=True)
class ProblemWords:
    """The opening of each kind of problem (`kinds` by dataset id, other), and the closing prompt."""

    title: str
    tasks: str
    gaps: str
    none: str
    unplanned: str
    prompt: str
    kinds: Mapping[str, str]


@dataclass(frozen=True)
class PlanWords:
    """The planned work for each kind of problem: `work` by dataset id, and the prompt for measures."""

    title: str
    behind: str
    behind_year: str
    catch_up: str
    catch_up_pace: str
    ceiling: str
    ceiling_held: str
    used_up: str
    tasks: str
    gaps: str
    assign: str
    prompt: str
    work: Mapping[str, str]


@dataclass(frozen=True)
class ReportText:
    """All texts of the written report except the figures."""

    opening: str
    opening_prompt: str
    sections: tuple[ReportSection, ...]
    problems: ProblemWords
    plan: PlanWords


@cache
def load_report_text(catalogue: Catalogue, file: Path = FILE) -> ReportText:
    """Read the sentences. Raises CatalogueError that names every missing or unknown key."""
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError((f"{file.name}：无法读取（{error}）",)) from error
    mistakes = tuple(f"{file.name}：{mistake}" for mistake in _mistakes(written, catalogue))
    if mistakes:
        raise CatalogueError(mistakes)
    return ReportText(
        opening=written["opening"],
        opening_prompt=written["opening_prompt"],
        sections=tuple(_section(each) for each in written["section"]),
        problems=ProblemWords(**written["problems"]),
        plan=PlanWords(**written["plan"]),
    )


def _section(written: dict[str, Any]) -> ReportSection:
    parts = tuple(
        ReportPart(part["title"], part["prompt"], tuple(ReportSentence(**each) for each in part["sentence"]))
        for part in written["part"]
    )
    return ReportSection(written["title"], parts)


def _mistakes(written: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    yield from _keys("", written, ("opening", "opening_prompt", "section", "problems", "plan"))
    for name, kind in (("problems", ProblemWords), ("plan", PlanWords)):
        yield from _keys(f"[{name}] ", written.get(name, {}), tuple(field.name for field in fields(kind)))
    kinds = (*(dataset.id for dataset in catalogue.monthly), REST)
    for name, table in (("problems", "kinds"), ("plan", "work")):
        yield from _keys(f"[{name}.{table}] ", written.get(name, {}).get(table, {}), kinds)
    for section in written.get("section", ()):
        yield from _keys("[[section]] ", section, ("title", "part"))
        for part in section.get("part", ()):
            yield from _keys(f"{section.get('title', '')} ", part, ("title", "prompt", "sentence"))
            for sentence in part.get("sentence", ()):
                yield from _sentence_mistakes(part.get("title", ""), sentence, catalogue)


def _keys(where: str, written: dict[str, Any], wanted: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{where}缺少 {key}" for key in wanted if key not in written)
    yield from (f"{where}不认识 {key}" for key in written if key not in wanted)


def _sentence_mistakes(where: str, written: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    if "text" not in written or not set(written) <= {"text", "zero", "optional", "point"}:
        yield f"{where} 的句子应有 text，可有 point、zero、optional：{written}"
        return
    known = {kpi.id for kpi in catalogue.kpis}
    for name, change in PLACE.findall(written["text"] + written.get("zero", "")):
        if name not in known and name not in WORDS:
            yield f"{where} 的句子里没有指标 {name}"
        if change not in ("", CHANGE):
            yield f"{where} 的句子里不认识 {{{name}:{change}}}"
