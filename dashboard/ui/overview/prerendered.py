"""Answers the board's address with Streamlit's root document that has the view's 总览 in it as plain HTML."""

import json
import logging
import re
import tomllib
from collections.abc import Hashable, Mapping
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.ui import cache
from dashboard.ui.banners import BEGIN_OWN, sample_html, shows_folder_definitions
from dashboard.ui.cache_keys import by_year
from dashboard.ui.markup import Markup, escape, tag
from dashboard.ui.memoize import memoize
from dashboard.ui.overview.parts import (
    CARDS_HEADING,
    TITLE,
    numbers_html,
    overview_board,
    words_over,
)
from dashboard.ui.points import points_html, take_points_place
from dashboard.ui.roles import person_asking
from dashboard.ui.serving.old_browser import with_old_browser_page
from dashboard.ui.serving.precompressed import ENCODERS, chosen_encoding
from dashboard.ui.serving.serving_mode import Serving
from dashboard.ui.shell import (
    NAME,
    STYLE,
    Page,
    newer_month_html,
    page_at,
    page_title,
    view_start,
)
from dashboard.ui.streamlit_inside import (
    LIVE_PLACE,
    SCRIPT_IS_OVER,
    SKELETON,
    entry_files,
    large_scripts,
    small_scripts,
    streamlit_document,
)
from dashboard.ui.streamlit_inside import STYLE as INSIDE_STYLE
from dashboard.ui.view import ASKED, WALL, view_label, view_of
from domain.catalogue import CatalogueError
from domain.people import Action, may
from etl.warehouse import WarehouseError
from etl.warehouse.instances import VersionGoneError

HERE = Path(__file__).parent
SETTINGS = Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml"
FONTS = "app/static/fonts/noto-sans-sc.css"
FONTS_IMPORT = re.compile(r'@import url\("[^"]*"\);[^\n]*\n')
NO_SCRIPTS = "浏览器未启用脚本（JavaScript），只显示数字，没有图表、筛选和填报。"
NO_BUTTONS = ".st-key-take-points { display:none }"
DOCUMENTS_KEPT = 200
PLACE = "<!-- overview -->"
OVERVIEW = "/"
# What the live page shows alone: a page inside another one, or one chart that fills the window.
SHOWN_ALONE = ("embed", ASKED, WALL)
log = logging.getLogger(__name__)


def overview_document(requested: Mapping[str, str], may_begin: bool) -> Mapping[str, bytes] | None:
    """The document for a view, by encoding ("": as it is).

    `may_begin`: whether the reader may begin the office's own warehouse, and so gets the link to it. None
    where the live page would show something else than the numbers.
    """
    version = cache.version()
    outline = cache.outline(version)
    if outline.root is None or not outline.start_months:
        return None
    view = view_of(requested, view_start(outline), outline.directory)
    if view.year not in outline.years or cache.warehouse().damage():
        return None
    if cache.recount() or not shows_folder_definitions():
        return None
    page = page_at(view, version, outline)
    # The only words that depend on years after the view's.
    newer = newer_month_html(page)
    return _document(version, view.year, page, newer, may_begin)


def _touched_by(version: str, year: int, page: Page, newer: Markup, may_begin: bool) -> Hashable:
    return by_year(version, year, page.view, newer, may_begin)


@memoize(DOCUMENTS_KEPT, key=_touched_by)
def _document(version: str, year: int, page: Page, newer: Markup, may_begin: bool) -> Mapping[str, bytes]:
    document = overview_shell().replace(PLACE, overview_html(page, newer, may_begin)).encode("utf-8")
    return {"": document} | {name: encode(document) for name, encode in ENCODERS.items()}


def overview_html(page: Page, newer: Markup, may_begin: bool) -> Markup:
    """The page as the live one shows it before its charts."""
    board = overview_board(page)
    words = words_over(page, board)
    points = words.points
    parts = [
        _html(newer),
        _html(words.strip),
        tag("div", tag("h2", words.headline), take_points_place(points), class_="st-key-headline-row"),
        _html(points_html(points)) if points.said else "",
        tag("h2", CARDS_HEADING),
        _html(numbers_html(page, board)),
        _html(words.attention),
    ]
    no_scripts = tag("noscript", tag("style", NO_BUTTONS), tag("p", NO_SCRIPTS, class_="page-note"))
    main = tag("main", no_scripts, _title_row(page), _sample_banner(page, may_begin), *parts)
    return tag("div", tag("div", class_="side"), main, class_="prerendered", id="prerendered")


def _html(part: Markup) -> Markup:
    """A part that the live page draws by st.html."""
    return tag("div", part, class_="html") if part else part


