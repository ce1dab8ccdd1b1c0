"""The whole deck: chooses and orders the slides and draws them into an editable presentation."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pptx.util import Pt

from dashboard.board.attention import attention as attention_of
from dashboard.charts.template import NOTE_INK, SECOND_INK
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides.box import EMU_PER_POINT, Box
from dashboard.documents.slides.chart import add_chart
from dashboard.documents.slides.chart_plan import ChartPlan
from dashboard.documents.slides.closing_slides import annex_slides, task_slides
from dashboard.documents.slides.kpi_slide import has_chart, kpi_slide
from dashboard.documents.slides.meeting_slides import asks_slide, points_slide, small_matters
from dashboard.documents.slides.opening_slides import attention, cover, summary
from dashboard.documents.slides.slide_plan import Canvas, Part, SlideKind, SlidePlan, canvas_of
from dashboard.documents.slides.table import TablePlan, add_table
from dashboard.documents.slides.template import TEMPLATES, Typefaces, layout, open_template, typefaces
from dashboard.documents.slides.text import TextPlan, add_text, finish_presentation, one_line, write_lines
from dashboard.documents.slides.unit_slides import one_unit_slide, unit_slides
from dashboard.wording.key_points import leading, matters
from dashboard.wording.text_fit import fitting_size
from domain.kpi.progress import Progress

COVER_SIZES = (40, 36, 32, 28, 24)
TITLE_SIZES = (28, 26, 24, 22, 20, 18)
SENTENCE_SIZES = (16, 15, 14)
FOOTER_SIZES = (10.5, 10, 9.5, 9, 8.5, 8)

# Nine slides, with cover, key points, lamps, small matters, units and requests.
MOST_MATTERS = 3


def make_slides(
    data: ReportData,
    kpis: Sequence[str] | None = None,
    templates: Path = TEMPLATES,
) -> bytes:
    """The deck as a .pptx. `kpis`: ids of the KPIs with a slide each, in order (None: a meeting's deck)."""
    presentation = open_template(templates)
    canvas = canvas_of(presentation)
    plans = outline(data, kpis, canvas)
    faces = typefaces(presentation)
    for plan in plans:
        _draw(presentation, plan, canvas, faces)
    finish_presentation(presentation, f"{data.unit_name}法治政府建设工作进展", faces)
    written = io.BytesIO()
    presentation.save(written)
    return written.getvalue()


def plan_slides(data: ReportData, kpis: Sequence[str] | None = None) -> tuple[SlidePlan, ...]:
    """The slides that make_slides would draw."""
    return outline(data, kpis, canvas_of(open_template(TEMPLATES)))


def usual_kpis(data: ReportData) -> tuple[str, ...]:
    """The KPIs that get a slide by default: those needing attention, worst first, then the headline KPIs."""
    headline = (
        each.kpi for each in data.progress if data.kpi(each).headline and each.year_to_date is not None
    )
    return tuple(dict.fromkeys((*asking_kpis(data), *headline)))


def every_kpi(data: ReportData) -> tuple[str, ...]:
    """Every KPI that was reported or has a target; those that need attention come first."""
    used = (each.kpi for each in data.progress if data.board.is_used(each))
    return tuple(dict.fromkeys((*asking_kpis(data), *used)))


def asking_kpis(data: ReportData) -> tuple[str, ...]:
    """The KPIs that need attention, worst first: lamps, then changes for the worse."""
    return tuple(each.kpi for each in attention_of(data.board, data.signals, data.catalogue))


def outline(data: ReportData, kpis: Sequence[str] | None, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """The slides for a meeting; for chosen KPIs: each on its own slide, every task, and the annex."""
    if kpis is None:
        return _meeting(data, canvas)
    chosen = [data.board.of(kpi) for kpi in kpis]
    return (
        cover(data),
        points_slide(data, canvas),
        *summary(data, canvas),
        *attention(data, canvas),
        *unit_slides(data, canvas),
        *task_slides(data, canvas),
        *(kpi_slide(data, each, canvas) for each in chosen),
        *asks_slide(data, canvas),
        *annex_slides(data, _shown(data, chosen), canvas),
    )


def _meeting(data: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """The slides of a meeting: key points, lamps, the first matters, the small ones together, requests."""
    first = _first_matters(data)
    rest = [each for each in data.attention if each not in first]
    return (
        cover(data),
        points_slide(data, canvas),
        *summary(data, canvas),
        *(kpi_slide(data, each, canvas) for each in first),
        *small_matters(data, rest, canvas, others=any(each in data.attention for each in first)),
        *one_unit_slide(data, canvas),
        *asks_slide(data, canvas),
    )


def _first_matters(data: ReportData) -> tuple[Progress, ...]:
    """The matters with a slide of their own: those in the key points first, then the worst with a chart."""
    told = leading(data.story)
    drawn = [each for each in matters(data.story) if each not in told and has_chart(data, each)]
    room = MOST_MATTERS if data.unit_boards else MOST_MATTERS + 1
    return tuple([*(each for each in told if has_chart(data, each)), *drawn][:room])


def _shown(data: ReportData, chosen: Sequence[Progress]) -> tuple[Progress, ...]:
    """Every KPI on any slide, in catalogue order."""
    shown = {each.kpi for each in (*chosen, *data.planned, *data.attention)}
    return tuple(each for each in data.board.progress if each.kpi in shown)


def _draw(presentation: Any, plan: SlidePlan, canvas: Canvas, faces: Typefaces) -> None:
    is_cover = plan.kind is SlideKind.COVER
    slide = presentation.slides.add_slide(layout(presentation, "title" if is_cover else "titleOnly"))
    _title(slide, plan.title, faces, canvas.title, COVER_SIZES if is_cover else TITLE_SIZES)
    if is_cover:
        _subtitle(slide, plan.sentence, faces)
    else:
        _frame(slide, plan, canvas, faces)
    for part in plan.parts:
        _add(slide, part, faces)
    slide.notes_slide.notes_text_frame.text = plan.notes


def _title(slide: Any, text: str, faces: Typefaces, box: Box, sizes: Sequence[float]) -> None:
    """The title in the layout's placeholder, on one line; in a text box if the layout has no title."""
    holder = slide.shapes.title
    if holder is None:
        add_text(slide, box, one_line(text, bold=True, sizes=sizes, anchor="middle"), faces, "标题")
        return
    write_lines(holder.text_frame, one_line(text).lines, None, faces)
    size = fitting_size(text, holder.width / EMU_PER_POINT - 15, 1.3 * sizes[0], sizes)
    for run in holder.text_frame.paragraphs[0].runs:
        run.font.size = Pt(size)


def _subtitle(slide: Any, text: str, faces: Typefaces) -> None:
    """The cover's second placeholder, one line per text."""
    others = [each for each in slide.placeholders if each.placeholder_format.idx != 0]
    if others:
        lines = [line for row in text.split("\n") for line in one_line(row).lines]
        write_lines(others[0].text_frame, lines, None, faces)
    for each in others[1:]:
        each._element.getparent().remove(each._element)


def _frame(slide: Any, plan: SlidePlan, canvas: Canvas, faces: Typefaces) -> None:
    """The parts of every slide with a title: the sentence below it and the footer line."""
    if plan.sentence:
        said = one_line(plan.sentence, SECOND_INK, sizes=SENTENCE_SIZES, anchor="middle", few_lines=True)
        add_text(slide, canvas.sentence, said, faces, "要点")
    line = one_line(plan.footer, NOTE_INK, sizes=FOOTER_SIZES, anchor="middle")
    add_text(slide, canvas.footer, line, faces, "页脚")


def _add(slide: Any, part: Part, faces: Typefaces) -> None:
    match part.content:
        case TextPlan():
            add_text(slide, part.box, part.content, faces, part.name)
        case TablePlan():
            add_table(slide, part.box, part.content, faces, part.name)
        case ChartPlan():
            add_chart(slide, part.box, part.content, part.description, faces).name = part.name
