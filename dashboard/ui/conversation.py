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
from dashboard.ui.streamlit_inside import DEFERRED, asked_by_page, files_given, go_to
from domain.catalogue import CatalogueError
from domain.people import Action, Person, may
from etl.warehouse import WarehouseError

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
