"""单位对比: units × KPIs as lamps, and one KPI across units, each with its own target.

KPIs of several units have a column; the others are listed beside their one unit.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import plotly.graph_objects as go

from dashboard.board.attention import shortfall
from dashboard.board.board import Board
from dashboard.charts.units import target_bars, target_dots
from dashboard.ui import view_boards
from dashboard.ui.lamps import MARK, NO_BREAK
from dashboard.ui.markup import Markup, join, tag
from dashboard.ui.plan import queries
from dashboard.ui.shell import Page
from dashboard.ui.view import unit_label
from dashboard.wording.format import NOTHING, amount, number
from dashboard.wording.lamp_words import lamp_word, reason
from dashboard.wording.narrative import months_so_far
from dashboard.wording.unit_words import UnitShare, behind_of, by_share, lamp_figure
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress


@dataclass(frozen=True)
class Links:
    """The link targets: `unit` for its name, `below` for units under it ("" for none), `cell` for a lamp."""

    unit: Callable[[str], str]
    below: Callable[[str], str]
    cell: Callable[[str, Kpi], str]


@dataclass(frozen=True)
class Matrix:
    """The contents of the table: the unit above, the units, the KPIs with a column, the unit in view.

    `shares` (by unit code) say which targets each unit answers for.
    """

    whole: Board
    boards: Sequence[Board]
    shares: Mapping[str, UnitShare]
    columns: Sequence[Kpi]
    catalogue: Catalogue
    name: Callable[[str], str]
    links: Links
    here: str


def matrix_html(matrix: Matrix) -> Markup:
    """The table.

    A cell shows shape and figure on the lamp's background and links to the figures behind it.
    """
    names = [tag("th", kpi.short_name, scope="col", title=kpi.scope) for kpi in matrix.columns]
    has_own = any(_own(matrix, board) for board in matrix.boards)
    own = [tag("th", "单独承担的指标", scope="col", class_="own")] if has_own else []
    head = tag("tr", tag("th", "单位", scope="col"), tag("th", "未达", scope="col"), *names, *own)
    whole = _row(matrix, matrix.whole, has_own, "whole")
    rows = [
        _row(matrix, board, has_own, "here" if board.unit == matrix.here else "") for board in matrix.boards
    ]
    spoken = tag("caption", "各单位亮灯", class_="spoken")
    table = tag("table", spoken, tag("thead", head), tag("tbody", whole, *rows), class_="matrix-table")
    return tag("div", table, class_="scrolls", tabindex="0", role="region", aria_label="各单位亮灯")


def _row(matrix: Matrix, board: Board, has_own: bool, kind: str) -> Markup:
    by_kpi = {progress.kpi: progress for progress in board.progress}
    cells = [_cell(matrix, kpi, by_kpi[kpi.id]) for kpi in matrix.columns]
    own = [tag("td", _own_html(matrix, board, kind == "whole"), class_="own")] if has_own else []
    return tag(
        "tr", _unit(matrix, board), _count(matrix, board), *cells, *own, class_=kind, data_unit=board.unit
    )


def _unit(matrix: Matrix, board: Board) -> Markup:
    name = tag("a", matrix.name(board.unit), href=matrix.links.unit(board.unit))
    below = matrix.links.below(board.unit)
    lower = tag("a", "下级", href=below, class_="below", aria_label="看下级单位") if below else Markup("")
    return tag("th", name, lower, scope="row")


def _count(matrix: Matrix, board: Board) -> Markup:
    """Targets behind, of those the unit answers for: the same counts as in the sentence over the table."""
    share = matrix.shares.get(board.unit)
    behind = len(share.behind) if share else behind_of(board)
    planned = share.borne if share else sum(progress.target is not None for progress in board.progress)
    return tag("td", tag("b", str(behind)), tag("small", f"/{planned}"), class_="count")


def _cell(matrix: Matrix, kpi: Kpi, progress: Progress) -> Markup:
    if progress.target is None:
        return tag("td", NOTHING, class_="nothing")
    lamp = matrix.catalogue.lamp(progress.lamp)
    style = f"color:{lamp.cell_text};background:{lamp.cell_ground}"
    return tag("td", _lamp_link(matrix, kpi, progress), style=style, data_label=kpi.short_name)


def _lamp_link(matrix: Matrix, kpi: Kpi, progress: Progress, name: str = "") -> Markup:
    """集体学法 ■ 50%: screen readers read the lamp's word; the tooltip shows it with the reason."""
    catalogue, word = matrix.catalogue, lamp_word(matrix.catalogue, progress)
    figure = lamp_figure(catalogue, progress)
    mark = MARK if progress.provisional else ""
    shown = join(f"{name}{catalogue.lamp(progress.lamp).shape}{NO_BREAK}{figure}{mark}")
    spoken = "" if figure == word else tag("span", f" {word}", class_="spoken")
    hint = f"{kpi.short_name} {word}：{reason(catalogue, progress)}"
    return tag("a", shown, spoken, href=matrix.links.cell(progress.unit, kpi), title=hint)


