"""The last touches of a presentation: slide numbers, Chinese in every text, properties of the file."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pptx.oxml.ns import qn

from dashboard.reports.slides.template import Typefaces
from dashboard.reports.slides.text import set_typefaces

_NUMBER = 13
LANGUAGE = "zh-CN"


def finish_presentation(presentation: Any, title: str, faces: Typefaces) -> None:
    """Number the slides and say in the file's properties what it is."""
    for slide in presentation.slides:
        _number(slide, faces)
    properties = presentation.core_properties
    properties.title, properties.language = title, LANGUAGE
    properties.author = properties.last_modified_by = ""
    properties.subject = properties.keywords = properties.comments = ""


def _number(slide: Any, faces: Typefaces) -> None:
    """The layout's slide number on the slide: python-pptx takes over only the other placeholders."""
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
