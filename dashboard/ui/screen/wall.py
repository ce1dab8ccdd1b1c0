"""大屏: the board as it hangs on a wall: sections whose pages fill the screen and turn by themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from dashboard.board.board import Board
from dashboard.ui import view_boards
from dashboard.ui.attention import COLUMNS, AttentionItem, attention_values
from dashboard.ui.banners import marks
from dashboard.ui.cards import Card, card_html, marks_note
from dashboard.ui.chart_block import NOTHING_TO_DRAW, Chart, heading_html
from dashboard.ui.dataset.dataset_board import DatasetBoard, kpis_in_order
from dashboard.ui.dataset.dataset_page import charts_of
from dashboard.ui.lamps import kpis_in_use, status_line
from dashboard.ui.markup import Markup, join, tag
from dashboard.ui.points import Points
from dashboard.ui.screen.large import asset, drawn_chart
from dashboard.ui.shell import Page
from dashboard.ui.view import WALL, note_filled
from dashboard.wording.format import NOTHING

CHARTS_A_PAGE = 2


@dataclass(frozen=True)
class WallSection:
    """A section of the wall. Its items fill as many pages as they need; each page repeats title and lead.

    `layout`: "words", "rows" or "cards". A section of charts has no items and one page.
    """

    title: str
    layout: str
    items: Sequence[Markup] = ()
    lead: Markup = field(default_factory=Markup)
    charts: Sequence[Chart] = ()


def wall_address(page: Page) -> str:
    """The wall's address; without a month if the board opens at this one, so that it follows the months."""
    view, outline = page.view, page.outline
    opening = (outline.opening_year, outline.start_months.get(outline.opening_year))
    if (view.year, view.month) == opening:
        return f"?{WALL}=true" + ("" if page.is_whole_bureau else f"&unit={view.unit}")
    return "?" + view.query(**{WALL: "true"})


def show_wall(page: Page, board: Board, sections: Sequence[WallSection]) -> None:
    """Fill the screen with the sections and turn their pages."""
    note_filled()
    component = st.components.v2.component(
        "wall", html=asset("wall.html"), css=asset("wall.css"), js=asset("drawing.js", "wall.js")
    )
    data = {
        "title": f"{page.full_name}　法治政府建设看板",
        "strip": status_line(board, page.catalogue, replace(page.reports(), link="")),
        "sample": "　".join(marks(page.outline)),
        "leave": page.view.address("."),
        "sections": [_section_data(section) for section in sections],
    }
    component(key="wall", data=data)


def points_section(points: Points, headline: str) -> WallSection:
    """本月要点, and the lamps that changed."""
    items = [
        tag("p", tag("b", str(place)), tag("span", sentence)) for place, sentence in enumerate(points.said, 1)
    ]
    if points.turned:
        items.append(tag("p", tag("b", ""), tag("span", f"{points.turned}。"), class_="turned"))
    return WallSection(headline, "words", items)


def attention_section(page: Page, findings: Sequence[AttentionItem]) -> WallSection:
    """需要关注: a row for each KPI with its reason below."""
    heads = [tag("span", heading, class_=name) for name, heading, _ in COLUMNS]
    rows = [_row(page, replace(finding, link="")) for finding in findings]
    return WallSection("需要关注", "rows", rows, tag("div", *heads, class_="row heads"))


def _row(page: Page, finding: AttentionItem) -> Markup:
    values = zip(COLUMNS, attention_values(finding, page.catalogue), strict=True)
    cells = [tag("span", "" if value == NOTHING else value, class_=name) for (name, _, _), value in values]
    return tag("div", tag("div", *cells, class_="row"), tag("p", finding.words, class_="why"), class_="item")


def cards_section(page: Page, cards: Sequence[Card]) -> WallSection:
    """The headline KPIs."""
    return WallSection("主要指标", "cards", _cards(page, cards), marks_note(cards))


def dataset_sections(page: Page, board: Board) -> Iterator[WallSection]:
    """For each dataset in use: its cards, and the charts of the KPI that most needs attention."""
    view, catalogue = page.view, page.catalogue
    signals = view_boards.signals(page.version, view.year, view.month, view.unit)
    used = {progress.kpi: progress for progress in kpis_in_use(board)}
    for dataset in catalogue.datasets:
        kpis = tuple(kpi for kpi in kpis_in_order(catalogue, dataset.id) if kpi.id in used)
        if not kpis:
            continue
        own_board = replace(board, progress=tuple(used[kpi.id] for kpi in kpis))
        part = DatasetBoard(page, dataset.id, kpis, own_board, signals)
        cards, charts = part.cards(), charts_of(page, part.series(part.chosen()))
        lead = join(tag("div", *_cards(page, cards), class_="cards"), marks_note(cards))
        yield WallSection(dataset.title, "charts", (), lead, charts[:CHARTS_A_PAGE])


def _cards(page: Page, cards: Sequence[Card]) -> list[Markup]:
    return [card_html(replace(card, link=""), page.catalogue) for card in cards]


def _section_data(section: WallSection) -> dict[str, Any]:
    return {
        "title": section.title,
        "layout": section.layout,
        "items": list(section.items),
        "lead": section.lead,
        "charts": [_chart(chart) for chart in section.charts],
    }


def _chart(chart: Chart) -> dict[str, Any]:
    heading = heading_html(replace(chart.heading, scope=""))
    if chart.figure is None:
        return {"heading": heading + tag("p", NOTHING_TO_DRAW), "notes": "", "drawn": None}
    notes = join(*(tag("p", line) for line in chart.heading.notes))
    return {"heading": heading, "notes": notes, "drawn": drawn_chart(chart.figure)}
