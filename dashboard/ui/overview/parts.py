"""The numbers and words of 总览: on the live page and in the document that shows them before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.board.attention import attention
from dashboard.board.board import Board
from dashboard.ui import cache, view_boards
from dashboard.ui.attention import AttentionItem, attention_html, attention_words
from dashboard.ui.cards import Card, cards_html
from dashboard.ui.lamps import kpis_in_use, strip_html
from dashboard.ui.markup import Markup, join
from dashboard.ui.next_steps import TARGETS_STEP, next_steps_html
from dashboard.ui.shell import Page
from dashboard.wording.board_words import board_headline
from domain.catalogue import Kpi
from domain.kpi.progress import Progress

TITLE = "总览"
CARDS_HEADING = "主要指标"


@dataclass(frozen=True)
class WordsOver:
    """The strip of lamps and the headline over the numbers, and what needs attention below them."""

    strip: Markup
    headline: str
    attention: Markup


def overview_board(page: Page) -> Board:
    """The board of the page's view."""
    view = page.view
    return page.relevant(view_boards.board(page.version, view.year, view.month, view.unit))


def kpis_on_board(page: Page, board: Board) -> list[Kpi]:
    """The KPIs in use, in the order of the board."""
    return [page.catalogue.kpi(progress.kpi) for progress in kpis_in_use(board)]


def headline_cards(page: Page, board: Board) -> list[Card]:
    """A card for each headline KPI in use."""
    return [
        Card(kpi, board.of(kpi.id), board.figures_of(kpi.id), _link(page, kpi))
        for kpi in kpis_on_board(page, board)
        if kpi.headline
    ]


def numbers_html(page: Page, board: Board) -> Markup:
    """The cards of the headline KPIs."""
    return cards_html(headline_cards(page, board), page.catalogue)


def words_over(page: Page, board: Board, items: Sequence[AttentionItem]) -> WordsOver:
    """The words around the numbers; without a plan, a link to where one is entered."""
    planned = any(progress.target is not None for progress in board.progress)
    under = attention_html(items, page.catalogue) if items else Markup("")
    return WordsOver(
        strip_html(board, page.catalogue, page.reports(), page.full_name),
        board_headline(board),
        under if planned else join(next_steps_html(page, TARGETS_STEP), under),
    )


def attention_items(page: Page, board: Board) -> list[AttentionItem]:
    """The rows of 需要关注, worst first."""
    view = page.view
    signals = view_boards.signals(page.version, view.year, view.month, view.unit)
    notes = cache.notes(page.version, view.year, view.month, view.unit)

    def item(progress: Progress) -> AttentionItem:
        kpi, signal = page.catalogue.kpi(progress.kpi), signals.get(progress.kpi)
        words = attention_words(page.catalogue, kpi, progress, signal, notes, page.names)
        why = "" if progress.lamp.calls_for_action else "异常波动"
        return AttentionItem(progress, words, _link(page, kpi), why)

    return [item(progress) for progress in attention(board, signals, page.catalogue)]


def _link(page: Page, kpi: Kpi) -> str:
    """The address that shows a KPI in full."""
    return page.address(kpi.dataset, kpi=kpi.id)
