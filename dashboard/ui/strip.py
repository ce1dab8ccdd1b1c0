"""The strip under the title: as of when, how much has been reported, how many lamps of each kind."""

from dataclasses import dataclass

from dashboard.format import year_and_month
from dashboard.kpi.board import Board
from dashboard.ui.lamps import lamp_chip, lamp_counts
from dashboard.ui.markup import Markup, tag
from etl.catalogue import Catalogue


@dataclass(frozen=True)
class Reports:
    """How many reports (a unit's month of a dataset) are owed and have come; `link` leads to who owes."""

    owed: int
    come: int
    link: str = ""


def strip_html(board: Board, catalogue: Catalogue, reports: Reports, *, lamps: bool = True) -> Markup:
    """数据截至 2023年6月 · 应报 12 份，已报 11 份 · ■ 严重滞后 3 …"""
    parts = [tag("span", "数据截至 ", tag("b", year_and_month(board.as_of)))]
    if reports.owed:
        come = ("应报 ", tag("b", str(reports.owed)), " 份，已报 ", tag("b", str(reports.come)), " 份")
        parts.append(tag("span", *come))
    if lamps:
        for lamp, count in lamp_counts(board.progress, catalogue):
            chip = lamp_chip(lamp, count, catalogue)
            chased = lamp == "waiting" and reports.link
            parts.append(tag("a", chip, href=reports.link, title="去催报") if chased else chip)
    return tag("div", *parts, class_="strip")
