"""The numbers and words of 总览: on the live page and in the document that shows them before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dashboard.board.attention import attention
from dashboard.board.board import Board
from dashboard.ui import cache, view_boards
from dashboard.ui.attention import AttentionItem, attention_html, attention_words
from dashboard.ui.cards import Card, card_html, marks_note
from dashboard.ui.lamps import kpis_in_use, status_line
from dashboard.ui.markup import Markup, join, tag
from dashboard.ui.next_steps import TARGETS_STEP, next_steps_html
from dashboard.ui.points import Points, long_picture, read_points
from dashboard.ui.shell import Page
from dashboard.wording.board_words import board_headline
from dashboard.wording.plan_count import outside_life
from domain.catalogue import Kpi
from domain.kpi.progress import Progress

TITLE = "总览"
CARDS_HEADING = "主要指标"


@dataclass(frozen=True)
class WordsOver:
    """The strip of lamps, headline and key points over the numbers, and what needs attention below them.

    `picture` is what the long picture of the points is drawn from.
    """

    strip: Markup
    headline: str
    points: Points
    attention: Markup
    picture: Mapping[str, object]


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
    """The cards of the headline KPIs, each kept until its own figures are touched."""
    cards = headline_cards(page, board)
    drawn = [
        page.drawn((card.kpi.id,), "headline card", partial(card_html, card, page.catalogue))
        for card in cards
    ]
    return join(tag("div", *drawn, class_="cards"), marks_note(cards))


def words_over(page: Page, board: Board) -> WordsOver:
    """The words around the numbers; without a plan, a link to where one is entered."""
    return page.drawn(None, "words over", partial(_words_over, page, board))


def _words_over(page: Page, board: Board) -> WordsOver:
    planned = any(progress.target is not None for progress in board.progress)
    items, points = attention_items(page, board), read_points(page, board)
    under = attention_html(items, page.catalogue) if items else Markup("")
    headline = board_headline(board)
    plans = planned or bool(outside_life(board))
    return WordsOver(
        status_line(board, page.catalogue, page.reports(), page.full_name),
        headline,
        points,
        under if plans else join(next_steps_html(page.address, TARGETS_STEP), under),
        long_picture(page, board, points, headline, items),
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
