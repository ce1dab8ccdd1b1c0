"""Lamps as words on a page, shape and word always together; the line that counts submissions and lamps."""

from dataclasses import dataclass

from dashboard.board.board import Board
from dashboard.ui.markup import Markup, join, tag
from dashboard.wording.format import year_and_month
from dashboard.wording.lamp_words import lamp_word
from dashboard.wording.plan_count import lamps_counted
from domain.catalogue import Catalogue
from domain.kpi.progress import Progress

NO_BREAK = "\u00a0"
NAMES_SHOWN = 3


def lamp_text(progress: Progress, catalogue: Catalogue) -> Markup:
    """`▲ 滞后` in the lamp's colour."""
    return lamp_mark(progress.lamp, lamp_word(catalogue, progress), catalogue)


MARK, MARK_WORDS = "＊", "＊有单位未报，数据不全。"


def marked_lamp(progress: Progress, catalogue: Catalogue) -> Markup:
    """`▲ 滞后＊` if units have not reported; MARK_WORDS say what the mark means."""
    return join(lamp_text(progress, catalogue), MARK if progress.provisional else "")


def lamp_mark(lamp_id: str, word: str, catalogue: Catalogue) -> Markup:
    """`▲ 滞后` in a lamp's colour, from the id of the lamp and the word beside it."""
    lamp = catalogue.lamp(lamp_id)
    words = f"{lamp.shape}{NO_BREAK}{word}"
    return tag("span", words, class_="lamp", style=f"color:{lamp.text}")


def lamp_chip(lamp_id: str, count: int, catalogue: Catalogue) -> Markup:
    """`▲ 黄灯 3` on the lamp's background colour."""
    lamp = catalogue.lamp(lamp_id)
    words = f"{lamp.shape}{NO_BREAK}{lamp.word}{NO_BREAK}{count}"
    return tag("span", words, class_="chip", style=f"color:{lamp.chip_text};background:{lamp.chip_ground}")


@dataclass(frozen=True)
class SubmissionCount:
    """How many submissions (one unit, month and dataset each) are owed and received, and which are missing.

    `missing` holds the names of the units that still owe one. `link` leads to the page that reminds them,
    "" for none. `is_closed`: the month can no longer change. `partly`: how many were received without an
    expected column.
    """

    owed: int
    received: int
    missing: tuple[str, ...] = ()
    link: str = ""
    is_closed: bool = False
    partly: int = 0


def status_line(board: Board, catalogue: Catalogue, reports: SubmissionCount, whose: str = "") -> Markup:
    """数据截至 2023年6月 · 应报 12 份，已报 11 份 · ■ 红灯 3 …; on paper `whose` figures they are."""
    closed = "（已封账）" if reports.is_closed else ""
    parts = [tag("b", whose, class_="on-paper")] if whose else []
    parts.append(tag("span", "数据截至 ", tag("b", year_and_month(board.as_of)), closed))
    if reports.owed:
        counts = ["应报 ", tag("b", str(reports.owed)), " 份，已报 ", tag("b", str(reports.received)), " 份"]
        counts += ["，部分报送 ", tag("b", str(reports.partly)), " 份"] if reports.partly else []
        parts.append(tag("span", *counts))
    if reports.missing:
        named = "、".join(reports.missing[:NAMES_SHOWN])
        more = f"等{len(reports.missing)}个单位" if len(reports.missing) > NAMES_SHOWN else ""
        words = f"{named}{more}未报"
        parts.append(tag("a", words, href=reports.link) if reports.link else tag("span", words))
    for lamp, count in lamps_counted(kpis_in_use(board)).items():
        chip = lamp_chip(lamp, count, catalogue)
        chased = lamp == "waiting" and reports.link
        parts.append(tag("a", chip, href=reports.link, title="去催报") if chased else chip)
    return tag("div", *parts, class_="strip")


def kpis_in_use(board: Board) -> list[Progress]:
    """The KPIs that count: planned, or reported at least once.

    Otherwise a new office would read 待报 52 for columns it may never keep; what it owes is shown before
    the lamps.
    """
    return [progress for progress in board.progress if board.is_used(progress)]
