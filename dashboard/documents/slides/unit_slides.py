"""Units × KPIs: the lamp of each unit for each KPI for which any unit has a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.board.board import Board
from dashboard.charts.template import NOTE_INK
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides import words
from dashboard.documents.slides.canvas import Canvas
from dashboard.documents.slides.slide_plan import Part, SlidePlan, numbered
from dashboard.documents.slides.table import SlideCell, SlideColumn, TablePlan, best_split, fitting_rows
from dashboard.wording.lamp_words import reason
from dashboard.wording.unit_share import unit_shares, units_headline_of, units_reading
from dashboard.wording.unit_words import lamp_figure, shared_kpis
from domain.catalogue import Kpi
from domain.kpi.lamp import GREEN
from domain.kpi.progress import Progress

MOST_UNITS = 7
SIZES = (16, 15, 14)
NO_TARGET = "—"
SCOPE = "只列有目标的指标；格内为时序完成率，率和时点数为累计值；案件、工单、信访等数量不排名"


def unit_slides(material: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """One row per KPI, one column per unit, the whole bureau first; split if there are too many of either."""
    every = shared_kpis(material.catalogue, material.unit_boards, least=1)
    if not every:
        return ()
    kpis = _worth_comparing(material, every)
    left_out = len(every) - len(kpis)
    rest = f"另{left_out}项单独承担且符合进度，未列。" if left_out else ""
    plans = []
    for boards in batches(material.unit_boards, MOST_UNITS):
        for table in _tables(material, kpis, (material.board, *boards), canvas):
            plans.append(_slide(material, table, rest, canvas))
    return numbered(plans)


def one_unit_slide(material: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """The units with the largest share behind and the KPIs that differ between them, on one slide."""
    every = shared_kpis(material.catalogue, material.unit_boards, least=1)
    if not every:
        return ()
    order = [each.unit for each in unit_shares(material.unit_boards, material.name_of)]
    known = {board.unit: board for board in material.unit_boards}
    boards = [known[unit] for unit in order][:MOST_UNITS]
    kpis = _worth_comparing(material, every)
    box = canvas.body
    plan = replace(_table(material, kpis, (material.board, *boards)), size=SIZES[-1])
    table = fitting_rows(plan, box.width_points, box.height_points)
    left_out = len(every) - len(table.rows)
    rest = f"另{left_out}项未列。" if left_out else ""
    rest += f"共{len(order)}个单位，列出{len(boards)}个。" if len(order) > len(boards) else ""
    return (_slide(material, table, rest, canvas),)


def _worth_comparing(material: ReportData, every: Sequence[Kpi]) -> tuple[Kpi, ...]:
    """The KPIs that several units share, and those of a single unit that are not green; otherwise all."""
    shared = shared_kpis(material.catalogue, material.unit_boards)
    lit = {kpi.id: [board.of(kpi.id) for board in material.unit_boards] for kpi in every}
    telling = tuple(
        kpi
        for kpi in every
        if kpi in shared or any(each.target is not None and each.lamp != GREEN for each in lit[kpi.id])
    )
    return telling or tuple(every)


def batches(boards: Sequence[Board], size: int) -> list[tuple[Board, ...]]:
    """The boards in groups of at most `size`."""
    return [tuple(boards[start : start + size]) for start in range(0, len(boards), size)]


def _tables(
    material: ReportData, kpis: Sequence[Kpi], boards: Sequence[Board], canvas: Canvas
) -> tuple[TablePlan, ...]:
    box = canvas.body
    return best_split(_table(material, kpis, boards), box.width_points, box.height_points, SIZES)


def _table(material: ReportData, kpis: Sequence[Kpi], boards: Sequence[Board]) -> TablePlan:
    columns = (
        SlideColumn("指标"),
        *(SlideColumn(material.name_of(board.unit), 1.15, "center") for board in boards),
    )
    by_board = [{each.kpi: each for each in board.progress} for board in boards]
    rows = tuple(
        (SlideCell(kpi.short_name, bold=True), *(_cell(material, lit.get(kpi.id)) for lit in by_board))
        for kpi in kpis
    )
    return TablePlan(columns, rows)


def _cell(material: ReportData, progress: Progress | None) -> SlideCell:
    """Shape and figure in the lamp's colours; a dash if the unit has no target."""
    if progress is None or progress.target is None:
        return SlideCell(NO_TARGET, NOTE_INK)
    lamp = material.catalogue.lamp(progress.lamp)
    star = words.INCOMPLETE if progress.incomplete else ""
    figure = lamp_figure(material.catalogue, progress)
    return SlideCell(f"{lamp.shape} {figure}{star}", lamp.cell_text, lamp.cell_ground)


def _slide(material: ReportData, table: TablePlan, rest: str, canvas: Canvas) -> SlidePlan:
    return SlidePlan(
        kind="units",
        title=units_headline_of(material.unit_boards, material.name_of),
        sentence=units_reading(material.unit_boards, material.name_of) + rest,
        parts=(Part("单位亮灯表", canvas.body, table),),
        footer=words.footer(material, SCOPE),
        notes="\n".join(_behind(material, board) for board in material.unit_boards),
    )


def _behind(material: ReportData, board: Board) -> str:
    """Speaker notes: the unit's KPIs that are behind, with the reason for each lamp."""
    told = [
        f"{material.kpi(each).short_name}（{reason(material.catalogue, each)}）"
        for each in board.progress
        if each.lamp in ("red", "yellow")
    ]
    return f"{material.name_of(board.unit)}：{'；'.join(told) or '未见滞后'}"
