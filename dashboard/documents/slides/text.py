"""Text on a slide: runs in both typefaces, and boxes with a font size that fits."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.charts.template import INK
from dashboard.documents.slides.box import Box
from dashboard.documents.slides.template import Typefaces
from dashboard.wording.text_fit import LINE_HEIGHT, fitting_size, line_count

ALIGNMENTS = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
ANCHORS = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
_RUN_PROPERTIES, _FILL, _COLOUR = qn("a:rPr"), qn("a:solidFill"), qn("a:srgbClr")
_LATIN, _EAST_ASIAN = qn("a:latin"), qn("a:ea")
_AFTER_EAST_ASIAN = ("a:cs", "a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:rtl", "a:extLst")


@dataclass(frozen=True)
class Run:
    """A piece of text in one look."""

    text: str
    colour: str = INK
    bold: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True)
class TextPlan:
    """Lines of runs for a box. `sizes`: the font sizes to try, largest first.

    `spacing` (points) separates the lines. `few_lines` prefers a smaller size to an additional line.
    """

    lines: tuple[Line, ...]
    sizes: tuple[float, ...] = (14, 13, 12, 11, 10)
    align: str = "left"
    anchor: str = "top"
    spacing: float = 0.0
    few_lines: bool = False

    def size(self, box: Box) -> float:
        """The font size at which the text fits the box."""
        sizes = self.sizes
        if self.few_lines:
            counted = {size: line_count(self.text, size, box.width_points) for size in sizes}
            sizes = tuple(size for size in sizes if counted[size] == min(counted.values()))
        height = box.height_points - self.spacing * (len(self.lines) - 1)
        return fitting_size(self.text, box.width_points, height, sizes)

    @property
    def text(self) -> str:
        """The plain text, with line breaks."""
        return "\n".join("".join(run.text for run in line) for line in self.lines)


def one_line(text: str, colour: str = INK, bold: bool = False, **look: Any) -> TextPlan:
    """A plan with a single run."""
    return TextPlan(((Run(text, colour, bold),),), **look)


def add_text(slide: Any, box: Box, plan: TextPlan, faces: Typefaces, name: str) -> Any:
    """A text box with the plan's text, in the largest size that fits."""
    shape = slide.shapes.add_textbox(box.left, box.top, box.width, box.height)
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = ANCHORS[plan.anchor]
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write_lines(frame, plan.lines, plan.size(box), faces, plan.align)
    for paragraph in frame.paragraphs[1:]:
        paragraph.space_before = Pt(plan.spacing)
    return shape


def write_lines(
    frame: Any, lines: Sequence[Line], size: float | None, faces: Typefaces, align: str | None = None
) -> None:
    """Fill a text frame, one paragraph per line; with `size` None the placeholder's own size is kept."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if align is not None:
            paragraph.alignment = ALIGNMENTS[align]
        if size is not None:
            # Exact, because fonts differ: a line in 微软雅黑 would be a tenth higher than in others.
            paragraph.line_spacing = Pt(round(size * LINE_HEIGHT, 1))
        for each in line:
            _write_run(paragraph, each, size, faces)


def _write_run(paragraph: Any, each: Run, size: float | None, faces: Typefaces) -> None:
    """Write a run as XML in one step: a deck has a thousand runs, and python-pptx is slow per property."""
    run = paragraph._p.add_r(each.text)
    properties = etree.Element(_RUN_PROPERTIES, lang="zh-CN")
    run.insert(0, properties)
    if size is not None:
        properties.set("sz", str(Pt(size).centipoints))
        properties.set("b", "1" if each.bold else "0")
        fill = etree.SubElement(properties, _FILL)
        etree.SubElement(fill, _COLOUR, val=each.colour[1:])
    etree.SubElement(properties, _LATIN, typeface=faces.latin)
    etree.SubElement(properties, _EAST_ASIAN, typeface=faces.east_asian)


def set_typefaces(properties: Any, faces: Typefaces) -> None:
    """Set both typefaces in run properties: a:ea directly after a:latin, before all other children."""
    for name in (_LATIN, _EAST_ASIAN):
        for old in properties.findall(name):
            properties.remove(old)
    later = {qn(name) for name in _AFTER_EAST_ASIAN}
    index = next((at for at, child in enumerate(properties) if child.tag in later), len(properties))
    properties.insert(index, etree.Element(_LATIN, typeface=faces.latin))
    properties.insert(index + 1, etree.Element(_EAST_ASIAN, typeface=faces.east_asian))


_NUMBER = 13
LANGUAGE = "zh-CN"


def finish_presentation(presentation: Any, title: str, faces: Typefaces) -> None:
    """Number the slides and set the title in the file's properties."""
    for slide in presentation.slides:
        _number(slide, faces)
    properties = presentation.core_properties
    properties.title, properties.language = title, LANGUAGE
    properties.author = properties.last_modified_by = ""
    properties.subject = properties.keywords = properties.comments = ""


def _number(slide: Any, faces: Typefaces) -> None:
    """Put the layout's slide number on the slide; python-pptx copies only the other placeholders."""
    chosen = slide.slide_layout
    if chosen._element.get("type") == "title":
        return
    for holder in chosen.placeholders:
        if holder.placeholder_format.type == _NUMBER:
            copied = deepcopy(holder._element)
            taken = [int(each.get("id")) for each in slide.shapes._spTree.iter(qn("p:cNvPr"))]
            copied.nvSpPr.cNvPr.set("id", str(max(taken, default=1) + 1))
            for properties in copied.iter(qn("a:rPr")):
                set_typefaces(properties, faces)
            slide.shapes._spTree.append(copied)
