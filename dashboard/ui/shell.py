"""The start of every page: its style, the title row with year, month and unit, and the banners."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from dashboard.board.board import Board
from dashboard.ui import cache
from dashboard.ui.cache import Outline
from dashboard.ui.chooser import choose_view
from dashboard.ui.lamps import Reports
from dashboard.ui.markup import Markup, as_written, tag
from dashboard.ui.sign_in import draw_who_looks
from dashboard.ui.streamlit_inside import STYLE as INSIDE_STYLE
from dashboard.ui.streamlit_inside import StreamlitPage
from dashboard.ui.view import View, ViewStart, forget_unknown_chart, hold_view, read_view, unit_label
from domain.catalogue import Catalogue, CatalogueError, load_catalogue
from domain.units import UnitDirectory
from etl.current_catalogue import folder_differences
from etl.warehouse import WarehouseError

STYLE = Path(__file__).with_name("style.css")
PAGES = Path(__file__).resolve().parents[2] / "pages"
UPLOAD, TARGETS = "pages/data/upload.py", "pages/plan/targets.py"
TOP_STANDS = "top-stands"
Arguments = ParamSpec("Arguments")
log = logging.getLogger(__name__)
ROW: Any = {"horizontal": True, "horizontal_alignment": "distribute", "vertical_alignment": "center"}
SAMPLE_WORDS = "2023年年度合计与公开数据一致，月度分解、目标和上年数为演示。"


@dataclass(frozen=True)
class Page:
    """What a page works with: the view, the warehouse's version (the cache key), units, catalogue."""

    view: View
    version: str
    outline: Outline
    catalogue: Catalogue

    @property
    def directory(self) -> UnitDirectory:
        """The units and their tree."""
        return self.outline.directory

    @property
    def unit_name(self) -> str:
        """全局, or the name of the unit in view."""
        return unit_label(self.view.unit, self.directory)

    def relevant(self, board: Board) -> Board:
        """The board without KPIs that this unit does not use: never reported by it and without a target.

        The whole bureau keeps all KPIs, because some unit owes what nobody reports.
        """
        if self.is_whole_bureau:
            return board
        return replace(board, progress=tuple(each for each in board.progress if board.is_used(each)))

    @property
    def is_whole_bureau(self) -> bool:
        """Whether the view's unit is the root."""
        return self.view.unit == self.outline.root

    def reports(self, dataset_id: str | None = None) -> Reports:
        """The submissions of the as-of month, owed and received, for one dataset or all."""
        view = self.view
        every = cache.owed_reports(self.version, view.year, view.month, view.unit)
        owed = [each for each in every if dataset_id in (None, each.dataset)]
        count, missing = sum(each.owed for each in owed), [unit for each in owed for unit in each.missing]
        names = tuple(self.outline.names[unit] for unit in sorted(set(missing)))
        closed = self.outline.closed_through
        is_closed = closed is not None and view.as_of <= closed
        partly = sum(len(each.partly) for each in owed)
        come = count - len(missing) - partly
        return Reports(count, come, names, self.address("reporting"), is_closed, partly)

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
    st.session_state[TOP_STANDS] = False
    draw_who_looks()
    with _calm_words():
        page.run()
        forget_unknown_chart()


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
        st.error(str(error))


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
        with _calm_words():
            draw(*args, **kwargs)

    return part


def open_page(title: str) -> Page:
    """Draw a page's title row and banners and return what it shows. Ends the run like find_page."""
    page = find_page(title)
    draw_top(title, page)
    return page


def open_any_year(title: str) -> Page:
    """The same for a page that also shows years without figures, because a plan comes before them."""
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
        _nothing_in_year(page.view, page.outline)
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
    start = ViewStart(outline.last_year, outline.start_months, outline.root or "")
    view = read_view(start, outline.directory)
    return Page(view, version, outline, cache.definitions(version, view.year, view.month))


def draw_top(title: str, page: Page) -> None:
    """Title, view control and banners of a page; from now on the view is in the address."""
    hold_view(page.view)
    with st.container(key="title-row", **ROW):
        named = title if page.is_whole_bureau else f"{as_written(page.unit_name)} · {title}"
        st.title(named, anchor=False, width="content")
        choose_view(page.view, page.outline)
    banners(page.outline)
    _newer_month(page)


