"""The slides before they are made: one small card each, in order, with its title and what stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from pathlib import Path

import pandas as pd

from dashboard.charts.year import year_frame
from dashboard.reports.material import Material
from dashboard.reports.slides.slide_plan import SlidePlan
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import Markup, tag
from dashboard.ui.sparkline import sparkline

STYLE = Path(__file__).with_name("meeting.css")
KINDS = {
    "cover": "封面", "summary": "亮灯表", "attention": "需要关注", "kpi": "指标",
    "units": "单位对比", "tasks": "年度任务", "annex": "附录",
}  # fmt: skip
ROWS_DRAWN = 5


def outline_html(material: Material, plans: Sequence[SlidePlan]) -> Markup:
    """A grid of the slides."""
    cards = (_card(material, plan, number) for number, plan in enumerate(plans, start=1))
    return tag("ol", *cards, class_="slides")


def _card(material: Material, plan: SlidePlan, number: int) -> Markup:
    return tag(
        "li",
        tag("span", f"{number}　{KINDS[plan.kind]}", class_="slide-kind"),
        tag("b", plan.title),
        _picture(material, plan),
        class_=f"slide {plan.kind}",
    )


def _picture(material: Material, plan: SlidePlan) -> Markup:
    """A KPI's course and lamp; ruled lines for a table; the cover's words."""
    if plan.kind == "cover":
        return tag("span", plan.sentence.split("\n")[0], class_="slide-words")
    if not plan.kpi:
        return tag("span", *(tag("i") for _ in range(ROWS_DRAWN)), class_="slide-rows")
    lamp = lamp_text(material.board.of(plan.kpi), material.catalogue)
    return tag("span", _course(material, plan.kpi), lamp, class_="slide-course")


def _course(material: Material, kpi_id: str) -> Markup:
    board, kpi = material.board, material.catalogue.kpi(kpi_id)
    plan = board.plan[board.plan["kpi"] == kpi_id]
    frame = year_frame(board.months_of(kpi_id), plan, board.year, board.as_of, kind=kpi.kind)
    frame = frame[frame["position"] > 0]
    return sparkline(_values(frame["value"]), _values(frame["last_year"]), f"{kpi.name}各月走势")


def _values(column: pd.Series) -> list[float | None]:
    return [None if isnan(value) else float(value) for value in column]
