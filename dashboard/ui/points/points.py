"""本月要点: read for a view, shown as a short list, copied as text with one click."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.board.board import Board
from dashboard.board.records import Owed, read_owed
from dashboard.ui import cache, view_boards
from dashboard.ui.kept import memoize
from dashboard.ui.markup import Markup, tag
from dashboard.ui.plan import queries
from dashboard.ui.shell import Page
from dashboard.wording.format import year_and_month
from dashboard.wording.key_points import as_text, driving_words, key_points, turned_lamps
from dashboard.wording.story import Story
from domain.catalogue import Kpi

MOST_CHILDREN = 40
VIEWS_KEPT = 200
SCRIPT = Path(__file__).with_name("copy.js")
BUTTON = '<button type="button">复制要点</button> <span role="status"></span>'
LOOK = """
button { font: inherit; color: var(--st-link-color); background: none; border: 0; padding: 0 }
button { cursor: pointer }
button:hover { text-decoration: underline }
"""


@dataclass(frozen=True)
class Points:
    """The sentences, and the lamps that changed since the month before ("" if none)."""

    said: tuple[str, ...]
    turned: str


def read_points(page: Page, board: Board) -> Points:
    """The key points of the page's view."""
    view, catalogue = page.view, page.catalogue
    signals = view_boards.signals(page.version, view.year, view.month, view.unit)
    notes = cache.notes(page.version, view.year, view.month, view.unit)
    story = Story(
        catalogue=catalogue,
        board=board,
        signals=signals,
        children=_children(page),
        notes=notes[::-1],
        tasks=queries.tasks(page.version, view.year, view.unit),
        owed=_owed(page.version, view.year, view.as_of, page.directory.members(view.unit)),
        names=page.names,
        last_day=view.as_of.replace(day=monthrange(view.year, view.month)[1]),
    )
    before = None
    if view.month > 1:
        before = page.relevant(view_boards.board(page.version, view.year, view.month - 1, view.unit))
    return Points(key_points(story), turned_lamps(catalogue, before, board))


def read_driver(page: Page, board: Board, kpi: Kpi) -> str:
    """The unit behind most of this KPI's change or shortfall, as a sentence; "" if there is none."""
    view = page.view
    story = Story(
        catalogue=page.catalogue,
        board=board,
        signals=view_boards.signals(page.version, view.year, view.month, view.unit),
        children=_children(page),
        notes=(),
        tasks=(),
        owed=(),
        names=page.names,
        last_day=view.as_of,
    )
    return "".join(f"{label}{unit}。" for label, unit in driving_words(story, kpi, board.of(kpi.id)))


def points_html(points: Points) -> Markup:
    """The sentences as a list, with the changed lamps below."""
    items = [tag("li", sentence) for sentence in points.said]
    turned = tag("p", f"{points.turned}。", class_="turned") if points.turned else ""
    return tag("div", tag("ol", *items), turned, class_="key-points", role="region", aria_label="本月要点")


def copy_points(page: Page, points: Points) -> None:
    """The button that copies the points as a message."""
    title = f"{page.unit_name}{year_and_month(page.view.as_of)}法治政府建设要点"
    copier = st.components.v2.component("copy_text", html=BUTTON, css=LOOK, js=_script())
    copier(key="copy-points", data={"text": as_text(title, points.said, points.turned)})


def _children(page: Page) -> tuple[Board, ...]:
    view, below = page.view, page.directory.children(page.view.unit)
    if not 1 < len(below) <= MOST_CHILDREN:
        return ()
    return view_boards.unit_boards(page.version, view.year, view.month, below)


@memoize(VIEWS_KEPT, key=cache.by_year)
def _owed(version: str, year: int, month: date, units: tuple[str, ...]) -> tuple[Owed, ...]:
    with cache.reading(version) as connection:
        return read_owed(connection, cache.catalogue_of(version), month, units)


@st.cache_resource(show_spinner=False)
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")
