"""Nothing on a slide overlaps, is cut or leaves the page, in our own template and in a house's."""

import io
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from dashboard.documents.slides.box import Box
from dashboard.documents.slides.deck import make_slides
from dashboard.wording.text_fit import line_count, text_height
from tests.dashboard import documents
from tests.dashboard.documents import DECEMBER, JUNE, report_data
from tests.dashboard.test_slides_deck import house_template

EMU_PER_POINT = 12700
ROOM = 1.02


@pytest.fixture(scope="module", params=[(JUNE, "ours"), (DECEMBER, "ours"), (JUNE, "house")], ids=str)
def deck(
    request: pytest.FixtureRequest, sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    as_of, template = request.param
    made = documents.deck(sample_warehouse, as_of)
    if template == "house":
        folder = house_template(tmp_path_factory.mktemp("templates"))
        made = make_slides(report_data(sample_warehouse, as_of), templates=folder)
    return Presentation(io.BytesIO(made))


def boxes(slide: Any) -> dict[str, Box]:
    return {f"{shape.shape_id} {shape.name}": Box.of(shape) for shape in slide.shapes}


def font_size(shape: Any) -> float:
    return max(run.font.size.pt for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)


def test_no_two_shapes_of_a_slide_overlap(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        for (name, box), (other_name, other) in combinations(boxes(slide).items(), 2):
            assert not box.meets(other), (number, name, other_name)


def test_every_shape_lies_on_the_slide(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        for name, box in boxes(slide).items():
            assert box.left >= 0 and box.top >= 0, (number, name)
            assert box.right <= deck.slide_width and box.bottom <= deck.slide_height, (number, name)


def test_every_text_fits_its_box(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.shapes:
            if not shape.has_text_frame or shape.is_placeholder:
                continue
            width, height = shape.width / EMU_PER_POINT, shape.height / EMU_PER_POINT
            needed = text_height(shape.text_frame.text, font_size(shape), width)
            assert needed <= height * ROOM, (number, shape.name, shape.text_frame.text)


def test_every_title_stands_on_one_line(deck: Any) -> None:
    for slide in deck.slides:
        title = slide.shapes.title
        width = title.width / EMU_PER_POINT - 14.4
        assert line_count(title.text, font_size(title), width) == 1, title.text


def test_every_table_is_as_high_as_its_rows_need(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        for shape in (each for each in slide.shapes if each.has_table):
            table = shape.table
            assert shape.height == pytest.approx(sum(row.height for row in table.rows), abs=len(table.rows))
            for row in table.rows:
                for cell, column in zip(row.cells, table.columns, strict=True):
                    size = (
                        max(run.font.size.pt for run in cell.text_frame.paragraphs[0].runs)
                        if cell.text
                        else 1
                    )
                    inner = (column.width - cell.margin_left - cell.margin_right) / EMU_PER_POINT
                    needed = text_height(cell.text, size, inner)
                    assert needed <= row.height / EMU_PER_POINT * ROOM, (number, cell.text)
