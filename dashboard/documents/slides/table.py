"""Tables on slides: each row as high as its text needs, split over several slides if necessary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from dashboard.charts.template import INK, NOTE_INK
from dashboard.documents.slides.box import EMU_PER_POINT, Box
from dashboard.documents.slides.template import Typefaces
from dashboard.documents.slides.text import ANCHORS, Run, write_lines
from dashboard.wording.format import telling_columns
from dashboard.wording.text_fit import LINE_HEIGHT, line_count, shortened, text_width

# PowerPoint's built-in table style without fills and lines.
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
HEADER_GROUND, RULE, HEADER_RULE = "#F5F7FA", "#E3E7EC", "#AEB5BF"
SIDE_MARGIN, EDGE_MARGIN = 5.0, 3.2
MOST_LINES = 4
# A column that shares the rest gets room for a short name before other columns get their full width.
LEAST_LETTERS = 7
# Bold letters are wider.
BOLD = 1.08
AIRS = (9.0, 7.5, 6.0, 5.0, 4.0)


@dataclass(frozen=True)
class SlideColumn:
    """A column: its title, the alignment of its cells, and its share of the remaining width.

    With share 0 it is as wide as its widest cell, so that nothing wraps. `indent` (points) separates a
    left-aligned column from a right-aligned one before it.
    """

    title: str
    share: float = 0.0
    align: str = "left"
    indent: float = 0.0


@dataclass(frozen=True)
class SlideCell:
    """A cell. `ground` is its background colour (a lamp); "" for white."""

    text: str
    colour: str = INK
    ground: str = ""
    bold: bool = False


Row = tuple[SlideCell, ...]


@dataclass(frozen=True)
class TablePlan:
    """A table in one font size (points). With `header` False the titles are left out."""

    columns: tuple[SlideColumn, ...]
    rows: tuple[Row, ...]
    size: float = 12
    header: bool = True
    air: float = EDGE_MARGIN

    def without_empty_columns(self) -> TablePlan:
        """The same table without the columns that are empty in every row."""
        shown = telling_columns([[cell.text for cell in row] for row in self.rows], len(self.columns))
        rows = tuple(tuple(row[place] for place in shown) for row in self.rows)
        return replace(self, columns=tuple(self.columns[place] for place in shown), rows=rows)

    def heights(self, width: float) -> list[float]:
        """The height of each row in points at this table width, the header first (0 without a header)."""
        titles = tuple(SlideCell(column.title) for column in self.columns)
        inner = self.inner_widths(width)
        return [
            self._height(titles, inner) if self.header else 0.0,
            *(self._height(row, inner) for row in self.rows),
        ]

    def fits(self, width: float, height: float) -> bool:
        """Whether the table, this wide, is no taller than so many points."""
        return sum(self.heights(width)) <= height

    def wraps(self, width: float) -> bool:
        """Whether any cell needs a second line."""
        inner = self.inner_widths(width)
        return any(
            line_count(cell.text, self.size, room) > 1
            for row in self.rows
            for cell, room in zip(row, inner, strict=True)
        )

    def _height(self, row: Row, inner: Sequence[float]) -> float:
        """The height of one row: that of its tallest cell, with cells cut at MOST_LINES lines."""
        lines = max(line_count(cell.text, self.size, room) for cell, room in zip(row, inner, strict=True))
        return min(lines, MOST_LINES) * self.size * LINE_HEIGHT + 2 * self.air

    def widths(self, width: float) -> list[float]:
        """The width of each column in points at this table width."""
        natural = [self._natural(at) for at in range(len(self.columns))]
        least = [
            min(need, LEAST_LETTERS * self.size + 2 * SIDE_MARGIN) if column.share else need
            for column, need in zip(self.columns, natural, strict=True)
        ]
        fixed = [0.0 if column.share else need for column, need in zip(self.columns, natural, strict=True)]
        left, shares = width - sum(fixed), sum(column.share for column in self.columns)
        if not shares or sum(least) > width:
            return [each * width / sum(least) for each in least]
        return [
            each or left * column.share / shares for each, column in zip(fixed, self.columns, strict=True)
        ]

    def _natural(self, at: int) -> float:
        """The width of a column's widest cell."""
        title = self.columns[at].title if self.header else ""
        cells = [SlideCell(title), *(row[at] for row in self.rows)]
        longest = max(
            text_width(line, self.size) * (BOLD if cell.bold else 1.0)
            for cell in cells
            for line in cell.text.split("\n")
        )
        return longest + 2 * SIDE_MARGIN + self.columns[at].indent + 2

    def inner_widths(self, width: float) -> list[float]:
        """The space for text in each column, in points."""
        return [
            each - 2 * SIDE_MARGIN - column.indent
            for each, column in zip(self.widths(width), self.columns, strict=True)
        ]


def best_split(
    plan: TablePlan, width: float, height: float, sizes: Sequence[float], side_by_side: int = 1
) -> tuple[TablePlan, ...]:
    """The table on as few slides as `sizes` (largest first) allow, then as large and as airy as possible.

    A size without wrapped cells is preferred to a larger one. `side_by_side` tables share a slide.
    """
    tried = [split(replace(plan, size=size), width, height) for size in sizes]
    fewest = min(ceil(len(tables) / side_by_side) for tables in tried)
    few = [tables for tables in tried if ceil(len(tables) / side_by_side) == fewest]
    best = next((tables for tables in few if not any(each.wraps(width) for each in tables)), few[0])
    for air in AIRS:
        airy = split(replace(plan, size=best[0].size, air=air), width, height)
        if len(airy) == len(best):
            return airy
    return best


