"""A slide before it is drawn: the areas of its template, its words, its parts and their positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pptx.util import Inches, Pt

from dashboard.documents.slides.box import Box
from dashboard.documents.slides.chart_plan import ChartPlan
from dashboard.documents.slides.table import TablePlan
from dashboard.documents.slides.template import layout
from dashboard.documents.slides.text import TextPlan

_TITLES, _FOOTERS, _NUMBER = (1, 3), (13, 15, 16), 13
_GAP = Inches(0.1)
_SENTENCE_HEIGHT = Pt(46)
_FOOTER_HEIGHT = Pt(28)


@dataclass(frozen=True)
class Canvas:
    """The boxes of a slide with a title."""

    title: Box
    sentence: Box
    body: Box
    footer: Box

    @property
    def whole_body(self) -> Box:
        """The body of a slide without a sentence below its title."""
        return Box(self.body.left, self.sentence.top, self.body.width, self.body.bottom - self.sentence.top)


def canvas_of(presentation: Any) -> Canvas:
    """The free areas in a template's layout for slides with a title."""
    chosen = layout(presentation, "titleOnly")
    width, height = presentation.slide_width, presentation.slide_height
    title = _title(chosen, width, height)
    footer = _footer(chosen, title, width, height)
    sentence = Box(title.left, title.bottom + _GAP // 2, title.width, _SENTENCE_HEIGHT)
    top = sentence.bottom + _GAP
    return Canvas(title, sentence, Box(title.left, top, title.width, footer.top - _GAP - top), footer)


def _title(chosen: Any, width: int, height: int) -> Box:
    """The title's box.

    A template's title may exceed the edges or be very tall, so it is limited to the top fifth.
    """
    holder = next((each for each in chosen.placeholders if each.placeholder_format.type in _TITLES), None)
    if holder is None:
        return Box(width // 20, height // 16, width * 9 // 10, height // 10)
    box = Box.of(holder)
    left, right = max(box.left, width // 30), min(box.right, width * 29 // 30)
    return Box(left, max(0, box.top), right - left, min(box.height, height // 5))


def _footer(chosen: Any, title: Box, width: int, height: int) -> Box:
    """The row of the template's date, footer and number, up to the number."""
    holders = [each for each in chosen.placeholders if each.placeholder_format.type in _FOOTERS]
    lower = [each for each in holders if each.top > height * 3 // 4]
    top = min((each.top for each in lower), default=height * 93 // 100)
    top = min(top, height - _FOOTER_HEIGHT - _GAP)
    numbers = [each.left for each in lower if each.placeholder_format.type == _NUMBER]
    right = min((left for left in numbers if left > width // 2), default=title.right) - _GAP
    return Box(title.left, top, right - title.left, _FOOTER_HEIGHT)


class SlideKind(StrEnum):
    """What a slide is for, and its word in the outline of the slides."""

    word: str

    COVER = "cover", "封面"
    POINTS = "points", "要点"
    SUMMARY = "summary", "亮灯表"
    ATTENTION = "attention", "需要关注"
    KPI = "kpi", "指标"
    ASKS = "asks", "提请研究"
    UNITS = "units", "单位对比"
    TASKS = "tasks", "年度任务"
    ANNEX = "annex", "附录"

    def __new__(cls, id: str, word: str) -> SlideKind:
        """A kind; none is made without its word."""
        kind = str.__new__(cls, id)
        kind._value_, kind.word = id, word
        return kind


@dataclass(frozen=True)
class Part:
    """Text, a table or a chart in a box. PowerPoint's selection pane shows `name`."""

    name: str
    box: Box
    content: TextPlan | TablePlan | ChartPlan
    description: str = ""


@dataclass(frozen=True)
class SlidePlan:
    """One slide. `kpi` is the id of its KPI, "" for a slide about several."""

    kind: SlideKind
    title: str
    sentence: str = ""
    parts: tuple[Part, ...] = ()
    footer: str = ""
    notes: str = ""
    kpi: str = ""


def numbered(plans: Iterable[SlidePlan]) -> tuple[SlidePlan, ...]:
    """Slides of one table, with （2/3） in the titles from the second on."""
    slides = tuple(plans)
    if len(slides) < 2:
        return slides
    return tuple(
        replace(plan, title=f"{plan.title}（{number}/{len(slides)}）")
        for number, plan in enumerate(slides, start=1)
    )
