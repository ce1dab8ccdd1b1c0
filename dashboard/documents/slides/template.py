"""The presentation a deck starts from: the office's own .pptx in data/templates, or one built here."""

from __future__ import annotations

import logging
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.exc import PackageNotFoundError
from pptx.opc.package import Part
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import SlideLayout
from pptx.util import Emu

from dashboard.charts.template import NOTE_INK, THIS_YEAR
from dashboard.documents.slides.box import Box

TEMPLATES = Path(__file__).resolve().parents[3] / "data" / "templates"
# A template with pictures has a few dozen parts and less than a megabyte of text.
MOST_PARTS, LARGEST_XML, LARGEST_UNPACKED = 2000, 20_000_000, 200_000_000
FAULT = "data/templates 中的模板 {} 打不开，可能已损坏或过大，幻灯片暂用内置版式。请换一个模板，或把它移走。"
# Exceptions of zipfile, lxml and python-pptx for damaged, encrypted and foreign files.
NOT_A_TEMPLATE = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
LATIN, EAST_ASIAN = "Microsoft YaHei", "微软雅黑"
WIDTH, HEIGHT = Emu(12192000), Emu(6858000)
_KEPT_LAYOUTS = ("title", "obj", "secHead", "titleOnly", "blank")
_THEME_COLOURS = {
    "dk1": "1F2328", "lt1": "FFFFFF", "dk2": "1D4E89", "lt2": "F5F7FA",
    "accent1": "1D4E89", "accent2": "8A94A0", "accent3": "2E7D32",
    "accent4": "B26A00", "accent5": "C62828", "accent6": "59626E",
    "hlink": "1D4E89", "folHlink": "59626E",
}  # fmt: skip
log = logging.getLogger(__name__)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True)
class Typefaces:
    """The fonts of a presentation's theme, for Latin and for Chinese text."""

    latin: str = LATIN
    east_asian: str = EAST_ASIAN


def open_template(folder: Path = TEMPLATES) -> Any:
    """An empty presentation: from the folder's first .pptx by name, or the one built here."""
    given = _given(folder)
    try:
        return _made_here() if given is None else _opened(given)
    except NOT_A_TEMPLATE:
        log.warning(FAULT.format(given))
        return _made_here()


def template_fault(folder: Path = TEMPLATES) -> str:
    """The message that the folder's template can't be used; "" if it can or there is none."""
    given = _given(folder)
    try:
        if given is not None:
            _opened(given)
    except NOT_A_TEMPLATE:
        return FAULT.format(given.name if given else "")
    return ""


def _given(folder: Path) -> Path | None:
    given = sorted(path for path in folder.glob("*.pptx") if not path.name.startswith(("~", ".")))
    return given[0] if given else None


def _opened(path: Path) -> Any:
    """The template emptied, once it has a theme and a layout. Raises one of NOT_A_TEMPLATE."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if (
        len(parts) > MOST_PARTS
        or text > LARGEST_XML
        or sum(part.file_size for part in parts) > LARGEST_UNPACKED
    ):
        raise ValueError("too large")
    presentation = _emptied(Presentation(str(path)))
    typefaces(presentation)
    layout(presentation, "titleOnly")
    return presentation


def layout(presentation: Any, kind: str) -> SlideLayout:
    """The layout of a type (title, titleOnly, …), found by its type, otherwise by its placeholders."""
    layouts = list(presentation.slide_layouts)
    named = [each for each in layouts if each._element.get("type") == kind]
    if named:
        return named[0]
    with_title = [each for each in layouts if any(map(_is_title, _holders(each)))]
    fewest = sorted(with_title or layouts, key=lambda each: len(_holders(each)))
    return fewest[0]


def typefaces(presentation: Any) -> Typefaces:
    """The theme's fonts; our own if the theme names none for Chinese."""
    fonts = _theme(presentation).find(f".//{{{_DRAWING}}}minorFont")
    latin = fonts.find(f"{{{_DRAWING}}}latin").get("typeface") or LATIN
    east_asian = fonts.find(f"{{{_DRAWING}}}ea").get("typeface")
    hans = fonts.find(f"{{{_DRAWING}}}font[@script='Hans']")
    return Typefaces(latin, east_asian or (hans.get("typeface") if hans is not None else "") or EAST_ASIAN)


def _holders(page: Any) -> list[Any]:
    return list(page.placeholders)


def _is_title(holder: Any) -> bool:
    return holder.placeholder_format.type in (1, 3)  # TITLE, CENTER_TITLE


