"""The start of every page: its style, the title row with year, month and unit, and the banners."""

import logging
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import ParamSpec

import streamlit as st

from dashboard.board.board import Board
from dashboard.ui import cache
from dashboard.ui.banners import ROW, banners
from dashboard.ui.cache import Drawn, Outline
from dashboard.ui.chooser import choose_view
from dashboard.ui.lamps import SubmissionCount
from dashboard.ui.markup import Markup, as_written, tag
from dashboard.ui.next_steps import first_steps, nothing_in_year
from dashboard.ui.roles import draw_who_looks, has_right_to
from dashboard.ui.serving.monitoring import page_run
from dashboard.ui.streamlit_inside import STYLE as INSIDE_STYLE
from dashboard.ui.streamlit_inside import StreamlitPage, help_keyboard
from dashboard.ui.turns import turn
from dashboard.ui.view import View, ViewStart, forget_unfilled, hold_view, read_view, unit_label
from dashboard.wording.format import year_and_month
from dashboard.wording.unit_words import names_told
from domain.catalogue import Catalogue, CatalogueError
from domain.units import UnitDirectory
from etl.warehouse import WarehouseError

STYLE = Path(__file__).with_name("style.css")
PAGES = Path(__file__).resolve().parents[2] / "pages"
TOP_STANDS = "top-stands"
Arguments = ParamSpec("Arguments")
log = logging.getLogger(__name__)
NAME = "法治政府建设看板"


