"""The monthly bulletin: exactly one printed page, sent to the meeting and to the units."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Pt, RGBColor

from dashboard.documents.papers import official
from dashboard.documents.papers.annex import add_table
from dashboard.documents.papers.bulletin_text import BulletinSection, LampRow, lamp_rows, sections
from dashboard.documents.papers.official import ParagraphLook, add_paragraph, add_run
from dashboard.documents.report_data import ReportData
from dashboard.wording.format import year_and_month
from dashboard.wording.text_fit import line_count, printed_width
from domain.months import add_months

TITLE = "法治政府建设工作月度通报"
RECIPIENTS = "局领导，各科室、局属各单位："
RECIPIENTS_OF_A_UNIT = "各有关科室、各所属单位："
# Body size and line pitch in points, largest first: the first that fits everything on the page is used.
SIZES = (
    (15.0, 26.0), (14.5, 25.0), (14.0, 24.0), (13.5, 23.0), (13.0, 22.0), (12.5, 21.0), (12.0, 20.0),
    (11.5, 19.0), (11.0, 18.0), (10.5, 16.5), (10.0, 15.5), (9.5, 14.5),
)  # fmt: skip
PAGE_WIDTH_POINTS = official.TEXT_WIDTH_MM / 25.4 * 72
# One line less than the page holds, because word processors differ by about one line.
PAGE_HEIGHT_POINTS = official.TEXT_HEIGHT_MM / 25.4 * 72 - 16
TITLE_POINTS, SUBTITLE_POINTS = 34.0, 24.0
COLUMNS = ("亮灯", "指标", "累计", "应完成", "年度目标", "差距", "责任单位", "起始月")
ALIGNMENTS = ("left", "left", "right", "right", "right", "right", "center", "center")
# The padding of a table cell at its left and right side, in points.
CELL_MARGINS = 13.0
FEWEST_ROWS = 3


@dataclass(frozen=True)
class Setting:
    """The layout of the bulletin: body size, line pitch, and how many rows of lamps are shown."""

    size: float
    pitch: float
    rows: int

    @property
    def table_size(self) -> float:
        """The font size of the table."""
        return max(self.size - 2, 8.5)

    @property
    def row_height(self) -> float:
        """The height of a one-line table row in points."""
        return self.table_size * 1.5


def make_bulletin(data: ReportData) -> bytes:
    """The bulletin as a .docx of one page."""
    rows, told = lamp_rows(data), sections(data)
    setting = choose_setting(rows, told)
    paper = official.new_paper(f"{data.unit_name}{TITLE}")
    _head(paper, data, setting)
    body = ParagraphLook(size=setting.size, line_points=setting.pitch, on_grid=False)
    for number, section in enumerate(told):
        _section(paper, section, body)
        if number == 0 and rows:
            _table(paper, rows, setting)
    _signature(paper, data, body)
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def choose_setting(rows: Sequence[LampRow], told: Sequence[BulletinSection]) -> Setting:
    """The largest setting that fits one page; if none fits, the smallest with fewer rows of lamps."""
    for size, pitch in SIZES:
        setting = Setting(size, pitch, len(rows))
        if height(setting, rows, told) <= PAGE_HEIGHT_POINTS:
            return setting
    while setting.rows > FEWEST_ROWS and height(setting, rows, told) > PAGE_HEIGHT_POINTS:
        setting = replace(setting, rows=setting.rows - 1)
    return setting


def height(setting: Setting, rows: Sequence[LampRow], told: Sequence[BulletinSection]) -> float:
    """The height that the bulletin takes on the page, in points."""
    lines = sum(_lines(section, setting) for section in told) + 1 + 2
    table = (min(len(rows), setting.rows) + 1) * setting.row_height if rows else 0.0
    more = setting.pitch if setting.rows < len(rows) else 0.0
    return TITLE_POINTS + SUBTITLE_POINTS + lines * setting.pitch + table + more


def _lines(section: BulletinSection, setting: Setting) -> int:
    """The lines of a section: heading and first paragraph together, then each further paragraph."""
    return sum(
        line_count(f"　　{text}", setting.size, PAGE_WIDTH_POINTS, printed_width)
        for text in _paragraphs(section)
    )


def _paragraphs(section: BulletinSection) -> list[str]:
    first, *rest = section.paragraphs
    return [f"{section.title}　{first}", *rest]


def _head(paper: Any, data: ReportData, setting: Setting) -> None:
    add_paragraph(paper, TITLE, replace(official.TITLE_LOOK, line_points=TITLE_POINTS, on_grid=False))
    issue = f"{data.board.year}年第{data.as_of.month}期　数据截至{year_and_month(data.as_of)}"
    issue += "　示例数据" if data.has_sample else ""
    small = ParagraphLook(official.SECOND, 12, "center", 0, SUBTITLE_POINTS, on_grid=False)
    add_paragraph(paper, f"{data.unit_name}　{issue}", small)
    look = ParagraphLook(
        size=setting.size, line_points=setting.pitch, align="left", first_line=0, on_grid=False
    )
    add_paragraph(paper, RECIPIENTS if data.board.unit == data.root else RECIPIENTS_OF_A_UNIT, look)


def _section(paper: Any, section: BulletinSection, body: ParagraphLook) -> None:
    first, *rest = section.paragraphs
    paragraph = add_paragraph(paper, f"{section.title}　", replace(body, face=official.FIRST))
    add_run(paragraph, first, body)
    for text in rest:
        add_paragraph(paper, text, body)


def _table(paper: Any, rows: Sequence[LampRow], setting: Setting) -> None:
    shown = [row for _, row in rows[: setting.rows]]
    size = min(setting.table_size, _widest_size(shown))
    table = add_table(paper, _columns(shown, size), shown, size, ALIGNMENTS)
    for row, (colour, _) in zip(table.rows[1:], rows, strict=False):
        row.cells[0].paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string(colour[1:])
    for row in table.rows:
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Pt(setting.row_height)
    left = len(rows) - len(shown)
    if left:
        look = ParagraphLook(size=setting.size, line_points=setting.pitch, on_grid=False)
        add_paragraph(paper, f"另有{left}项未达要求，见看板“总览”。", look)


def _widest_size(rows: Sequence[Sequence[str]]) -> float:
    """The largest font size at which every cell fits the width of its column."""
    characters = sum(_widest(rows, at, 1.0) for at in range(len(COLUMNS)))
    return (PAGE_WIDTH_POINTS - CELL_MARGINS * len(COLUMNS)) / characters


def _columns(rows: Sequence[Sequence[str]], size: float) -> list[tuple[str, float]]:
    """Title and width (millimetres) of each column: the width its cells need, and a share of the rest."""
    needed = [_widest(rows, at, size) + CELL_MARGINS for at in range(len(COLUMNS))]
    spare = max(0.0, PAGE_WIDTH_POINTS - sum(needed)) / len(COLUMNS)
    return [(title, (each + spare) * 25.4 / 72) for title, each in zip(COLUMNS, needed, strict=True)]


def _widest(rows: Sequence[Sequence[str]], at: int, size: float) -> float:
    return max(printed_width(text, size) for text in (COLUMNS[at], *(row[at] for row in rows)))


def _signature(paper: Any, data: ReportData, body: ParagraphLook) -> None:
    """The bureau and the month after the as-of month; the day is filled in by hand."""
    issued = add_months(data.as_of, 1)
    for line in (data.name_of(data.root), f"{year_and_month(issued)}　　日"):
        paragraph = add_paragraph(paper, line, replace(body, align="right", first_line=0))
        paragraph.paragraph_format.right_indent = Pt(2 * body.size)
