"""本月要点: read for a view, shown as a short list, taken along as text or as a long picture."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.board.board import Board
from dashboard.board.loaded_records import Owed, owed_by_month
from dashboard.charts.template import INK
from dashboard.ui import cache, view_boards
from dashboard.ui.attention import AttentionItem
from dashboard.ui.banners import EARLIER_MARK, marks
from dashboard.ui.copy_button import COPY_TEXT
from dashboard.ui.lamps import kpis_in_use
from dashboard.ui.markup import Markup, tag
from dashboard.ui.memoize import memoize
from dashboard.ui.plan import queries
from dashboard.ui.shell import Page
from dashboard.wording.format import amount, year_and_month
from dashboard.wording.key_points import as_text, driving_words, key_points
from dashboard.wording.lamp_words import lamp_word, turned_lamps
from dashboard.wording.plan_count import lamps_counted
from dashboard.wording.story import Story
from domain.catalogue import Catalogue, Kpi

MOST_CHILDREN = 40
HERE = Path(__file__).parent
SCRIPTS = (HERE / "long_picture.js", COPY_TEXT, HERE / "take_along.js")
ROW = (
    '<div class="points-row"><button type="button" data-do="copy">复制要点</button>'
    '<button type="button" data-do="picture">下载长图</button>'
    '<a>大屏</a><span role="status"></span></div>'
)
LOOK = """
.points-row { display: flex; flex-wrap: wrap; gap: 0 1rem }
:is(button, a) { font: inherit; color: var(--st-link-color); background: none; border: 0; padding: 0 }
:is(button, a) { cursor: pointer; text-decoration: none; white-space: nowrap }
:is(button, a):hover { text-decoration: underline }
:is(button, a):focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 2px }
.says-nothing button { display: none }
@media (max-width: 640px) { a { display: none } }
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
        children=partial(_children, page),
        notes=notes[::-1],
        tasks=queries.tasks(page.version, view.year, view.unit),
        owed=_owed(page),
        names=page.names,
        last_day=view.as_of.replace(day=monthrange(view.year, view.month)[1]),
        closed_through=page.outline.closed_through,
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
        children=partial(_children, page),
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


def take_points(page: Page, points: Points, picture: Mapping[str, object], wall: str) -> None:
    """The buttons that take the points along, and the link to the wall."""
    title = _title(page) + (f"（{EARLIER_MARK}）" if EARLIER_MARK in marks(page.outline) else "")
    text = as_text(title, points.said, points.turned) if points.said else ""
    taker = st.components.v2.component("take_points", html=ROW, css=LOOK, js=_script())
    taker(key="take-points", data={"text": text, "picture": picture, "wall": wall})


def take_points_place(points: Points) -> Markup:
    """A place as large as the buttons and the link; they come with the live page."""
    row = ROW if points.said else ROW.replace('class="points-row"', 'class="points-row says-nothing"')
    look = tag("style", Markup(LOOK))
    inside = Markup('<template shadowrootmode="open">{}{}</template>').format(look, Markup(row))
    return tag("div", inside, class_="st-key-take-points", aria_hidden="true")


def long_picture(
    page: Page, board: Board, points: Points, headline: str, findings: Sequence[AttentionItem]
) -> dict[str, object]:
    """What long_picture.js draws: the lamps, the points, and what needs attention."""
    view, catalogue = page.view, page.catalogue
    lamps = [(catalogue.lamp(lamp), count) for lamp, count in lamps_counted(kpis_in_use(board)).items()]
    return {
        "name": _title(page),
        "title": f"{page.full_name}法治政府建设要点",
        "asOf": f"数据截至 {year_and_month(view.as_of)}",
        "lamps": [
            {"text": f"{lamp.shape} {lamp.word} {count}", "ink": lamp.chip_text, "ground": lamp.chip_ground}
            for lamp, count in lamps
        ],
        "headline": headline,
        "points": list(points.said),
        "turned": f"{points.turned}。" if points.turned else "",
        "rows": [_picture_row(catalogue, finding) for finding in findings],
        "foot": "　".join((*marks(page.outline), page.full_name, "法治政府建设看板")),
    }


def _picture_row(catalogue: Catalogue, finding: AttentionItem) -> dict[str, str]:
    progress = finding.progress
    kpi, lamp = catalogue.kpi(progress.kpi), catalogue.lamp(progress.lamp)
    word = f"{lamp.shape} {lamp_word(catalogue, progress)}"
    return {
        "lamp": f"◇ {finding.signal}" if finding.signal else word,
        "colour": INK if finding.signal else lamp.text,
        "name": kpi.short_name,
        "value": amount(progress.year_to_date, kpi.kind, kpi.counting_unit, word=progress.word),
        "words": finding.words,
    }


def _title(page: Page) -> str:
    return f"{page.unit_name}{year_and_month(page.view.as_of)}法治政府建设要点"


def _children(page: Page, kpi: str) -> tuple[Board, ...]:
    view, below = page.view, page.directory.children(page.view.unit)
    if not 1 < len(below) <= MOST_CHILDREN:
        return ()
    return view_boards.unit_boards(page.version, view.year, view.month, below, (kpi,))


def _owed(page: Page) -> tuple[Owed, ...]:
    """What the units of the view owe for its month."""
    view, members = page.view, set(page.directory.members(page.view.unit))
    _, months = cache.read_together(page.outline.codes, view.as_of, view.unit)
    owed = _owed_of_months(page.version, view.year, months)[view.as_of]
    return tuple(report for report in owed if report.unit in members)


@memoize(cache.READINGS_KEPT, key=cache.by_year)
def _owed_of_months(version: str, year: int, months: tuple[date, ...]) -> dict[date, tuple[Owed, ...]]:
    return owed_by_month(cache.submissions(version, year), cache.catalogue_of(version), months)


@st.cache_resource(show_spinner=False)
def _script() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