def split(plan: TablePlan, width: float, height: float) -> tuple[TablePlan, ...]:
    """The table as one or more tables that each fit the height (points), with similar numbers of rows."""
    if not plan.rows:
        return (plan,)
    header, *heights = plan.heights(width)
    pages = _filled(heights, height - header)
    even = ceil(len(plan.rows) / max(1, len(pages)))
    evenly = [
        range(start, min(start + even, len(plan.rows))) for start in range(0, len(plan.rows), even or 1)
    ]
    if all(sum(heights[index] for index in page) <= height - header for page in evenly):
        pages = evenly
    tables = tuple(replace(plan, rows=tuple(plan.rows[index] for index in page)) for page in pages)
    # A part sizes its columns by its own cells, so that its rows may be taller than in the whole.
    return tables if all(each.fits(width, height) for each in tables) else _row_by_row(plan, width, height)


def _row_by_row(plan: TablePlan, width: float, height: float) -> tuple[TablePlan, ...]:
    """Parts as long as they fit, one row at least."""
    parts, rows = [], plan.rows
    while rows:
        fitting = (
            count for count in range(len(rows), 1, -1) if replace(plan, rows=rows[:count]).fits(width, height)
        )
        count = next(fitting, 1)
        parts.append(replace(plan, rows=rows[:count]))
        rows = rows[count:]
    return tuple(parts)


def fitting_rows(plan: TablePlan, width: float, height: float) -> TablePlan:
    """The table with as many of its first rows as fit the height (points), at least one."""
    header, *heights = plan.heights(width)
    (first, *_) = _filled(heights, height - header)
    return replace(plan, rows=tuple(plan.rows[index] for index in first))


def _filled(heights: Sequence[float], height: float) -> list[range]:
    """The rows by page, each page as full as possible."""
    pages, start, used = [], 0, 0.0
    for index, each in enumerate(heights):
        if index > start and used + each > height:
            pages.append(range(start, index))
            start, used = index, 0.0
        used += each
    return [*pages, range(start, len(heights))]


def add_table(slide: Any, box: Box, plan: TablePlan, faces: Typefaces, name: str) -> Any:
    """Add the table at the top of the box; returns its graphic frame."""
    heights = plan.heights(box.width_points)
    drawn = heights if plan.header else heights[1:]
    rows = [tuple(SlideCell(column.title, NOTE_INK) for column in plan.columns)] if plan.header else []
    rows.extend(plan.rows)
    total = Emu(round(sum(drawn) * EMU_PER_POINT))
    frame = slide.shapes.add_table(len(rows), len(plan.columns), box.left, box.top, box.width, total)
    frame.name = name
    table = frame.table
    _plain(table, plan.header)
    _sizes(table, plan, box, drawn)
    inner = plan.inner_widths(box.width_points)
    for number, row in enumerate(rows):
        is_header = plan.header and number == 0
        for cell, target, column, room in zip(
            row, table.rows[number].cells, plan.columns, inner, strict=True
        ):
            shown = replace(cell, text=shortened(cell.text, plan.size, room, MOST_LINES))
            write_lines(target.text_frame, _lines(shown), plan.size, faces, column.align)
            _dress(target, HEADER_GROUND if is_header else cell.ground, column)
            _rule(target, HEADER_RULE if is_header else RULE)
    return frame


def _plain(table: Any, header: bool) -> None:
    properties = table._tbl.tblPr
    properties.find(qn("a:tableStyleId")).text = PLAIN_STYLE
    table.horz_banding, table.first_row = False, header


def _sizes(table: Any, plan: TablePlan, box: Box, heights: Sequence[float]) -> None:
    for column, width in zip(table.columns, plan.widths(box.width_points), strict=True):
        column.width = Emu(int(width * EMU_PER_POINT))
    for row, height in zip(table.rows, heights, strict=True):
        row.height = Emu(round(height * EMU_PER_POINT))


def _lines(cell: SlideCell) -> tuple[tuple[Run, ...], ...]:
    return tuple((Run(line, cell.colour, cell.bold),) for line in cell.text.split("\n"))


def _dress(target: Any, ground: str, column: SlideColumn) -> None:
    """Margins, background and vertical centring of a cell."""
    target.vertical_anchor = ANCHORS["middle"]
    target.margin_left, target.margin_right = Pt(SIDE_MARGIN + column.indent), Pt(SIDE_MARGIN)
    target.margin_top = target.margin_bottom = Pt(EDGE_MARGIN * 0.6)
    if ground:
        target.fill.solid()
        target.fill.fore_color.rgb = RGBColor.from_string(ground[1:])


def _rule(target: Any, colour: str) -> None:
    """A thin line below the cell; the schema requires it before the fill."""
    properties = target._tc.get_or_add_tcPr()
    rule = parse_xml(
        f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill></a:lnB>'
    )
    properties.insert(0, rule)
