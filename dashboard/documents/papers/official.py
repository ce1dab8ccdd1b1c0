"""The page layout of an official document (GB/T 9704-2012) in python-docx.

A4; the text block is 156 × 225 mm, 37 mm from the top and 28 mm from the left, with 22 lines of 28
characters. Fonts are named, not embedded: the font table of the file lists alternatives, including open
fonts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TEXT_WIDTH_MM, TEXT_HEIGHT_MM = 156, 225
TOP, LEFT = Mm(37), Mm(28)
# A pitch of 29 points: 22 lines fill 225 mm.
LINE_TWIPS = 579
# 28 characters of 16 points are slightly wider than 156 mm, so each is set 5/20 point closer.
CLOSER_TWIPS = -5
TITLE_SIZE, BODY_SIZE, PAGE_NUMBER_SIZE = 22, 16, 14
PAGE_NUMBER_FROM_EDGE = Mm(22)

BODY, TITLE, FIRST, SECOND = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
DIGITS = "Times New Roman"
STAND_INS = {
    BODY: "仿宋,FangSong,STFangsong,Noto Serif CJK SC",
    TITLE: "小标宋,FZXiaoBiaoSong-B05S,华文中宋,宋体,Noto Serif CJK SC",
    FIRST: "SimHei,Noto Sans CJK SC",
    SECOND: "楷体,KaiTi,STKaiti,Noto Serif CJK SC",
}
_FONT_TABLE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable"


@dataclass(frozen=True)
class ParagraphLook:
    """The look of a paragraph: typeface, size, alignment, and first-line indent in characters."""

    face: str = BODY
    size: float = BODY_SIZE
    align: str = "justify"
    first_line: int = 2
    line_points: float = LINE_TWIPS / 20
    bold: bool = False
    colour: str = "#000000"
    style: str = "Normal"
    keep_with_next: bool = False
    # A line of a table grows with a font that is higher than its pitch; a line of the page keeps to the grid.
    may_grow: bool = False
    on_grid: bool = True


BODY_LOOK = ParagraphLook()
TITLE_LOOK = ParagraphLook(TITLE, TITLE_SIZE, "center", 0, 36, style="Title")
SUBTITLE_LOOK = ParagraphLook(SECOND, BODY_SIZE, "center", 0)
RECIPIENT_LOOK = ParagraphLook(first_line=0, align="left")
FIRST_LOOK = ParagraphLook(FIRST, style="Heading 1", keep_with_next=True)
SECOND_LOOK = ParagraphLook(SECOND, style="Heading 2", keep_with_next=True)
SIGNATURE_LOOK = ParagraphLook(align="right", first_line=0)
_ALIGNMENTS = {
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def new_paper(title: str) -> Any:
    """An empty document with the page, grid, page numbers and fonts of an official document."""
    paper = Document()
    for paragraph in list(paper.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)
    paper.settings.element.find(qn("w:zoom")).set(qn("w:percent"), "100")
    _page(paper.sections[0])
    _plain_styles(paper)
    _page_numbers(paper)
    _font_table(paper)
    properties = paper.core_properties
    properties.title, properties.language = title, "zh-CN"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return paper


def add_paragraph(paper: Any, text: str, look: ParagraphLook = BODY_LOOK) -> Any:
    """A paragraph in one look. `paper` is a document or a table cell."""
    paragraph = paper.add_paragraph(style=look.style) if hasattr(paper, "sections") else paper.add_paragraph()
    set_paragraph(paragraph, look)
    add_run(paragraph, text, look)
    return paragraph


def set_paragraph(paragraph: Any, look: ParagraphLook) -> None:
    """Set alignment, line pitch and indent; no space before or after the paragraph."""
    spacing = paragraph.paragraph_format
    spacing.alignment = _ALIGNMENTS[look.align]
    rule = WD_LINE_SPACING.AT_LEAST if look.may_grow else WD_LINE_SPACING.EXACTLY
    spacing.line_spacing_rule, spacing.line_spacing = rule, Pt(look.line_points)
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.keep_with_next = look.keep_with_next
    spacing.widow_control = False
    if not look.on_grid:
        _off_grid(paragraph)
    if look.first_line:
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(look.first_line * 100))
        indent.set(qn("w:firstLine"), str(int(look.first_line * look.size * 20)))


def _off_grid(paragraph: Any) -> None:
    """Use the paragraph's own line pitch instead of the page grid, for tables in smaller type."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(
        snap, "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
        "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle",
        "w:rPr", "w:sectPr", "w:pPrChange",
    )  # fmt: skip