def _newer_month(page: Page) -> None:
    """Says that a newer month has figures, with a link to it."""
    view, newest = page.view, page.outline.last_months.get(page.view.year, 0)
    if view.month >= newest:
        return
    link = tag("a", f"看{newest}月", href=replace(view, month=newest).address("."))
    words = f"现在看的是{view.month}月，已有{newest}月的数据。"
    st.html(tag("p", words, link, class_="page-note newer-month"))


def open_warehouse(title: str) -> tuple[str, Outline]:
    """The warehouse's version and outline. Ends the run if it cannot be used."""
    try:
        version = cache.version()
        return version, cache.outline(version)
    except WarehouseError as error:
        st.title(title, anchor=False)
        st.error(str(error))
        st.stop()


def has_page(name: str) -> bool:
    """Whether the board has a page with this address."""
    return name in _page_names()


@lru_cache
def _page_names() -> frozenset[str]:
    return frozenset(path.stem for path in PAGES.glob("*/*.py"))


def page_link(path: str, label: str) -> None:
    """A link to another page; plain text if this user has no such page."""
    try:
        st.page_link(path, label=label)
    except StreamlitPageNotFoundError:
        st.markdown(label)


def banners(outline: Outline) -> None:
    """The sample banner, with a link to start with own figures; a warning about a damaged newest version."""
    if outline.is_sample:
        with st.container(key="sample-banner", **ROW):
            words = tag("p", tag("b", "示例数据，仅供演示"), tag("span", SAMPLE_WORDS), class_="sample")
            st.html(words, width="content")
            page_link(UPLOAD, "启用本单位数据")
    if damage := cache.warehouse().damage():
        st.warning(damage)
    _say_other_definitions()


def _say_other_definitions() -> None:
    """Says that a restored backup's own definitions are in force, and lists how the folder's differ."""
    folder, in_force = load_catalogue(), cache.catalogue()
    if in_force.sha256 == folder.sha256:
        return
    found = list(folder_differences(in_force, folder))
    with st.expander(f"现按备份所带的指标定义显示，与本机目录文件夹有 {len(found)} 处不同"):
        st.markdown("要改用本机的定义，请按本单位实际修改 data/catalogue 中的文件，保存后刷新本页。")
        for difference in found:
            st.markdown(f"- {as_written(difference)}")


def _nothing_in_year(view: View, outline: Outline) -> None:
    """For a year without figures and targets: says so and links to the years that have some."""
    st.header(f"{view.year}年没有数据", anchor=False)
    years = [
        tag("a", f"{year}年", href=replace(view, year=year, month=month).address("."))
        for year, month in sorted(outline.start_months.items())
    ]
    st.html(tag("p", "有数据的年度：", *(part for each in years for part in (each, " "))))


def first_steps(outline: Outline) -> None:
    """The steps for an empty warehouse, in the order in which they must be done."""
    st.header("本单位数据库已建好，还没有数据。请做三件事", anchor=False)
    done = ("", "✓ ") if outline.root is not None else ("", "")
    planned = "✓ " if outline.years else ""
    st.markdown(
        f"1. {done[1]}**单位**：填写单位表（代码、名称、上级单位、填报内容），先行导入。\n"
        f"2. {planned}**年度目标**：按年度工作要点填写目标表，注明依据和责任人，再导入。\n"
        "3. **月报**：各单位按月填报，原有 Excel 表可直接导入。"
    )
    st.markdown("各表模板在“数据填报”页下载。三类表可以一次拖入，先后不限。")
    page_link(UPLOAD, "去数据填报")
    page_link(TARGETS, "去目标与任务")


UPLOAD_STEP, TARGETS_STEP = ("upload", "去数据填报，导入月报"), ("targets", "去目标与任务，填写年度目标")


def next_steps_html(page: Page, *wanted: tuple[str, str]) -> Markup:
    """A line of links to the pages for the next steps; pages that this board does not have are left out."""
    addresses = [(page.address(name), words) for name, words in wanted]
    links = [tag("a", words, href=address) for address, words in addresses if address]
    return tag("p", *links, class_="ways")
