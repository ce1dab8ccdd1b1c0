"""Draws a chart plan as a native chart, editable in PowerPoint and WPS, with an embedded workbook."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Emu

from dashboard.charts.template import AXIS, GRID, SECOND_INK
from dashboard.documents.slides import chart_xml
from dashboard.documents.slides.box import Box
from dashboard.documents.slides.chart_geometry import LABEL_SIZE
from dashboard.documents.slides.chart_plan import CATEGORIES, ChartPlan, ChartSeries
from dashboard.documents.slides.template import Typefaces

TICK_SIZE = 14
GAP_WIDTH = 35
# The plot inside the chart leaves room for ticks at the left and for the target's label at the right.
_PLOT = {"x": 0.065, "y": 0.15, "w": 0.765, "h": 0.76}
_WIDE = 0.91
_LEGEND = {"x": 0.02, "y": 0.0, "w": 0.96, "h": 0.085}


def add_chart(slide: Any, box: Box, plan: ChartPlan, description: str, faces: Typefaces) -> Any:
    """Add the chart to the slide. `description` is the alternative text."""
    data = CategoryChartData(number_format=plan.number_format)
    data.categories = CATEGORIES
    ordered = (*plan.bars, *plan.lines)
    for series in ordered:
        data.add_series(series.name, series.values)
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if plan.bars else XL_CHART_TYPE.LINE_MARKERS
    frame = slide.shapes.add_chart(kind, Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", description)
    chart = frame.chart
    chart.has_title = False
    _axes(chart, plan, faces)
    _draw(chart, plan, ordered, faces)
    _legend(chart, ordered, faces)
    chart_xml.finish(chart._chartSpace, faces)
    return frame


def _axes(chart: Any, plan: ChartPlan, faces: Typefaces) -> None:
    value, category = chart.value_axis, chart.category_axis
    value.minimum_scale, value.maximum_scale, value.major_unit = plan.low, plan.high, plan.step
    value.has_minor_gridlines, value.has_major_gridlines = False, True
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = plan.tick_format, False
    chart_xml.line(value.major_gridlines._xAx.find(qn("c:majorGridlines")), GRID, 0.75)
    chart_xml.no_line(value._element)
    chart_xml.line(category._element, AXIS, 1.0)
    for axis in (value, category):
        chart_xml.no_tick_marks(axis._element)
        chart_xml.text(axis._element, faces, TICK_SIZE, SECOND_INK)
    labelled = any(label.with_name for series in plan.series for label in series.labels)
    place = _PLOT if labelled else _PLOT | {"w": _WIDE}
    chart_xml.place(chart._chartSpace.chart.plotArea, place, inner=True)


def _draw(chart: Any, plan: ChartPlan, ordered: tuple[ChartSeries, ...], faces: Typefaces) -> None:
    """Style every series; move lines from the bar plot to a line plot on the same axes."""
    plot = chart.plots[0]._element
    elements = list(plot.findall(qn("c:ser")))
    if plan.bars:
        chart.plots[0].gap_width = GAP_WIDTH
    if plan.bars and plan.lines:
        chart_xml.add_line_plot(plot, elements[len(plan.bars) :])
    for element, series in zip(elements, ordered, strict=True):
        chart_xml.dress(element, series, faces)


def _legend(chart: Any, ordered: tuple[ChartSeries, ...], faces: Typefaces) -> None:
    """A legend above the plot if several series need names; the target has its own label."""
    if sum(series.in_legend for series in ordered) < 2:
        chart.has_legend = False
        return
    chart.has_legend = True
    chart.legend.include_in_layout = False
    chart.legend.position = XL_LEGEND_POSITION.TOP
    legend = chart.legend._element
    for index, series in reversed(list(enumerate(ordered))):
        if not series.in_legend:
            entry = etree.SubElement(legend, qn("c:legendEntry"))
            etree.SubElement(entry, qn("c:idx"), val=str(index))
            etree.SubElement(entry, qn("c:delete"), val="1")
            legend.find(qn("c:legendPos")).addnext(entry)
    chart_xml.place(legend, _LEGEND, inner=False)
    chart_xml.text(legend, faces, LABEL_SIZE, SECOND_INK)
