"""Headers that bind the browser: what a page may load and run, who may frame it, and what it tells others."""

import base64
import hashlib
import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Whatever text reaches a page: only the server's own scripts run, and nothing is fetched from elsewhere.
# Streamlit sets styles inline, and imports the scripts of components from blobs.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval' blob: {scripts}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


class Protection:
    """ASGI middleware that adds the headers to every answer. Scripts within `documents` may run."""

    def __init__(self, app: ASGIApp, documents: Sequence[str]) -> None:
        self._app = app
        inline = dict.fromkeys(script for document in documents for script in INLINE_SCRIPT.findall(document))
        scripts = " ".join(map(_source, inline))
        self._headers = {
            "Content-Security-Policy": POLICY.format(scripts=scripts),
            **OTHERS,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, protected if scope["type"] == "http" else send)


def _source(script: str) -> str:
    """An inline script of the root document, as a policy allows it."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
