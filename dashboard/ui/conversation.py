"""The websocket of a page, watched: it ends with its login and role, and fetches only its own files.

An action on a page reruns a part of it only, without asking anew which pages the person has. Streamlit sends
a download to whoever names its address, and takes an upload into anybody's session: so the addresses that
the server gives are noted with the person they were given to.
"""

from collections.abc import Iterable
from threading import Lock

from cachetools import LRUCache
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Send

from dashboard.ui.identity import name_of_request
from dashboard.ui.roles import person_named
from dashboard.ui.serving_mode import Serving
from dashboard.ui.streamlit_inside import DEFERRED, files_asked_for, files_given, go_to
from domain.catalogue import CatalogueError
from domain.people import Person
from etl.warehouse import WarehouseError

OF_A_PERSON = ("/media/", "/_stcore/upload_file/", DEFERRED)
MOST = 50_000


class HandedOut:
    """File addresses, and the names of the people they were given to; the longest unused are dropped."""

    def __init__(self) -> None:
        self._names: LRUCache[str, frozenset[str | None]] = LRUCache(MOST)
        self._lock = Lock()

    def note(self, addresses: Iterable[str], name: str | None) -> None:
        """Remember that this person was given the addresses; None for an unknown person."""
        with self._lock:
            for address in addresses:
                self._names[address] = self._names.get(address, frozenset()) | {name}

    def is_for(self, address: str, name: str | None) -> bool:
        """Whether this person may fetch the address: it is no personal file, or it was given to them."""
        if not address.startswith(OF_A_PERSON):
            return True
        with self._lock:
            return name in self._names.get(address, frozenset())


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
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        asked = files_asked_for(message.get("bytes") or b"")
        if await run_in_threadpool(self._is_over, bool(asked)):
            await send({"type": "websocket.send", "bytes": go_to("/")})  # signing in, or the new role's pages
        elif all(self._handed_out.is_for(file, self._name) for file in asked):
            return message
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    def _is_over(self, is_download: bool) -> bool:
        """Whether login or role are over; a download's own door asks for the role, and records a refusal."""
        if name_of_request(self._setting, self._request) != self._name:
            return True
        try:
            person = person_named(self._name)
        except (WarehouseError, CatalogueError):
            return False  # the page itself says what is wrong
        self._person = self._person or person
        return person != self._person and not is_download

    async def tell(self, send: Send, message: Message) -> None:
        """Send a message to the page, and remember which files it gives it."""
        if content := message.get("bytes"):
            self._handed_out.note(files_given(content), self._name)
        await send(message)
