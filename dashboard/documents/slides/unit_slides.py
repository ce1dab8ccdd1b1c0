"""Units × KPIs: the lamp of each unit for each KPI for which any unit has a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.board.board import Board
from dashboard.charts.template import NOTE_INK
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides import words
from dashboard.documents.slides.slide_plan import Canvas, Part, SlideKind, SlidePlan, numbered
from dashboard.documents.slides.table import SlideCell, SlideColumn, TablePlan, best_split, fitting_rows
from dashboard.wording.lamp_words import reason
from dashboard.wording.plan_count import what_becomes_of_it
from dashboard.wording.unit_words import (
    lamp_figure,
    shared_kpis,
    unit_shares,
    units_headline_of,
    units_reading,
)
from domain.catalogue import Kpi
from domain.kpi.lamp import GREEN, WAITING
from domain.kpi.progress import Progress

MOST_UNITS = 7
SIZES = (16, 15, 14)
NO_TARGET = "—"
SCOPE = (
    "只列有目标的指标；格内为时序完成率，率和时点数为累计值，件数少而未达的率写分子/分母；"
    "案件、工单、信访等数量不排名"
)


def unit_slides(data: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """One row per KPI, one column per unit, the whole bureau first; split if there are too many of either."""
    every = shared_kpis(data.catalogue, data.unit_boards, least=1)
    if not every:
        return ()
    kpis = _worth_comparing(data, every)
    left_out = len(every) - len(kpis)
    rest = f"另{left_out}项单独承担且符合进度，未列。" if left_out else ""
    plans = []
    for boards in batches(data.unit_boards, MOST_UNITS):
        for table in _tables(data, kpis, (data.board, *boards), canvas):
            plans.append(_slide(data, table, rest, canvas))
    return numbered(plans)


def one_unit_slide(data: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """The units with the largest share behind and the KPIs that differ between them, on one slide."""
    every = shared_kpis(data.catalogue, data.unit_boards, least=1)
    if not every:
        return ()
    order = [each.unit for each in unit_shares(data.unit_boards, data.name_of)]
    known = {board.unit: board for board in data.unit_boards}
    boards = [known[unit] for unit in order][:MOST_UNITS]
    kpis = _worth_comparing(data, every)
    box = canvas.body
    plan = replace(_table(data, kpis, (data.board, *boards)), size=SIZES[-1])
    table = fitting_rows(plan, box.width_points, box.height_points)
    left_out = len(every) - len(table.rows)
    rest = f"另{left_out}项未列。" if left_out else ""
    rest += f"共{len(order)}个单位，列出{len(boards)}个。" if len(order) > len(boards) else ""
    return (_slide(data, table, rest, canvas),)


def _worth_comparing(data: ReportData, every: Sequence[Kpi]) -> tuple[Kpi, ...]:
    """The KPIs that several units share, and those of a single unit that are not green; otherwise all."""
    shared = shared_kpis(data.catalogue, data.unit_boards)
    lit = {kpi.id: [board.of(kpi.id) for board in data.unit_boards] for kpi in every}
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
    data: ReportData, kpis: Sequence[Kpi], boards: Sequence[Board], canvas: Canvas
) -> tuple[TablePlan, ...]:
    box = canvas.body
    return best_split(_table(data, kpis, boards), box.width_points, box.height_points, SIZES)


def _table(data: ReportData, kpis: Sequence[Kpi], boards: Sequence[Board]) -> TablePlan:
    columns = (
        SlideColumn("指标"),
        *(SlideColumn(data.name_of(board.unit), 1.15, "center") for board in boards),
    )
    by_board = [{each.kpi: each for each in board.progress} for board in boards]
    rows = tuple(
        (SlideCell(kpi.short_name, bold=True), *(_cell(data, lit.get(kpi.id)) for lit in by_board))
        for kpi in kpis
    )
    return TablePlan(columns, rows)


def _cell(data: ReportData, progress: Progress | None) -> SlideCell:
    """Shape and figure in the lamp's colours; a dash if the unit has no target."""
    if progress is None or progress.target is None:
        return SlideCell(NO_TARGET, NOTE_INK)
    lamp = data.catalogue.lamp(progress.lamp)
    star = words.INCOMPLETE if progress.provisional else ""
    figure = lamp_figure(data.catalogue, progress)
    return SlideCell(f"{lamp.shape} {figure}{star}", lamp.cell_text, lamp.cell_ground)


def _slide(data: ReportData, table: TablePlan, rest: str, canvas: Canvas) -> SlidePlan:
    return SlidePlan(
        kind=SlideKind.UNITS,
        title=units_headline_of(data.unit_boards, data.name_of),
        sentence=units_reading(data.unit_boards, data.name_of) + rest,
        parts=(Part("单位亮灯表", canvas.body, table),),
        footer=words.footer(data, SCOPE),
        notes="\n".join(_behind(data, board) for board in data.unit_boards),
    )


def _behind(data: ReportData, board: Board) -> str:
    """Speaker notes: the unit's KPIs that are behind, with the reason for each lamp, and what it owes."""
    planned = [each for each in board.progress if each.target is not None]
    asking = [each for each in planned if each.lamp.calls_for_action]
    told = [
        f"{data.kpi(each).short_name}（{reason(data.catalogue, each)}）"
        for each in asking
        if not each.unsettled
    ]
    open_names = [data.kpi(each).short_name for each in asking if each.unsettled]
    then = what_becomes_of_it(is_open=data.story.month_is_open)
    told += [f"{'、'.join(open_names)}尚未报全，{then}"] if open_names else []
    waiting = sum(each.lamp == WAITING for each in planned)
    told += [f"{waiting}项待报"] if waiting else []
    return f"{data.name_of(board.unit)}：{'；'.join(told) or _met(planned)}"


def _met(planned: Sequence[Progress]) -> str:
    if not all(each.is_complete for each in planned):
        return "已报的达到要求，尚未报全"
    return "达到要求" if all(each.lamp.is_lit for each in planned) else "已评价的达到要求"
