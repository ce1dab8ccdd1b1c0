"""Refuses requests that do not come from a page of this server under one of its known host names.

Streamlit checks less: a page on any other port of this machine may open a websocket, and to recognise a
foreign page it asks an outside service for this machine's address.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

# Parts of Streamlit that nobody needs: counters without login, and an interface for programs.
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
POLICY_VIOLATION = 1008
NOT_FOUND, FORBIDDEN, MISDIRECTED = 404, 403, 421


class Gate:
    """ASGI middleware that answers refused requests itself, before Streamlit sees them."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        refused = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refused is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close(POLICY_VIOLATION)
        else:
            await refused(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", "").lower(), headers.get("origin")
        if host_name(host) not in self._hosts:
            return PlainTextResponse("看板不以这个主机名提供服务。请用启动时显示的地址访问。", MISDIRECTED)
        if origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}"):
            return PlainTextResponse("请求来自其他网页，看板不予受理。", FORBIDDEN)
        if any(closed in scope["path"] for closed in CLOSED):
            return PlainTextResponse("Not Found", NOT_FOUND)
        return None


def host_name(host: str) -> str | None:
    """The name in a Host header without its port; None if it is not a plain host."""
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018  # raises ValueError where it is no number
    except ValueError:
        return None
    return parts.hostname if host and parts.netloc == host and "@" not in host else None
