"""The documents as a reader sees them: rendered by LibreOffice, page by page."""

import re
from pathlib import Path

import pytest

from dashboard.documents.papers.bulletin import make_bulletin
from dashboard.documents.papers.report import make_report
from dashboard.documents.slides.deck import plan_slides, usual_kpis
from tests.dashboard.documents import DECEMBER, JUNE, deck, page_count, page_texts, render, report_data

pytestmark = pytest.mark.documents


@pytest.mark.parametrize("as_of", [JUNE, DECEMBER])
def test_every_slide_is_a_page_with_its_title_and_footer(
    sample_warehouse: Path, tmp_path: Path, as_of: str
) -> None:
    view = report_data(sample_warehouse, as_of)
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck(sample_warehouse, as_of))
    pages = page_texts(render(file))
    plans = plan_slides(view, usual_kpis(view))
    assert len(pages) == len(plans)
    for page, plan in zip(pages, plans, strict=True):
        assert re.sub(r"\s+", "", plan.title) in page
        assert re.sub(r"\s+", "", plan.footer)[:12] in page


@pytest.mark.parametrize("as_of", ["2023-01", JUNE, DECEMBER])
def test_the_bulletin_is_exactly_one_page(sample_warehouse: Path, tmp_path: Path, as_of: str) -> None:
    file = tmp_path / "bulletin.docx"
    file.write_bytes(make_bulletin(report_data(sample_warehouse, as_of)))
    pdf = render(file)
    assert page_count(pdf) == 1
    assert "有关要求" in page_texts(pdf)[0]


def test_the_report_keeps_its_signature_off_a_page_of_its_own(sample_warehouse: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(make_report(report_data(sample_warehouse, DECEMBER), annex=False))
    pages = page_texts(render(file))
    assert 4 <= len(pages) <= 6
    signed = next(page for page in pages if "署名" in page)
    assert "下一阶段重点工作安排" in signed
    assert [f"—{number}—" in page for number, page in enumerate(pages, start=1)] == [True] * len(pages)
