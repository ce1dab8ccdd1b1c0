"""Refuses requests from foreign pages, under foreign host names, and from unknown people.

Streamlit checks less: a page on any other port of this machine may open a websocket, to recognise a foreign
page it asks an outside service for this machine's address, and scripts, uploads and downloads need no login.

The websocket of a page is watched: it ends with its login and role, and fetches only its own files. An
action on a page reruns a part of it only, without asking anew which pages the person has. Streamlit sends
a download to whoever names its address, and takes an upload into anybody's session: so the addresses that
the server gives are noted with the person they were given to.
"""

import hmac
from collections.abc import Iterable
from functools import partial
from threading import Lock
from urllib.parse import urlsplit

from cachetools import LRUCache
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from dashboard.ui.roles import RETURN_COOKIE, lead_back, may_upload, page_left, person_named, sign_in_page
from dashboard.ui.serving.logins import logins, name_of_request, shortened
from dashboard.ui.serving.serving_mode import Serving
from dashboard.ui.streamlit_inside import DEFERRED, asked_by_page, files_given, go_to, login_address
from domain.catalogue import CatalogueError
from domain.people import Action, Person, may
from etl.warehouse import WarehouseError

# Parts of Streamlit that nobody needs: counters without login, and an interface for programs.
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
# These say only whether the server is alive, so they need no login.
HEALTH = {"/_stcore/health", "/healthz"}
SIGN_IN, SIGN_OUT, CALLBACK = "/login", "/auth/logout", "/oauth2callback"
PROVIDER_PATHS = {"/auth/login", SIGN_OUT, CALLBACK}
UPLOADS = "/_stcore/upload_file"
SECRET_HEADER = "X-Board-Secret"
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, MISDIRECTED = 401, 403, 404, 421
FOREIGN_HOST = "看板不以这个主机名提供服务。请用启动时显示的地址访问。"
FOREIGN_PAGE = "请求来自其他网页，看板不予受理。"
PAST_THE_PROXY = "看板只经反向代理提供服务，请从 {url} 访问。"
NOBODY = "不知道您是谁。请从 {url} 登录后再试。"
NO_REPORTER = "您的角色不能上传文件。如需办理，请与管理人员联系。"
NOT_YOURS = "这个文件不是给您的，或已失效。请回到页面重新下载或上传。"


class Gate:
    """ASGI middleware that answers refused requests itself, before Streamlit sees them."""

    def __init__(self, app: ASGIApp, setting: Serving, hosts: Iterable[str]) -> None:
        self._app = app
        self._setting = setting
        self._hosts = frozenset(host.lower() for host in hosts)
        self._handed_out = HandedOut()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        refused = self._foreign(request) or self._unknown(request)
        refused = refused or await self._anothers(request) or await self._no_reporter(request)
        if refused is None and self._setting.mode.names_visitors:
            receive, send = self._watched(request, receive, send)
        if refused is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close(POLICY_VIOLATION)
        else:
            await refused(scope, receive, send)

    def _foreign(self, request: HTTPConnection) -> Response | None:
        """The answer to a request from elsewhere, or for what is closed to everyone."""
        host, origin = request.headers.get("host", "").lower(), request.headers.get("origin")
        if host_name(host) not in self._hosts:
            return PlainTextResponse(FOREIGN_HOST, MISDIRECTED)
        if origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}"):
            return PlainTextResponse(FOREIGN_PAGE, FORBIDDEN)
        if any(closed in request.scope["path"] for closed in CLOSED):
            return PlainTextResponse("Not Found", NOT_FOUND)
        return None

    def _unknown(self, request: HTTPConnection) -> Response | None:
        """The answer to who may not have this; the pages of signing in and out are answered here too."""
        path = request.scope["path"]
        if path in HEALTH and request.scope["type"] == "http":
            return None
        if self._setting.mode.asks_proxy and not self._is_proxy(request.headers):
            return PlainTextResponse(PAST_THE_PROXY.format(url=self._setting.url), FORBIDDEN)
        name = name_of_request(self._setting, request)
        if self._setting.mode.names_visitors and path == SIGN_IN:
            return self._sign_in(name, page_left(request))
        if self._setting.mode.signs_in_here and path in PROVIDER_PATHS:
            if path == SIGN_OUT:
                self._end_login(request)
            return None
        if name is None and (not self._setting.open_reading or path.startswith(UPLOADS)):
            return self._nobody(request)
        return None

    async def _anothers(self, request: HTTPConnection) -> Response | None:
        """The answer to who asks for a file that was given to somebody else, or before the role changed."""
        path = request.scope["path"]
        if not self._setting.mode.names_visitors or not is_of_a_person(path):
            return None
        person = await run_in_threadpool(person_asked, name_of_request(self._setting, request))
        return None if self._handed_out.is_for(path, person) else PlainTextResponse(NOT_YOURS, NOT_FOUND)

    async def _no_reporter(self, request: HTTPConnection) -> Response | None:
        """The answer to a file from who may send none."""
        if not self._setting.mode.names_visitors or not request.scope["path"].startswith(UPLOADS):
            return None
        is_allowed = await run_in_threadpool(may_upload, name_of_request(self._setting, request))
        return None if is_allowed else PlainTextResponse(NO_REPORTER, FORBIDDEN)

    def _is_proxy(self, headers: Headers) -> bool:
        shown = headers.getlist(SECRET_HEADER)
        return len(shown) == 1 and hmac.compare_digest(shown[0].encode(), self._setting.secret.encode())

    def _sign_in(self, name: str | None, page: str) -> Response:
        if name is not None:
            return RedirectResponse(page, headers={"Cache-Control": "no-store"})
        if self._setting.mode.signs_in_here:
            kept = {"Cache-Control": "no-store", "Set-Cookie": RETURN_COOKIE.format(page=page)}
            return RedirectResponse(login_address(), headers=kept)
        return PlainTextResponse(NOBODY.format(url=self._setting.url), UNAUTHORIZED)

    def _end_login(self, request: HTTPConnection) -> None:
        """Note the login as ended; Streamlit then clears the cookie."""
        if known := logins(self._setting):
            known.end(request.cookies)

    def _nobody(self, request: HTTPConnection) -> Response:
        asks_for_a_page = "text/html" in request.headers.get("accept", "")
        if self._setting.mode.signs_in_here and asks_for_a_page:
            return HTMLResponse(sign_in_page(), UNAUTHORIZED, {"Cache-Control": "no-store"})
        return PlainTextResponse(NOBODY.format(url=self._setting.url), UNAUTHORIZED)

    def _watched(self, request: HTTPConnection, receive: Receive, send: Send) -> tuple[Receive, Send]:
        if request.scope["type"] == "http":
            return receive, partial(_send_shortened, self._setting, request, send)
        conversation = Conversation(self._setting, request, self._handed_out)
        return partial(conversation.hear, receive, send), partial(conversation.tell, send)