def _own(matrix: Matrix, board: Board) -> list[Progress]:
    """The unit's targets that have no column, worst first."""
    columns = {kpi.id for kpi in matrix.columns}
    order = [lamp.id for lamp in matrix.catalogue.lamps]
    own = [
        progress for progress in board.progress if progress.target is not None and progress.kpi not in columns
    ]
    return sorted(own, key=lambda progress: order.index(progress.lamp))


def _own_html(matrix: Matrix, board: Board, folded: bool) -> Markup:
    """Lamps that are behind, unless folded; a count of the others, with their names behind a mark."""
    own = _own(matrix, board)
    shown = [progress for progress in own if progress.lamp.calls_for_action and not folded]
    rest = [progress for progress in own if progress not in shown]
    if not rest:
        return _chips(matrix, shown) if shown else Markup(NOTHING)
    summary = tag("summary", ("另" if shown else "") + _count_words(rest))
    chips = [_chips(matrix, shown)] if shown else []
    return join(*chips, tag("details", summary, _chips(matrix, rest)))


def _count_words(progress: Sequence[Progress]) -> str:
    """3项未达，14项符合，1项待报或未评价."""
    behind = sum(each.lamp.calls_for_action for each in progress)
    green = sum(each.lamp == lamps.GREEN for each in progress)
    words = ((behind, "未达"), (green, "符合"), (len(progress) - behind - green, "待报或未评价"))
    return "，".join(f"{count}项{word}" for count, word in words if count)


def _chips(matrix: Matrix, progress: Iterable[Progress]) -> Markup:
    return tag("div", *(_chip(matrix, each) for each in progress), class_="own-chips")


def _chip(matrix: Matrix, progress: Progress) -> Markup:
    kpi, lamp = matrix.catalogue.kpi(progress.kpi), matrix.catalogue.lamp(progress.lamp)
    style = f"color:{lamp.cell_text};background:{lamp.cell_ground}"
    link = _lamp_link(matrix, kpi, progress, kpi.short_name + NO_BREAK)
    return tag("span", link, class_="own-chip", style=style)


MOST_UNITS = 500


@dataclass(frozen=True)
class Comparison:
    """`whole` is the board of the unit above; `boards` are those of the compared units, the largest share
    behind first.

    Only KPIs with a target in one of them. `unplanned` counts units without a target, `left_out` units
    beyond the maximum.
    """

    whole: Board
    boards: tuple[Board, ...]
    unplanned: int = 0
    left_out: int = 0


def read_comparison(page: Page) -> Comparison:
    """The comparison for the page's view."""
    view, directory = page.view, page.directory
    here = directory.by_code(view.unit)
    at_the_end = not directory.children(view.unit) and here is not None and here.parent is not None
    above = here.parent if at_the_end and here is not None and here.parent else view.unit
    known = set(directory.children_in(above, view.as_of))
    planned = [unit for unit in queries.planned_units(page.version, view.as_of, above) if unit in known]
    chosen = tuple(planned[:MOST_UNITS])
    kpis = queries.kpis_in_plan(page.version, view.year, (above, *chosen))
    boards = view_boards.unit_boards(page.version, view.year, view.month, (above, *chosen), kpis)
    ordered = by_share(boards[1:], partial(name_in, page))
    return Comparison(boards[0], ordered, len(known) - len(planned), len(planned) - len(chosen))


