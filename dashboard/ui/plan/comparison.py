"""Which units are compared in a view: those directly below it, or beside it at the tree's ends."""

from dataclasses import dataclass

from dashboard.kpi.board import Board
from dashboard.reports.unit_words import by_lag
from dashboard.ui import cache
from dashboard.ui.plan import reading
from dashboard.ui.shell import Page
from dashboard.ui.view import unit_label

MOST_UNITS = 500


@dataclass(frozen=True)
class Comparison:
    """`whole` is the board of the unit above; `boards` those of the units compared, most behind first.

    Only KPIs that one of them has a target for. `unplanned` counts units without a target, `left_out` those
    that are too many.
    """

    whole: Board
    boards: tuple[Board, ...]
    unplanned: int = 0
    left_out: int = 0


def read_comparison(page: Page) -> Comparison:
    """The comparison of the page's view."""
    view, directory = page.view, page.directory
    here = directory.by_code(view.unit)
    at_the_end = not directory.children(view.unit) and here is not None and here.parent is not None
    above = here.parent if at_the_end and here is not None and here.parent else view.unit
    known = set(directory.children(above))
    planned = [unit for unit in reading.planned_units(page.version, view.year, above) if unit in known]
    chosen = tuple(planned[:MOST_UNITS])
    kpis = reading.kpis_in_plan(page.version, view.year, (above, *chosen))
    boards = cache.unit_boards(page.version, view.year, view.month, (above, *chosen), kpis)
    return Comparison(boards[0], by_lag(boards[1:]), len(known) - len(planned), len(planned) - len(chosen))


def name_in(page: Page, unit: str) -> str:
    """全局 for the whole bureau, else the unit's name."""
    return unit_label(unit, page.directory)
