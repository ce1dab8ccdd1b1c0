"""Answers the board's address with a document that has the overview's numbers in it (document.py)."""

import logging
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.ui import cache
from dashboard.ui.overview.document import overview_document
from dashboard.ui.precompressed import chosen_encoding
from dashboard.ui.roles import person_asking
from dashboard.ui.serving_mode import Serving
from dashboard.ui.view import ASKED, WALL
from domain.catalogue import CatalogueError
from domain.people import Action, may
from etl.warehouse import WarehouseError
from etl.warehouse.instances import VersionGoneError

OVERVIEW = "/"
# What the live page shows alone: a page inside another one, or one chart that fills the window.
SHOWN_ALONE = ("embed", ASKED, WALL)
log = logging.getLogger(__name__)


def prepare_overview() -> None:
    """Work out the document of the view at which the board opens, so that nobody waits for it."""
    try:
        if cache.warehouse().exists():
            overview_document({}, may_begin=True)
    except (WarehouseError, CatalogueError, VersionGoneError):
        return  # the page says what it is


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
        except Exception:  # whatever fails here, the live page opens and says what it is
            log.exception("总览的数字没有随网页一起送出，网页打开后再显示。")
            return None
        return _response(contents, request.headers) if contents else None


def _response(contents: Mapping[str, bytes], accepted: Headers) -> Response:
    encoding = chosen_encoding(accepted.get("accept-encoding", "")) or ""
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(contents[encoding], headers=headers, media_type="text/html")
