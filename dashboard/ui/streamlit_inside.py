"""Everything that relies on Streamlit's internals, with streamlit.css and .js.

Streamlit promises none of this; after an upgrade tests/house/test_streamlit_inside.py says what is gone.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st
from google.protobuf.message import DecodeError
from streamlit import file_util, string_util
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.pages_manager import PagesManager
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

__all__ = [
    "DEFERRED",
    "SCRIPT",
    "SCRIPT_IS_OVER",
    "SKELETON",
    "STYLE",
    "TRIED_WITH",
    "USER_COOKIE_NAME",
    "EntryFiles",
    "StreamlitPage",
    "asked_by_page",
    "entry_files",
    "files_given",
    "go_to",
    "help_keyboard",
    "keep_what_never_changes",
    "large_scripts",
    "login_address",
    "serve_only_pages_of_app",
    "small_scripts",
    "streamlit_document",
    "streamlit_files",
]
TRIED_WITH = "1.67.0"
STYLE = Path(__file__).with_name("streamlit.css")
DEFERRED = "deferred:"
# Selects the app in a browser when a run of the page is over.
SCRIPT_IS_OVER = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Selects what stands in an element's place until its own script has come.
SKELETON = '[data-testid="stSkeleton"]'
# Scripts of single elements of the overview, which Streamlit asks for only when it draws them.
SMALL_SCRIPTS = (
    "Html",
    "PageLink",
    "BidiComponent",
    "purify.es",
    "serialization",
    "recordbatch",
    "withFullScreenWrapper",
    "printWidthCap",
    "resolveDefaultExport",
)
# Takes seconds to compile, so the browser gets it after everything else.
LARGE_SCRIPTS = ("PlotlyChart",)
LABELS_KEPT = 4000
# What a page asks the server for. Streamlit would also empty everybody's caches.
ASKED_BY_PAGES = frozenset(
    ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request")
)
# A message that gives a file holds one of these: an address, or the id of a widget.
OF_FILES = (b"/media/", b"/upload_file/", b"$$ID-")
SCRIPT = Path(__file__).with_name("streamlit.js")


def help_keyboard() -> None:
    """Send the script for people who use a keyboard; it draws nothing."""
    st.components.v2.component("keyboard", js=_script())(key="keyboard")


@lru_cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def serve_only_pages_of_app() -> None:
    """Turn off the router that serves a folder named pages/ until app.py has run once.

    Otherwise a link to a page, opened first after a start, shows "Page not found".
    """
    PagesManager.uses_pages_directory = False


FillTheme = Callable[..., None]


def keep_what_never_changes() -> None:
    """Let Streamlit work out once what it works out anew in every run, at a third of a run's cost.

    These are the emoji before a button's label, looked for in 23,000 letters of a pattern, and the theme.
    """
    string_util.extract_leading_emoji = lru_cache(LABELS_KEPT)(string_util.extract_leading_emoji)
    app_session._populate_theme_msg = kept_theme(app_session._populate_theme_msg)


def kept_theme(fill: FillTheme) -> FillTheme:
    """The same as `fill`, which writes a section of the theme's settings into a message."""

    @lru_cache
    def filled(section: str) -> CustomThemeConfig:
        theme = CustomThemeConfig()
        fill(theme, section)
        return theme

    def copy(message: CustomThemeConfig, section: str = "theme") -> None:
        if filled(section).ListFields():
            message.MergeFrom(filled(section))

    return copy


def streamlit_files() -> Path:
    """The folder of the scripts and styles that Streamlit sends to browsers."""
    return Path(file_util.get_static_dir())


# In the HTML that Streamlit opens every page by: where its scripts put the page.
LIVE_PLACE = '<div id="root"></div>'


def streamlit_document() -> str:
    """The HTML that Streamlit opens every page by."""
    return (streamlit_files() / "index.html").read_text(encoding="utf-8")


@dataclass(frozen=True)
class EntryFiles:
    """What the root document loads first: a script with those it imports, and a style.

    `tags`: the elements that load them, and a font that no page uses.
    """

    script: str
    imports: tuple[str, ...]
    style: str
    tags: tuple[str, ...]


def entry_files() -> EntryFiles:
    """The entry script and style of the root document. Raises LookupError if there are none."""
    document = streamlit_document()
    script = re.search(r'<script type="module" crossorigin src="([^"]+)"></script>', document)
    imports = list(re.finditer(r'<link rel="modulepreload" crossorigin href="([^"]+)">', document))
    style = re.search(r'<link rel="stylesheet" crossorigin href="([^"]+)">', document)
    font = re.search(r'<link\s+rel="preload"[^>]*\bas="font"[^>]*>', document)
    if script is None or style is None:
        raise LookupError("no entry script or style")
    tags = tuple(found[0] for found in (script, *imports, style, font) if found)
    return EntryFiles(script[1], tuple(found[1] for found in imports), style[1], tags)


def small_scripts() -> list[str]:
    """The addresses of SMALL_SCRIPTS."""
    return _addresses(SMALL_SCRIPTS)


def large_scripts() -> list[str]:
    """The addresses of LARGE_SCRIPTS."""
    return _addresses(LARGE_SCRIPTS)


def _addresses(names: Iterable[str]) -> list[str]:
    folder = streamlit_files() / "static" / "js"
    return [f"./static/js/{path.name}" for name in names for path in sorted(folder.glob(f"{name}.*.js"))]


def login_address() -> str:
    """Where a login at the provider begins; good for two minutes."""
    return generate_login_redirect_url("default")


def go_to(address: str) -> bytes:
    """The message that lets a page open another address."""
    message = ForwardMsg()
    message.auth_redirect.url = address
    return message.SerializeToString()


def files_given(message: bytes) -> list[str]:
    """The addresses for downloads and uploads that a message hands to a page; texts in it are no addresses.

    A download that is worked out when it is fetched has no address yet, but a name: DEFERRED and its id.
    """
    if not any(words in message for words in OF_FILES):
        return []
    parsed = ForwardMsg.FromString(message)
    button = parsed.delta.new_element.download_button
    addresses = [
        button.url,
        button.deferred_file_id and DEFERRED + button.deferred_file_id,
        parsed.backend_operation_response.deferred_file.url,
        *(urls.upload_url for urls in parsed.file_urls_response.file_urls),
    ]
    return [address for address in addresses if address]


def asked_by_page(message: bytes) -> list[str] | None:
    """The downloads that a page asks to be worked out; None for what no page of ours asks for.

    Streamlit itself refuses what it cannot read.
    """
    try:
        read = BackMsg.FromString(message)
    except DecodeError:
        return []
    if read.WhichOneof("type") not in ASKED_BY_PAGES:
        return None
    asked = read.backend_operation_request.deferred_file.file_id
    return [DEFERRED + asked] if asked else []