def add_run(paragraph: Any, text: str, look: ParagraphLook) -> Any:
    """A run in the look's typeface for Chinese, Times New Roman for digits and letters."""
    run = paragraph.add_run(text)
    run.font.size = Pt(look.size)
    run.font.bold = look.bold
    run.font.italic = False
    run.font.color.rgb = RGBColor.from_string(look.colour[1:])
    set_faces(run, look.face)
    if look.size == BODY_SIZE:
        _closer(run)
    return run


def set_faces(run: Any, face: str) -> None:
    """Both typefaces of a run."""
    run.font.name = DIGITS
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), face)
    run._r.get_or_add_rPr().rFonts.set(qn("w:hint"), "eastAsia")


def _closer(run: Any) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(CLOSER_TWIPS))
    run._r.get_or_add_rPr().insert_element_before(
        spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect",
        "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang",
    )  # fmt: skip


def _page(section: Any) -> None:
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.top_margin, section.left_margin = TOP, LEFT
    section.right_margin = PAGE_WIDTH - LEFT - Mm(TEXT_WIDTH_MM)
    section.bottom_margin = PAGE_HEIGHT - TOP - Mm(TEXT_HEIGHT_MM)
    section.header_distance, section.footer_distance = Mm(15), PAGE_NUMBER_FROM_EDGE
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE_TWIPS}"/>'))


def _plain_styles(paper: Any) -> None:
    """Remove colours, spacing and rules from the built-in styles, so that only our looks apply."""
    for name, face in (("Normal", BODY), ("Title", TITLE), ("Heading 1", FIRST), ("Heading 2", SECOND)):
        style = paper.styles[name]
        style.font.name, style.font.size = DIGITS, Pt(TITLE_SIZE if name == "Title" else BODY_SIZE)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        faces = style.element.get_or_add_rPr().rFonts
        for attribute in list(faces.attrib):
            if attribute.endswith("Theme"):
                del faces.attrib[attribute]
        faces.set(qn("w:eastAsia"), face)
        for rule in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
            style.element.pPr.remove(rule)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _page_numbers(paper: Any) -> None:
    """— 1 — at the outer edge, one character in: right on odd pages, left on even pages."""
    paper.settings.odd_and_even_pages_header_footer = True
    section = paper.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = _ALIGNMENTS[align]
        indent = paragraph.paragraph_format
        if align == "right":
            indent.right_indent = Pt(PAGE_NUMBER_SIZE)
        else:
            indent.left_indent = Pt(PAGE_NUMBER_SIZE)
        _number_field(paragraph)


def _number_field(paragraph: Any) -> None:
    look = ParagraphLook("宋体", PAGE_NUMBER_SIZE)
    add_run(paragraph, "— ", look)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = add_run(paragraph, text if kind == "text" else "", look)
        if kind == "":
            instruction = f'<w:instrText {nsdecls("w")} xml:space="preserve"> {text} </w:instrText>'
            run._r.append(parse_xml(instruction))
        elif kind != "text":
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
    add_run(paragraph, " —", look)


def _font_table(paper: Any) -> None:
    """The fonts and their alternatives, so that the file looks the same on other machines."""
    part = paper.part.part_related_by(_FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{stand_ins}"/><w:charset w:val="86"/></w:font>'
        for name, stand_ins in STAND_INS.items()
    )
    part._blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    ).encode()


def two_characters() -> Any:
    """The width of two body characters: the distance of a signature from the right edge."""
    return Pt(2 * BODY_SIZE)