async def _send_shortened(setting: Serving, request: HTTPConnection, send: Send, message: Message) -> None:
    """Sends a response whose cookies expire no later than the setting allows."""
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        if setting.mode.signs_in_here and request.scope["path"] == CALLBACK:
            lead_back(request, headers)
        cookies = headers.getlist("set-cookie")
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", shortened(cookie, setting))
    await send(message)


def host_name(host: str) -> str | None:
    """The name in a Host header without its port; None if it is not a plain host."""
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018  # raises ValueError where it is no number
    except ValueError:
        return None
    return parts.hostname if host and parts.netloc == host and "@" not in host else None


OF_A_PERSON = ("/media/", "/_stcore/upload_file/", DEFERRED)
MOST = 50_000


class HandedOut:
    """File addresses, and the people they were given to; the longest unused are dropped.

    Somebody whose role or units have changed since is not whom the address was given to.
    """

    def __init__(self) -> None:
        self._people: LRUCache[str, frozenset[Person | None]] = LRUCache(MOST)
        self._lock = Lock()

    def note(self, addresses: Iterable[str], person: Person | None) -> None:
        """Remember that this person was given the addresses."""
        with self._lock:
            for address in addresses:
                self._people[address] = self._people.get(address, frozenset()) | {person}

    def is_for(self, address: str, person: Person | None) -> bool:
        """Whether the address was given to this person."""
        with self._lock:
            return person is not None and person in self._people.get(address, frozenset())


def is_of_a_person(address: str) -> bool:
    """Whether the address is for one person alone: a download, or the place for an upload."""
    return address.startswith(OF_A_PERSON)


def person_asked(name: str | None) -> Person | None:
    """The person with this login as of now; None while the warehouse cannot be read."""
    try:
        return person_named(name)
    except (WarehouseError, CatalogueError):
        return None


POLICY_VIOLATION = 1008


class Conversation:
    """What one page and the server say to each other."""

    def __init__(self, setting: Serving, request: HTTPConnection, handed_out: HandedOut) -> None:
        self._setting = setting
        self._request = request
        self._handed_out = handed_out
        self._name = name_of_request(setting, request)
        self._person: Person | None = None

    async def hear(self, receive: Receive, send: Send) -> Message:
        """The page's next message; a disconnect if login or role end, or it asks for another's file."""
        files: list[str] | None = None
        while files is None:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            files = asked_by_page(message.get("bytes") or b"")
        if await run_in_threadpool(self._is_over, bool(files)):
            await send({"type": "websocket.send", "bytes": go_to("/")})  # signing in, or the new role's pages
        elif all(self._handed_out.is_for(file, self._person) for file in files):
            return message
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    def _is_over(self, is_download: bool) -> bool:
        """Whether login or role are over.

        To who still may see the board a download's own door answers; it records a refusal.
        """
        if name_of_request(self._setting, self._request) != self._name:
            return True
        person = person_asked(self._name)
        if person is None:
            return False  # its page reports what is wrong
        self._person = self._person or person
        return person != self._person and not (is_download and may(person, Action.SEE))

    async def tell(self, send: Send, message: Message) -> None:
        """Send a message to the page, and remember which files it gives it."""
        if content := message.get("bytes"):
            self._handed_out.note(files_given(content), self._person)
        await send(message)