def _emptied(presentation: Any) -> Any:
    """A given template without its own slides, and without lists that refer to them."""
    slides = presentation.slides._sldIdLst
    for slide in list(slides):
        presentation.part.drop_rel(slide.rId)
        slides.remove(slide)
    root = presentation.part._element
    for name in ("p:custShowLst", "p:extLst"):
        for listed in root.findall(qn(name)):
            root.remove(listed)
    return presentation


def _theme_part(presentation: Any) -> Part:
    return presentation.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )


def _theme(presentation: Any) -> Any:
    return etree.fromstring(_theme_part(presentation).blob)


def _made_here() -> Any:
    """python-pptx's default template as a 16:9 page, with our own fonts, colours and positions."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    for each in list(presentation.slide_layouts):
        if each._element.get("type") not in _KEPT_LAYOUTS:
            presentation.slide_layouts.remove(each)
    _dress_theme(presentation)
    _place_master(presentation.slide_master)
    for each in presentation.slide_layouts:
        _place_layout(each)
    return presentation


def _dress_theme(presentation: Any) -> None:
    part, theme = _theme_part(presentation), _theme(presentation)
    theme.set("name", "法治政府建设看板")
    scheme = theme.find(f".//{{{_DRAWING}}}clrScheme")
    for name, colour in _THEME_COLOURS.items():
        slot = scheme.find(f"{{{_DRAWING}}}{name}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{_DRAWING}}}srgbClr", val=colour)
    for fonts in theme.iter(f"{{{_DRAWING}}}majorFont", f"{{{_DRAWING}}}minorFont"):
        fonts.find(f"{{{_DRAWING}}}latin").set("typeface", LATIN)
        fonts.find(f"{{{_DRAWING}}}ea").set("typeface", EAST_ASIAN)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


TITLE = Box.inches(0.6, 0.42, 12.13, 0.72)
BODY = Box.inches(0.6, 1.7, 12.13, 4.9)
_NUMBER = Box.inches(11.53, 6.93, 1.2, 0.3)
_DATE = Box.inches(0.6, 6.93, 2.0, 0.3)
_FOOTER = Box.inches(2.7, 6.93, 8.7, 0.3)
_COVER_TITLE = Box.inches(1.35, 2.3, 10.9, 1.0)
_COVER_SUBTITLE = Box.inches(1.35, 3.45, 10.9, 1.6)
_BAR = Box.inches(1.0, 2.3, 0.09, 2.6)
_OPENING, _SUBTITLES = ("title", "secHead"), (2, 4)


def _place_master(master: Any) -> None:
    places = {1: TITLE, 2: BODY, 16: _DATE, 15: _FOOTER, 13: _NUMBER}
    for holder in master.placeholders:
        place = places.get(int(holder.placeholder_format.type))
        if place is not None:
            place.put(holder)
    _style_titles(master)


def _style_titles(master: Any) -> None:
    """Titles left-aligned and bold, 28 points, without an inset, so that they align with the text below."""
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    run = title.find(qn("a:defRPr"))
    run.set("sz", "2800")
    run.set("b", "1")
    for holder in master.placeholders:
        if _is_title(holder):
            frame = holder.text_frame
            frame.margin_left = frame.margin_right = 0


def _place_layout(each: SlideLayout) -> None:
    """Set the positions of the cover's and section's placeholders; the others follow the master."""
    kind = each._element.get("type")
    for holder in _holders(each):
        if kind in _OPENING and _is_title(holder):
            _COVER_TITLE.put(holder)
        elif kind in _OPENING and holder.placeholder_format.type in _SUBTITLES:
            _COVER_SUBTITLE.put(holder)
            _style_subtitle(holder)
        else:
            _inherit_place(holder)
    if kind in _OPENING:
        _add_bar(each)


def _style_subtitle(holder: Any) -> None:
    """20 points in note ink, left-aligned, at the top of its box."""
    holder.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    holder.text_frame.margin_left = 0
    style = holder._element.txBody.find(qn("a:lstStyle"))
    for level in list(style):
        style.remove(level)
    style.append(
        parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:lnSpc><a:spcPct val="120000"/>'
            '</a:lnSpc><a:buNone/><a:defRPr sz="2000" b="0"><a:solidFill>'
            f'<a:srgbClr val="{NOTE_INK[1:]}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def _add_bar(each: SlideLayout) -> None:
    """The deep blue bar beside the title of an opening slide."""
    tree = each._element.cSld.spTree
    box = _BAR
    tree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{len(tree) + 90}" name="色条"/><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{box.left}" y="{box.top}"/>'
            f'<a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
            f'<a:srgbClr val="{THIS_YEAR[1:]}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
        )
    )


def _inherit_place(holder: Any) -> None:
    properties = holder._element.spPr
    for transform in properties.findall(qn("a:xfrm")):
        properties.remove(transform)
