"""A slide before it is drawn: its words, its parts and their positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.documents.slides.box import Box
from dashboard.documents.slides.chart_plan import ChartPlan
from dashboard.documents.slides.table import TablePlan
from dashboard.documents.slides.text import TextPlan


@dataclass(frozen=True)
class Part:
    """Text, a table or a chart in a box. PowerPoint's selection pane shows `name`."""

    name: str
    box: Box
    content: TextPlan | TablePlan | ChartPlan
    description: str = ""


@dataclass(frozen=True)
class SlidePlan:
    """One slide. `kind`: cover, points, summary, attention, kpi, units, tasks, asks or annex.

    `kpi` is the id of its KPI, "" for a slide about several.
    """

    kind: str
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
