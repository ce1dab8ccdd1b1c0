"""Every sentence that documents say."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from docx import Document

from dashboard.documents.papers.bulletin import make_bulletin
from dashboard.documents.papers.report import make_report
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides.deck import every_kpi, plan_slides
from dashboard.documents.slides.slide_plan import SlidePlan
from dashboard.documents.slides.table import TablePlan
from dashboard.documents.slides.text import TextPlan


def sentences(view: ReportData) -> list[str]:
    """Every sentence of the meeting's deck, of the deck with all KPIs, of the bulletin and of the report."""
    decks = (*plan_slides(view), *plan_slides(view, every_kpi(view)))
    papers = (make_bulletin(view), make_report(view, annex=False))
    texts = [*deck_texts(decks), *(text for paper in papers for text in paper_texts(paper))]
    return [part for text in texts for part in re.split(r"[。；\n]", text) if part.strip()]


def deck_texts(slides: Iterable[SlidePlan]) -> Iterator[str]:
    """Everything written on slides and in their notes, without the annex."""
    for plan in slides:
        if plan.kind == "annex":
            continue
        yield from (plan.title, plan.sentence, plan.footer, plan.notes)
        for part in plan.parts:
            if isinstance(part.content, TextPlan):
                yield part.content.text
            if isinstance(part.content, TablePlan):
                yield from (cell.text for row in part.content.rows for cell in row)


def paper_texts(content: bytes) -> Iterator[str]:
    """The paragraphs and cells of a Word document."""
    paper: Any = Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in paper.paragraphs)
    for table in paper.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)
