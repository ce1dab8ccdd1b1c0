"""Memoised results: one computation per key, also under concurrent callers. Built on cachetools.

Streamlit's own caches hash every argument on every call, which took a tenth of the time of a page with
twenty calls.
"""

from collections.abc import Callable, Hashable
from threading import Condition
from typing import Any, Generic, ParamSpec, TypeVar, cast

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")


def memoize(
    most: int, key: Callable[..., Hashable] = hashkey
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Memoise a function by its arguments, which must be hashable, or by the result of `key`.

    Keeps at most `most` results and drops the least recently used. Concurrent callers wait for the first
    one. An exception goes only to its caller; the waiting callers compute for themselves. Never change a
    result in place.
    """

    def keep(work: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        cache: LRUCache[Any, Any] = LRUCache(most)
        return cast(Callable[Asked, Answer], cached(cache, key, condition=Condition())(work))

    return keep


class SingleFlightCache(Generic[Answer]):
    """The same for callers that pass the computation together with its key."""

    def __init__(self, most: int) -> None:
        @memoize(most, key=lambda key, work: key)
        def answer(key: Hashable, work: Callable[[], Answer]) -> Answer:
            return work()

        self._answer = answer

    def get(self, key: Hashable, work: Callable[[], Answer]) -> Answer:
        """The result for `key`; `work` computes it the first time."""
        return self._answer(key, work)
