"""The parts of a native chart that python-pptx does not support, written as DrawingML in schema order."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from dashboard.documents.slides.chart_geometry import LABEL_SIZE
from dashboard.documents.slides.chart_plan import ChartSeries, DataLabel, SeriesLook
from dashboard.documents.slides.template import Typefaces

EMU_PER_POINT = 12700
MARKER_SIZE = 7
OTHER_TEXT_SIZE = 12
_PAPER = '<a:solidFill><a:srgbClr val="FFFFFF"><a:alpha val="80000"/></a:srgbClr></a:solidFill>'
# The elements that may precede and follow each part in its parent (ECMA-376 part 1, 21.2).
_BEFORE_SHAPE = ("c:idx", "c:order", "c:tx")
_AXIS_BEFORE_SHAPE = (
    "c:axId", "c:scaling", "c:delete", "c:axPos", "c:majorGridlines", "c:minorGridlines", "c:title",
    "c:numFmt", "c:majorTickMark", "c:minorTickMark", "c:tickLblPos",
)  # fmt: skip
_LEGEND_BEFORE_SHAPE = ("c:legendPos", "c:legendEntry", "c:layout", "c:overlay")


def add_line_plot(bar_plot: Any, series: Sequence[Any]) -> None:
    """Move series from the bar plot into a line plot on the same axes."""
    plot = parse_xml(
        f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/></c:lineChart>'
    )
    for element in series:
        plot.append(element)
    plot.append(parse_xml(f'<c:marker {nsdecls("c")} val="1"/>'))
    for axis in bar_plot.findall(qn("c:axId")):
        plot.append(deepcopy(axis))
    bar_plot.addnext(plot)


def dress(element: Any, series: ChartSeries, faces: Typefaces) -> None:
    """Style a series: fill or line, markers, hollow points, labels."""
    for name in ("c:spPr", "c:invertIfNegative", "c:marker", "c:dPt", "c:dLbls", "c:smooth"):
        for old in element.findall(qn(name)):
            element.remove(old)
    parts = [_shape(series.look)]
    if series.look.bar:
        parts.append(parse_xml(f'<c:invertIfNegative {nsdecls("c")} val="0"/>'))
    else:
        parts.append(_marker(series.look, hollow=False))
        parts.extend(_hollow_point(series.look, point) for point in series.hollow)
    parts.append(_labels(series.labels, faces))
    _insert_after(element, _BEFORE_SHAPE, parts)
    if not series.look.bar:
        element.append(parse_xml(f'<c:smooth {nsdecls("c")} val="0"/>'))


def line(parent: Any, colour: str, width: float) -> None:
    """Draw a gridline or an axis in this colour and width (points)."""
    _set_shape(parent, parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{_line_xml(colour, width)}</c:spPr>"))


def no_line(parent: Any) -> None:
    """Hide the line of an axis."""
    _set_shape(parent, parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:ln><a:noFill/></a:ln></c:spPr>"))


def no_tick_marks(axis: Any) -> None:
    """Hide the tick marks of an axis."""
    for name in ("c:majorTickMark", "c:minorTickMark"):
        axis.find(qn(name)).set("val", "none")


def text(parent: Any, faces: Typefaces, size: float, colour: str) -> None:
    """Set the font of an axis or a legend, including the Chinese typeface."""
    for old in parent.findall(qn("c:txPr")):
        parent.remove(old)
    order = (*_AXIS_BEFORE_SHAPE, *_LEGEND_BEFORE_SHAPE, "c:spPr")
    _insert_after(parent, order, [text_properties(faces, size, colour)])


def place(parent: Any, share: dict[str, float], inner: bool) -> None:
    """Fix the position of the plot area or legend, as shares of the chart."""
    for old in parent.findall(qn("c:layout")):
        parent.remove(old)
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    modes = "".join(f'<c:{side}Mode val="edge"/>' for side in "xy")
    sizes = "".join(f'<c:{side} val="{value}"/>' for side, value in share.items())
    layout = parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout>{target}{modes}{sizes}</c:manualLayout></c:layout>"
    )
    before = ("c:legendPos", "c:legendEntry")
    _insert_after(parent, before, [layout])


def text_properties(faces: Typefaces, size: float, colour: str, bold: bool = False) -> Any:
    """A c:txPr with both typefaces."""
    return parse_xml(
        f"<c:txPr {nsdecls('c', 'a')}><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{int(size * 100)}" b="{int(bold)}"><a:solidFill><a:srgbClr val="{colour[1:]}"/>'
        f'</a:solidFill><a:latin typeface="{faces.latin}"/><a:ea typeface="{faces.east_asian}"/></a:defRPr>'
        '</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def finish(space: Any, faces: Typefaces) -> None:
    """Settings for the whole chart: square corners, gaps remain gaps, every text in both typefaces."""
    for name in ("c:roundedCorners", "c:txPr"):
        for old in space.findall(qn(name)):
            space.remove(old)
    corners = parse_xml(f'<c:roundedCorners {nsdecls("c")} val="0"/>')
    _insert_after(space, ("c:date1904", "c:lang"), [corners])
    _insert_after(space, ("c:chart", "c:spPr"), [text_properties(faces, OTHER_TEXT_SIZE, "#1F2328")])
    chart = space.find(qn("c:chart"))
    for old in chart.findall(qn("c:dispBlanksAs")):
        old.set("val", "gap")
    for number, axis in enumerate(space.iter(qn("c:catAx"), qn("c:valAx")), start=1):
        _renumber(space, axis.find(qn("c:axId")).get("val"), str(number))
    for properties in space.iter(qn("a:defRPr"), qn("a:rPr")):
        _both_typefaces(properties, faces)


def _renumber(space: Any, old: str, new: str) -> None:
    """Give an axis a valid id: python-pptx writes negative ones, which the schema forbids."""
    for reference in space.iter(qn("c:axId"), qn("c:crossAx")):
        if reference.get("val") == old:
            reference.set("val", new)


def _both_typefaces(properties: Any, faces: Typefaces) -> None:
    """Insert a:ea directly after a:latin, as the schema requires."""
    latin = properties.find(qn("a:latin"))
    if latin is None:
        latin = etree.SubElement(properties, qn("a:latin"), typeface=faces.latin)
    if properties.find(qn("a:ea")) is None:
        east_asian = etree.SubElement(properties, qn("a:ea"), typeface=faces.east_asian)
        latin.addnext(east_asian)


def _line_xml(colour: str, width: float, dash: str = "solid") -> str:
    return (
        f'<a:ln w="{int(width * EMU_PER_POINT)}" cap="flat"><a:solidFill><a:srgbClr val="{colour[1:]}"/>'
        f'</a:solidFill><a:prstDash val="{dash}"/><a:round/></a:ln>'
    )


def _shape(look: SeriesLook) -> Any:
    inside = (
        f'<a:solidFill><a:srgbClr val="{look.colour[1:]}"/></a:solidFill>'
        if look.bar
        else _line_xml(look.colour, look.width, look.dash)
    )
    return parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{inside}</c:spPr>")


def _marker(look: SeriesLook, hollow: bool) -> Any:
    if not look.marker:
        return parse_xml(f'<c:marker {nsdecls("c")}><c:symbol val="none"/></c:marker>')
    fill = "FFFFFF" if hollow else look.colour[1:]
    return parse_xml(
        f'<c:marker {nsdecls("c", "a")}><c:symbol val="circle"/><c:size val="{MARKER_SIZE}"/>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>{_line_xml(look.colour, 1.75)}'
        "</c:spPr></c:marker>"
    )


def _hollow_point(look: SeriesLook, point: int) -> Any:
    element = parse_xml(f'<c:dPt {nsdecls("c", "a")}><c:idx val="{point}"/></c:dPt>')
    element.append(_marker(look, hollow=True))
    element.append(parse_xml(f'<c:bubble3D {nsdecls("c")} val="0"/>'))
    element.append(_shape(look))
    return element


def _labels(labels: tuple[DataLabel, ...], faces: Typefaces) -> Any:
    element = parse_xml(f"<c:dLbls {nsdecls('c')}/>")
    for label in sorted(labels, key=lambda each: each.point):
        element.append(_label(label, faces))
    for part in _shown(value=False, name=False):
        element.append(part)
    return element


def _label(label: DataLabel, faces: Typefaces) -> Any:
    element = parse_xml(
        f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{label.point}"/>'
        f'<c:numFmt formatCode={quoteattr(label.number_format)} sourceLinked="0"/>'
        f"<c:spPr>{_PAPER if label.on_paper else '<a:noFill/>'}<a:ln><a:noFill/></a:ln></c:spPr></c:dLbl>"
    )
    element.append(text_properties(faces, LABEL_SIZE, label.colour, label.bold))
    element.append(parse_xml(f'<c:dLblPos {nsdecls("c")} val="{label.place}"/>'))
    for part in _shown(value=True, name=label.with_name):
        element.append(part)
    if label.with_name:
        element.append(parse_xml(f"<c:separator {nsdecls('c')}> </c:separator>"))
    return element


def _shown(value: bool, name: bool) -> list[Any]:
    flags = {
        "showLegendKey": False,
        "showVal": value,
        "showCatName": False,
        "showSerName": name,
        "showPercent": False,
        "showBubbleSize": False,
    }
    return [parse_xml(f'<c:{key} {nsdecls("c")} val="{int(flag)}"/>') for key, flag in flags.items()]


def _set_shape(parent: Any, shape: Any) -> None:
    for old in parent.findall(qn("c:spPr")):
        parent.remove(old)
    _insert_after(parent, _AXIS_BEFORE_SHAPE, [shape])


def _insert_after(parent: Any, before: tuple[str, ...], parts: list[Any]) -> None:
    """Insert the parts after the last child whose tag is in `before`."""
    names = {qn(name) for name in before}
    index = max((at for at, child in enumerate(parent) if child.tag in names), default=-1) + 1
    for offset, part in enumerate(parts):
        parent.insert(index + offset, part)
