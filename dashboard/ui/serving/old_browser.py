"""An old browser gets a plain page that says so, where Streamlit's scripts would leave it white.

Streamlit's scripts stop at their first unknown function. A script of our own, which any browser can run,
tests for what they need and shows the page. A browser without JavaScript is told to allow it.
"""

import re
from collections.abc import Callable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ui.serving.precompressed import ENCODERS, chosen_encoding
from dashboard.ui.streamlit_inside import LIVE_PLACE

# Needed by Streamlit 1.67: sorting its queries (Chrome 110), asking for an upload (Chrome 119).
NEEDED = "Array.prototype.toSorted&&window.Promise&&Promise.withResolvers&&window.WebSocket"
# Without an element named root Streamlit does not start: half a board would show errors in English.
SCRIPT = (
    f"if(!({NEEDED})){{document.getElementById('old-browser').style.display='block';"
    "document.getElementById('root').id='no-root';document.body.style.overflow='auto'}"
)
BOX = (
    "font:16px/1.8 'Microsoft YaHei',SimSun,sans-serif;color:#1f2328;background:#fff;"
    "max-width:40em;margin:3em auto;padding:0 1em"
)
WORDS = (
    '<p role="heading" aria-level="1" style="font-size:22px;font-weight:700">浏览器过旧</p>'
    "<p>看板在这个浏览器里不能正常显示。请换用 Chrome、Edge 119 版以上（360、奇安信等浏览器看“关于”"
    "里的 Chromium 内核版本），Firefox 121 版以上，或 Safari 17.4 版以上。</p>"
    "<p>双核浏览器请切换到“极速模式”。不能升级的，请联系信息科室，或请法规科代为导出材料。</p>"
)
NO_SCRIPTS = (
    f'<noscript><p style="{BOX}">看板需要启用 JavaScript。请在浏览器设置中允许后刷新。</p></noscript>'
)
NOTICE = f'<div id="old-browser" style="display:none;{BOX}">{WORDS}</div>'

Edit = Callable[[str], str]


def with_old_browser_page(document: str) -> str:
    """The root document with the page for old browsers first, and Streamlit's notice in Chinese."""
    page = re.sub(r"<noscript>.*?</noscript>", lambda _: NO_SCRIPTS, document, flags=re.DOTALL)
    page = page.replace("<body>", f"<body>{NOTICE}", 1)
    return page.replace(LIVE_PLACE, f"{LIVE_PLACE}<script>{SCRIPT}</script>", 1)


class RootDocument:
    """ASGI middleware: changes the root document, which every page of the board is opened by."""

    def __init__(self, app: ASGIApp, edits: Sequence[Edit]) -> None:
        self._app = app
        self._edits = edits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for the document whole and uncompressed, change it, and compress it anew."""
        asks = scope["type"] == "http" and scope["method"] == "GET"
        accepted = Headers(scope=scope) if asks else Headers()
        if "text/html" not in accepted.get("accept", ""):
            await self._app(scope, receive, send)
            return
        whole = [(name, value) for name, value in scope["headers"] if name not in CONDITIONS]
        encoding = chosen_encoding(accepted.get("accept-encoding", ""))
        await self._app({**scope, "headers": whole}, receive, _Document(send, self._edits, encoding))


# With these headers the answer could be compressed, empty or only a part of the document.
CONDITIONS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range")


class _Document:
    """An answer on its way out; HTML is held back until it is whole."""

    def __init__(self, send: Send, edits: Sequence[Edit], encoding: str | None) -> None:
        self._send, self._edits, self._encoding = send, edits, encoding
        self._start: Message | None = None
        self._content = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._content += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        document = self._content.decode("utf-8")
        for edit in self._edits:
            document = edit(document)
        content = document.encode("utf-8")
        headers = MutableHeaders(scope=start)
        for name in ("etag", "last-modified", "accept-ranges"):  # those of Streamlit's own file
            del headers[name]
        headers.add_vary_header("Accept-Encoding")
        if self._encoding:
            headers["content-encoding"] = self._encoding
            content = ENCODERS[self._encoding](content)
        headers["content-length"] = str(len(content))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": content})