@dataclass(frozen=True)
class Page:
    """What a page works with: the view, the warehouse's version (the cache key), units, catalogue."""

    view: View
    version: str
    outline: Outline
    catalogue: Catalogue

    @property
    def directory(self) -> UnitDirectory:
        """The units with their names and their tree in the view's month."""
        return cache.directory(self.version, self.view.as_of, self.view.unit)

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each unit in the view's month, by its code."""
        every = (*self.outline.directory.units, *self.directory.units)
        return names_told(((unit.unit, unit.name, unit.end) for unit in every), self.view.as_of)

    @property
    def unit_name(self) -> str:
        """全局, or the name of the unit in view."""
        return unit_label(self.view.unit, self.directory)

    @property
    def full_name(self) -> str:
        """The bureau, and after it the unit in view if it is not the whole bureau."""
        bureau = self.names.get(self.outline.root or "", "")
        return bureau if self.is_whole_bureau else f"{bureau}　{self.unit_name}"

    def relevant(self, board: Board) -> Board:
        """The board without KPIs that this unit does not use: never reported by it and without a target.

        The whole bureau keeps all KPIs, because some unit owes what nobody reports.
        """
        if self.is_whole_bureau:
            return board
        return replace(
            board, progress=tuple(progress for progress in board.progress if board.is_used(progress))
        )

    @property
    def is_whole_bureau(self) -> bool:
        """Whether the view's unit is the root."""
        return self.view.unit == self.outline.root

    def reports(self, dataset_id: str | None = None) -> SubmissionCount:
        """The submissions of the as-of month, owed and received, for one dataset or all."""
        view = self.view
        every = cache.owed_reports(self.version, view.year, view.month, view.unit)
        owed = [report for report in every if dataset_id in (None, report.dataset)]
        count = sum(report.owed for report in owed)
        missing = [unit for report in owed for unit in report.missing]
        names = tuple(self.names[unit] for unit in sorted(set(missing)))
        closed = self.outline.closed_through
        is_closed = closed is not None and view.as_of <= closed
        partly = sum(len(report.partly) for report in owed)
        received = count - len(missing) - partly
        return SubmissionCount(count, received, names, self.address("reporting"), is_closed, partly)

    def drawn(self, kpis: tuple[str, ...] | None, name: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """A part of the page, drawn once for all who look at this view (see cache.drawn)."""
        view = self.view
        return cache.drawn(self.version, view.year, view.month, view.unit, kpis, name, draw)

    def address(self, page: str = "", **more: str) -> str:
        """The address of a page (`hotline`) in this view; "" if there is no such page."""
        return self.view.address(page, **more) if not page or has_page(page) else ""


@lru_cache
def _style() -> str:
    """Our style sheet, followed by the one that relies on Streamlit's internals."""
    return "".join(f"<style>{path.read_text(encoding='utf-8')}</style>" for path in (STYLE, INSIDE_STYLE))


def run_page(page: StreamlitPage) -> None:
    """Run the chosen page from the start."""
    st.html(_style())
    help_keyboard()
    st.session_state[TOP_STANDS] = False
    draw_who_looks()
    with page_run(page.url_path or "overview"), turn(), _calm_words():
        page.run()
        forget_unfilled()


@contextmanager
def _calm_words() -> Iterator[None]:
    """Errors in the catalogue or warehouse are logged in full and shown as one sentence."""
    try:
        yield
    except CatalogueError as error:
        log.exception("页面 %s 无法显示", st.context.url)
        _say_mistakes(error.mistakes)
    except WarehouseError as error:
        log.exception("页面 %s 无法显示", st.context.url)
        st.error(as_written(str(error)))


def _say_mistakes(mistakes: tuple[str, ...]) -> None:
    """The first mistake in the catalogue, which often causes the others; those are folded."""
    st.error(f"指标目录有误，改好后刷新本页即可。{as_written(mistakes[0])}")
    if mistakes[1:]:
        with st.expander(f"另有 {len(mistakes) - 1} 处"):
            for mistake in mistakes[1:]:
                st.markdown(as_written(mistake))


def changes_alone(draw: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Make a page a fragment: a change on it reruns only the page, not the navigation and style."""

    @st.fragment
    @wraps(draw)
    def part(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        name = draw.__module__.rpartition(".")[2]
        with page_run(name, draw.__name__), turn(), _calm_words():
            draw(*args, **kwargs)

    return part


def open_page(title: str) -> Page:
    """Draw a page's title row and banners and return what it shows. Ends the run like find_page."""
    page = find_page(title)
    draw_top(title, page)
    return page


def open_any_year(title: str) -> Page:
    """Like open_page, for a page that also shows years without figures, because plans come before figures."""
    page = _find_any_year(title)
    draw_top(title, page)
    return page


def find_page(title: str) -> Page:
    """What a page shows; the title row is not drawn yet.

    If the warehouse cannot be used or is empty, says so and ends the run.
    """
    page = _find_any_year(title)
    if page.view.year in page.outline.years and page.outline.start_months:
        return page
    draw_top(title, page)
    if page.outline.start_months:
        nothing_in_year(page.view, page.outline)
    else:
        first_steps(page.outline)
    st.stop()


def _find_any_year(title: str) -> Page:
    version, outline = open_warehouse(title)
    if outline.root is None:
        st.title(title, anchor=False)
        first_steps(outline)
        st.stop()
    return page_of(version, outline)


def page_of(version: str, outline: Outline) -> Page:
    """The page's view, once there are units."""
    return page_at(read_view(view_start(outline), outline.directory), version, outline)


def view_start(outline: Outline) -> ViewStart:
    """The view at which pages open."""
    return ViewStart(outline.opening_year, outline.start_months, outline.root or "")


def page_at(view: View, version: str, outline: Outline) -> Page:
    """A page that shows this view."""
    return Page(view, version, outline, cache.definitions(version, view.year, view.month))


def draw_top(title: str, page: Page) -> None:
    """Title, view control and banners of a page; from now on the view is in the address."""
    hold_view(page.view)
    with st.container(key="title-row", **ROW):
        st.title(as_written(page_title(title, page)), anchor=False, width="content")
        choose_view(page.view, page.outline, page.directory)
    banners(page.outline)
    if newer := newer_month_html(page):
        st.html(newer)


def page_title(title: str, page: Page) -> str:
    """The page's title, with the name of the unit before it unless that is the whole bureau."""
    return title if page.is_whole_bureau else f"{page.unit_name} · {title}"


def newer_month_html(page: Page) -> Markup:
    """Says that a newer month has figures, with a link to it; empty if there is none."""
    newest = _newest_beside(page)
    if newest is None or page.view.as_of >= newest:
        return Markup("")
    there = replace(page, view=replace(page.view, year=newest.year, month=newest.month))
    reports = there.reports()
    if reports.owed and not (reports.received or reports.partly):
        return Markup("")  # the figures are another unit's
    owed = f"（应报{reports.owed}份，已报{reports.received}份）" if reports.received < reports.owed else ""
    same_year = newest.year == page.view.year
    here, name = (
        f"{month.month}月" if same_year else year_and_month(month) for month in (page.view.as_of, newest)
    )
    link = tag("a", f"看{name}", href=there.view.address("."))
    words = f"现在看的是{here}，已有{name}的数据{owed}。"
    return tag("p", words, link, class_="page-note newer-month")


def _newest_beside(page: Page) -> date | None:
    """The newest month with figures, or that of an earlier year, because that year was chosen on purpose."""
    outline, year = page.outline, page.view.year
    if year == outline.opening_year:
        return outline.newest_month
    month = outline.last_months.get(year)
    return date(year, month, 1) if month else None


def open_warehouse(title: str) -> tuple[str, Outline]:
    """The warehouse's version and outline. Ends the run if it cannot be used."""
    try:
        version = cache.version()
        return version, cache.outline(version)
    except WarehouseError as error:
        st.title(title, anchor=False)
        st.error(as_written(str(error)))
        st.stop()


def has_page(name: str) -> bool:
    """Whether the board has a page with this address, and the visitor has it."""
    return name in page_names() and has_right_to(name)


@lru_cache
def page_names() -> frozenset[str]:
    """The addresses of the pages."""
    return frozenset(path.stem for path in PAGES.glob("*/*.py"))