def name_in(page: Page, unit: str) -> str:
    """全局 for the whole bureau, otherwise the unit's name."""
    return unit_label(unit, page.directory)


COLUMNS = ("name", "link", "mark", "mark_colour", "words", "value", "due", "target", "behind")


def unit_plan_frame(
    kpi: Kpi,
    boards: Sequence[Board],
    catalogue: Catalogue,
    name: Callable[[str], str],
    link: Callable[[str], str],
) -> pd.DataFrame:
    """A row for each unit with a target for the KPI, the furthest behind first; columns as in the chart.

    A count to be reached is shown as a share of the unit's own target, so that units of any size compare.
    """
    planned = [progress for board in boards for progress in board.progress if progress.kpi == kpi.id]
    planned = sorted(
        (progress for progress in planned if progress.target is not None),
        key=lambda progress: -_distance(kpi, progress),
    )
    rows = [
        _unit_row(kpi, progress, catalogue, name(progress.unit), link(progress.unit)) for progress in planned
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        dict.fromkeys(("value", "due", "target"), "float64")
    )


def unit_plan_figure(kpi: Kpi, units: pd.DataFrame) -> go.Figure:
    """Dots on a scale of percent for a share, bars for any other KPI."""
    return target_dots(units) if kpi.is_share else target_bars(units)


def unit_plan_measure(kpi: Kpi, month: int) -> str:
    """The measure of the chart and how to read it."""
    span = months_so_far(month)
    if kpi.is_quotient:
        return f"{kpi.short_name}，{span}累计　竖线为各单位目标"
    if kpi.is_stock:
        return f"{kpi.short_name}，{month}月末（{kpi.counting_unit}）　浅底到控制数"
    if kpi.direction.wants_less:
        return f"{kpi.short_name}，{span}累计（{kpi.counting_unit}）　浅底到全年控制数，竖线为至本月控制数"
    return f"{kpi.short_name}，{span}累计占年度目标　浅底为年度目标，竖线为应完成，右列为累计÷应完成"


def _distance(kpi: Kpi, progress: Progress) -> float:
    """The distance from what is due; KPIs that are not judged come last."""
    far = shortfall(progress, kpi.direction)
    return far if progress.lamp.is_lit and math.isfinite(far) else -math.inf


def _unit_row(kpi: Kpi, progress: Progress, catalogue: Catalogue, name: str, link: str) -> tuple[object, ...]:
    value, due, target = progress.year_to_date, progress.expected_to_date, progress.target
    if kpi.works_towards_target and target:
        value, due, target = (None if figure is None else figure / target for figure in (value, due, target))
    mark = f"{catalogue.lamp(progress.lamp).shape}{NO_BREAK}{lamp_figure(catalogue, progress)}"
    behind = progress.lamp.calls_for_action
    colour = catalogue.lamp(progress.lamp).text
    return name, link, mark, colour, _words(kpi, progress), value, due, target, behind


def _words(kpi: Kpi, progress: Progress) -> str:
    """The text below a bar: 累计203，应完成275，目标550人次."""
    if kpi.is_quotient:
        parts = (
            f"{number(progress.numerator)}/{number(progress.denominator)}，" if progress.denominator else ""
        )
        return f"{parts}目标{amount(progress.target, kpi.kind)}"
    target = number(progress.target, kpi.counting_unit)
    now = "未报" if progress.year_to_date is None else number(progress.year_to_date, word=progress.word)
    if kpi.is_stock:
        return f"目前{now}，控制数{target}"
    if kpi.direction.wants_less:
        return f"累计{now}，至本月不超过{number(progress.expected_to_date)}，全年{target}"
    return f"累计{now}，应完成{number(progress.expected_to_date)}，目标{target}"
