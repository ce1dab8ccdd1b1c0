"""All KPIs of a page in one table: lamp, this month, year to date, plan, last year."""

from collections.abc import Callable, Iterable

from dashboard.format import NOTHING, amount
from dashboard.kpi.board import Board
from dashboard.reports.narrative import adds_up, manner
from dashboard.reports.rate_words import over_the_whole
from dashboard.ui.cards import STAR, STAR_WORDS, year_ago_text
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import Markup, join, tag
from dashboard.ui.tables import Column, telling_table_html
from etl.catalogue import Catalogue, Kpi

COLUMNS = (
    Column("指标", number=False),
    Column("亮灯", number=False, layout="first-line"),
    Column("当月"),
    Column("累计"),
    Column("应完成"),
    Column("年度目标"),
    Column("上年同期"),
    Column("同比"),
    Column("责任人", number=False, layout="first-line"),
)


def kpi_table(kpis: Iterable[Kpi], board: Board, catalogue: Catalogue, link: Callable[[Kpi], str]) -> Markup:
    """A row for each KPI in the order given, then what a star or over 100 % means; `link`: its charts."""
    shown = tuple(kpis)
    rows = [_row(kpi, board, catalogue, link(kpi)) for kpi in shown]
    starred = any(cell.startswith(STAR) for row in rows for cell in row)
    table = telling_table_html(COLUMNS, rows, "全部指标")
    over = (over_the_whole(catalogue, kpi, [board.of(kpi.id).month_value]) for kpi in shown)
    notes = filter(None, (STAR_WORDS if starred else "", *over))
    return join(table, *(tag("p", note, class_="page-note") for note in notes))


def _row(kpi: Kpi, board: Board, catalogue: Catalogue, link: str) -> list[str]:
    progress = board.of(kpi.id)
    due = progress.expected_to_date if manner(kpi) == "sum" else None
    has_total = kpi.kind != "sum" or adds_up(catalogue, kpi)
    so_far, year_ago = (progress.year_to_date, progress.year_ago_to_date) if has_total else (None, None)
    return [
        tag("a", kpi.name, href=link),
        lamp_text(progress, catalogue),
        amount(progress.month_value, kpi.kind, kpi.counting_unit),
        amount(so_far, kpi.kind, kpi.counting_unit, progress.word),
        amount(due, kpi.kind, kpi.counting_unit),
        amount(progress.target, kpi.kind, kpi.counting_unit),
        amount(year_ago, kpi.kind, kpi.counting_unit),
        year_ago_text(kpi, progress) if has_total else NOTHING,
        progress.owner,
    ]
