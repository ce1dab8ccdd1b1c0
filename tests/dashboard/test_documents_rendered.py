"""The documents as a reader sees them: rendered by LibreOffice, page by page."""

import re
import subprocess
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation

from dashboard.documents.papers.bulletin import make_bulletin
from dashboard.documents.papers.report import make_report
from dashboard.documents.slides.deck import make_slides, plan_slides, usual_kpis
from tests.dashboard.documents import DECEMBER, JUNE, deck, page_count, page_texts, render, report_data
from tests.programs import font_folder, program

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


# What an office's machine may have: high lines as Noto's, flat ones, letters as wide as DejaVu's.
FONT_SETS = {
    "high": ("Noto Sans CJK SC",),
    "narrow": ("WenQuanYi Micro Hei",),
    "wide": ("WenQuanYi Micro Hei", "DejaVu Sans"),
}
WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.+?)</word>')
PAGE = re.compile(r'<page width="(.+?)" height="(.+?)">(.*?)</page>', re.DOTALL)


def only_these_fonts(families: tuple[str, ...], folder: Path) -> str:
    """A setting of fontconfig that knows no others."""
    folders = "".join(f"<dir>{each}</dir>" for each in map(font_folder, families))
    cache = f"<cachedir>{folder}</cachedir>"
    setting = folder / "fonts.conf"
    setting.write_text(f'<!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{folders}{cache}</fontconfig>')
    return str(setting)


def badly_placed(pdf: Path) -> list[str]:
    """Words beyond the page's edge, and words that stand on another."""
    told = subprocess.run([program("pdftotext"), "-bbox", str(pdf), "-"], capture_output=True, check=True)
    found = []
    for width, height, inside in PAGE.findall(told.stdout.decode("utf-8")):
        words = [(*map(float, box), word) for *box, word in WORD.findall(inside)]
        found += [
            word
            for x, y, right, foot, word in words
            if x < 0 or y < 0 or right > float(width) or foot > float(height)
        ]
        found += [
            f"{one[4]} / {other[4]}" for one, other in combinations(words, 2) if on_each_other(one, other)
        ]
    return found


def on_each_other(one: tuple, other: tuple) -> bool:
    """Whether two words share much of their boxes, which are higher than the letters."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1 and high > 0.5 * min(one[3] - one[1], other[3] - other[1])


@pytest.mark.parametrize("fonts", FONT_SETS)
def test_nothing_is_cut_or_written_over_with_any_font(
    sample_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fonts: str
) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", only_these_fonts(FONT_SETS[fonts], tmp_path))
    paper, slides = tmp_path / "bulletin.docx", tmp_path / "deck.pptx"
    paper.write_bytes(make_bulletin(report_data(sample_warehouse, JUNE)))
    slides.write_bytes(make_slides(report_data(sample_warehouse, JUNE)))
    tables = [*Document(str(paper)).tables]
    on_slides = [
        shape.table for slide in Presentation(str(slides)).slides for shape in slide.shapes if shape.has_table
    ]
    for file, held in ((paper, tables), (slides, on_slides)):
        pdf = render(file)
        cells = "".join(cell.text for table in held for row in table.rows for cell in row.cells)
        written, said = Counter("".join(cells.split())), Counter("".join(page_texts(pdf)))
        assert written and written - said == Counter()
        assert badly_placed(pdf) == []
    assert page_count(paper.with_suffix(".pdf")) == 1
