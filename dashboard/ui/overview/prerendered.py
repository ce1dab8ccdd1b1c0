"""Answers the board's address with a document that has the overview's numbers in it (document.py)."""

import logging
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.ui.overview.document import overview_document
from dashboard.ui.precompressed import ENCODERS, chosen_encoding
from dashboard.ui.serving_mode import Mode, Serving
from dashboard.ui.view import ASKED, WALL

OVERVIEW = "/"
# What the live page shows alone: a page inside another one, or one chart that fills the window.
SHOWN_ALONE = ("embed", ASKED, WALL)
log = logging.getLogger(__name__)


class Prerendered:
    """ASGI middleware: the overview's document for a visitor who may see it; everything else passes."""

    def __init__(self, app: ASGIApp, knows: Callable[[Scope], bool]) -> None:
        self._app = app
        self._knows = knows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the document, or let Streamlit answer with its own."""
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == OVERVIEW:
            asked = QueryParams(scope["query_string"])
            if not any(name in asked for name in SHOWN_ALONE) and self._knows(scope):
                accepted = Headers(scope=scope).get("accept-encoding", "")
                answer = await run_in_threadpool(_answer, dict(asked), accepted)
                if answer is not None:
                    await answer(scope, receive, send)
                    return
        await self._app(scope, receive, send)


def knows_reader(setting: Serving, scope: Scope) -> bool:
    """Whether who asks may see the figures, as far as it is known before the live page asks for a role."""
    return setting.mode is Mode.ALONE or setting.open_reading


def _answer(asked: dict[str, str], accepted: str) -> Response | None:
    """The document in an encoding that the browser accepts; None if Streamlit is to answer."""
    try:
        document = overview_document(asked)
    except Exception:  # whatever fails here, the live page opens and says what it is
        log.exception("总览的数字没有随网页一起送出，网页打开后再显示。")
        return None
    if document is None:
        return None
    content, encoding = document.encode("utf-8"), chosen_encoding(accepted)
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if encoding:
        content, headers["Content-Encoding"] = ENCODERS[encoding](content), encoding
    return Response(content, headers=headers, media_type="text/html")