def _title_row(page: Page) -> Markup:
    shown = tag("span", view_label(page.view, page.directory), class_="view")
    return tag("div", tag("h1", page_title(TITLE, page)), shown, class_="st-key-title-row")


def _sample_banner(page: Page, may_begin: bool) -> Markup:
    if not page.outline.is_sample:
        return Markup("")
    link = tag("a", tag("p", BEGIN_OWN), href=page.view.address("upload")) if may_begin else ""
    return tag("div", _html(sample_html()), link, class_="st-key-sample-banner")


@lru_cache
def overview_shell() -> str:
    """Streamlit's document, ready for the overview in PLACE; it is the same for every view and reader.

    The overview comes first; what would keep the browser from painting it comes after. The scripts, those of
    single elements with them, are named only after the first paint (handover.js): on a machine of two cores,
    fetching them takes as long as the paint. The live page's place comes before the script that starts it:
    the rest of the document may still be on its way when the page starts.
    """
    document, entry = streamlit_document(), entry_files()
    for element in (*entry.tags, *re.findall(r"<noscript>.*?</noscript>", document, re.DOTALL)):
        document = document.replace(element, "")
    styles = "".join(f'<link rel="stylesheet" crossorigin href="{path}">' for path in (FONTS, entry.style))
    script = (HERE / "handover.js").read_text(encoding="utf-8")
    given = json.dumps(
        {
            "entry": entry.script,
            "small": [*entry.imports, *small_scripts()],
            "large": large_scripts(),
            "isOver": SCRIPT_IS_OVER,
            "skeleton": SKELETON,
        }
    )
    head = f"{_style()}</head>"
    start = f"{LIVE_PLACE}<script>({script})({given})</script>{styles}"
    titled = re.sub(r"<title>.*?</title>", f"<title>{escape(NAME)}</title>", document)
    whole = (
        titled.replace('<html lang="en">', '<html lang="zh-CN">')
        .replace("</head>", head)
        .replace("<body>", f"<body>{PLACE}")
        .replace(LIVE_PLACE, start)
    )
    return with_old_browser_page(whole)


def _style() -> str:
    """The page's own style sheets after what the theme gives its headings and text."""
    theme = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["theme"]
    sizes, weights = theme["headingFontSizes"], theme["headingFontWeights"]
    values = {
        "font": theme["font"],
        "heading-font": theme["headingFont"],
        "h1": f"{weights[0]} {sizes[0]}",
        "h2": f"{weights[1]} {sizes[1]}",
        "side": theme["sidebar"]["backgroundColor"],
        "radius": theme["baseRadius"],
        "above": theme["paddingTop"],
        "below": theme["paddingBottom"],
    }
    named = "".join(f"--{name}:{value};" for name, value in values.items())
    files = (HERE / "prerendered.css", STYLE, INSIDE_STYLE)
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    return f"<style>.prerendered{{{named}}}{FONTS_IMPORT.sub('', text)}</style>"


def prepare_overview() -> None:
    """Work out the document of the view at which the board opens, so that nobody waits for it."""
    try:
        if cache.warehouse().exists():
            overview_document({}, may_begin=True)
    except (WarehouseError, CatalogueError, VersionGoneError):
        return  # the live page reports it


class Prerendered:
    """ASGI middleware: the overview's document for a visitor who may see it; everything else passes."""

    def __init__(self, app: ASGIApp, setting: Serving) -> None:
        self._app = app
        self._setting = setting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the document, or let Streamlit answer with its own."""
        answer = None
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == OVERVIEW:
            asked = QueryParams(scope["query_string"])
            if not any(name in asked for name in SHOWN_ALONE):
                answer = await run_in_threadpool(self._answer, HTTPConnection(scope), dict(asked))
        await (answer or self._app)(scope, receive, send)

    def _answer(self, request: HTTPConnection, requested: Mapping[str, str]) -> Response | None:
        """The document in an encoding that the browser accepts; None if Streamlit is to answer."""
        try:
            person = person_asking(self._setting, request)
            if not may(person, Action.SEE):
                return None
            contents = overview_document(requested, may(person, Action.BEGIN))
        except Exception:  # whatever fails here, the live page opens and reports it
            log.exception("总览的数字没有随网页一起送出，网页打开后再显示。")
            return None
        return _response(contents, request.headers) if contents else None


def _response(contents: Mapping[str, bytes], accepted: Headers) -> Response:
    encoding = chosen_encoding(accepted.get("accept-encoding", "")) or ""
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(contents[encoding], headers=headers, media_type="text/html")
