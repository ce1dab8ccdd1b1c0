"""A slide before it is drawn: its words, its parts and their positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.documents.slides.box import Box
from dashboard.documents.slides.chart_plan import ChartPlan
from dashboard.documents.slides.table import TablePlan
from dashboard.documents.slides.text import TextPlan


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
