"""Answers kept by what was asked: each worked out once, also where several ask at the same time.

cachetools does all of it. Streamlit's own caches look into every argument anew each time: a page of twenty
questions spent a tenth of its time on that.
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
    """Keep the answers of a function by its arguments, which must be hashable, or by their `key`.

    At most `most`; the one longest not asked for goes first. Who asks while another works waits for the
    answer. What the function raises is the asker's alone: who waited then works himself. Never change an
    answer in place.
    """

    def keep(work: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        cache: LRUCache[Any, Any] = LRUCache(most)
        return cast(Callable[Asked, Answer], cached(cache, key, condition=Condition())(work))

    return keep


class SingleFlightCache(Generic[Answer]):
    """The same where what is asked comes with the way to answer it."""

    def __init__(self, most: int) -> None:
        @memoize(most, key=lambda key, work: key)
        def answer(key: Hashable, work: Callable[[], Answer]) -> Answer:
            return work()

        self._answer = answer

    def get(self, key: Hashable, work: Callable[[], Answer]) -> Answer:
        """The answer to `key`, which `work` gives the first time."""
        return self._answer(key, work)
