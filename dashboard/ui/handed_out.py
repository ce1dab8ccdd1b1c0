"""Which files the server has given to whom: an address is good only for the person it was given to.

Streamlit sends a download to whoever names its address, and takes an upload into anybody's session.
"""

from collections.abc import Iterable
from threading import Lock

from cachetools import LRUCache

from dashboard.ui.streamlit_inside import DEFERRED

OF_A_PERSON = ("/media/", "/_stcore/upload_file/", DEFERRED)
MOST = 50_000


class HandedOut:
    """The addresses given, and to whom. The longest unused are forgotten first."""

    def __init__(self) -> None:
        self._names: LRUCache[str, frozenset[str | None]] = LRUCache(MOST)
        self._lock = Lock()

    def note(self, addresses: Iterable[str], name: str | None) -> None:
        """Remember the addresses as given to this person; None is whoever has no name."""
        with self._lock:
            for address in addresses:
                self._names[address] = self._names.get(address, frozenset()) | {name}

    def is_for(self, address: str, name: str | None) -> bool:
        """Whether this person may ask for it: it is no one's own, or was given to that person."""
        if not address.startswith(OF_A_PERSON):
            return True
        with self._lock:
            return name in self._names.get(address, frozenset())
