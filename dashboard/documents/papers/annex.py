"""The annex that traces every figure of a written report to its KPI, months, units and loads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from dashboard.board.loaded_records import FigureSource, Load
from dashboard.board.signals import MONTHS_ON_A_PAGE
from dashboard.documents.papers import official
from dashboard.documents.papers.official import ParagraphLook, add_paragraph
from dashboard.documents.papers.traced_writer import AGAINST, DUE, GAP, MONTH, TARGET, Trace
from dashboard.documents.report_data import ReportData

CELL = ParagraphLook(align="left", first_line=0, on_grid=False, may_grow=True)
HEAD = ParagraphLook(official.FIRST, align="center", first_line=0, on_grid=False, may_grow=True)
FIGURES = (("正文所写", 24), ("指标和取数", 43), ("月份", 31), ("单位", 40), ("批次", 18))
LOADS = (("批次", 13), ("文件", 47), ("导入时间", 26), ("导入人", 18), ("说明", 52))
OF_TARGET = (TARGET, DUE)


def add_annex(paper: Any, data: ReportData, traces: Sequence[Trace]) -> None:
    """The tables of figures and of loads, on separate pages."""
    heading = add_paragraph(paper, "附件", ParagraphLook(official.FIRST, first_line=0, style="Heading 1"))
    heading.paragraph_format.page_break_before = True
    add_paragraph(paper, "数字来源表", ParagraphLook(official.TITLE, 18, "center", 0, 30))
    rows = [_row(data, trace) for trace in dict.fromkeys(traces)]
    add_table(paper, FIGURES, [row for row, _ in rows])
    records = add_paragraph(paper, "导入记录", ParagraphLook(official.FIRST, 14, "left", 0, 28))
    records.paragraph_format.keep_with_next = True
    used = {load for _, loads in rows for load in loads}
    add_table(paper, LOADS, [_load_row(load) for load in data.loads if load.load in used])


def add_table(
    paper: Any,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
    size: float = 10,
    alignments: Sequence[str] = (),
) -> Any:
    """A ruled table; columns as (title, width in millimetres). The header repeats on each page."""
    aligned = alignments or ["left"] * len(columns)
    head, cell_look = (replace(look, size=size, line_points=size * 1.35) for look in (HEAD, CELL))
    table = paper.add_table(rows=0, cols=len(columns))
    table.style = "Table Grid"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for number, row in enumerate([[title for title, _ in columns], *rows]):
        cells = table.add_row().cells
        for cell, text, (_, width), align in zip(cells, row, columns, aligned, strict=True):
            look = head if number == 0 else replace(cell_look, align=align)
            cell.width = Mm(width)
            official.set_paragraph(cell.paragraphs[0], look)
            official.add_run(cell.paragraphs[0], text, look)
        _keep_whole(table.rows[-1], is_head=number == 0)
    for column, (_, width) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    return table


def _keep_whole(row: Any, is_head: bool) -> None:
    """Keep each row on one page and repeat the header on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if is_head:
        properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _row(data: ReportData, trace: Trace) -> tuple[list[str], tuple[int, ...]]:
    """The row of a figure, and the loads it refers to."""
    kpi = data.catalogue.kpi(trace.kpi)
    sources = _sources(data, trace)
    loads = tuple(dict.fromkeys(source.load for source in sources))
    if trace.measure in (*OF_TARGET, GAP):
        loads = (*loads, *(load for kpi_id, load in data.target_loads if kpi_id == trace.kpi))
    formula = f"＝{kpi.formula}" if kpi.formula != kpi.name else ""
    below = data.below(trace.unit)
    codes = [unit for each in sources for unit in each.units if unit in below]
    codes = [trace.unit] if trace.measure in OF_TARGET else sorted(codes)
    row = [
        trace.text,
        f"{kpi.name}{formula}（{trace.measure}）",
        _months(data, trace, sources),
        data.names_listed(codes) or "—",
        "、".join(str(load) for load in sorted(set(loads))) or "—",
    ]
    return row, loads


def _sources(data: ReportData, trace: Trace) -> tuple[FigureSource, ...]:
    """The loads behind a figure: only its own for a target, also last year's for a comparison."""
    kpi = data.catalogue.kpi(trace.kpi)
    if trace.measure in OF_TARGET:
        return ()
    sources = data.sources_of(kpi)
    if trace.measure in (AGAINST, MONTH):
        sources = (*data.sources_of(kpi, data.board.year - 1), *sources)
    if trace.unit == data.board.unit:
        return sources
    below = data.below(trace.unit)
    return tuple(
        source
        for source in sources
        if below.intersection(source.units) or source.unit_count > len(source.units)
    )


def _months(data: ReportData, trace: Trace, sources: Sequence[FigureSource]) -> str:
    if trace.measure in OF_TARGET:
        return f"{data.board.year}年度"
    months = sorted({month for source in sources for month in source.months})
    if trace.measure == MONTH:
        months = months[-MONTHS_ON_A_PAGE:]
    if data.catalogue.kpi(trace.kpi).is_stock and trace.measure != MONTH:
        months = months[-1:]
    by_year: dict[int, list[date]] = {}
    for month in months:
        by_year.setdefault(month.year, []).append(month)
    return "；".join(f"{year}年{_month_list(each)}" for year, each in by_year.items()) or "—"


def _month_list(months: Sequence[date]) -> str:
    """1—6月, or 1—5、7—12月 if a month is missing."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month.month == runs[-1][-1] + 1:
            runs[-1].append(month.month)
        else:
            runs.append([month.month])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs) + "月"


def _load_row(load: Load) -> list[str]:
    when = f"{load.loaded_at:%Y-%m-%d %H:%M}"
    return [str(load.load), load.file, when, load.loaded_by or "—", load.note or "—"]
