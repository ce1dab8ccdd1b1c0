"""Memoised results: one computation per key, also under concurrent callers. Built on cachetools.

Streamlit's own caches hash every argument on every call, which took a tenth of the time of a page with
twenty calls.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Condition, Lock
from typing import Any, Generic, ParamSpec, TypeVar, cast

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

Answer = TypeVar("Answer")
Part = TypeVar("Part")
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


class PartsCache(Generic[Part, Answer]):
    """Answers that are worked out together, because that is faster, but kept and renewed part by part."""

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[Hashable, Answer] = LRUCache(most)
        self._lock = Lock()

    def get(
        self, keys: Mapping[Part, Hashable], work: Callable[[Sequence[Part]], Mapping[Part, Answer]]
    ) -> dict[Part, Answer]:
        """The answer to each part, by its key; `work` works out all that are not kept, at once."""
        with self._lock:
            missing = [part for part, key in keys.items() if key not in self._kept]
            fresh = work(missing) if missing else {}
            found = {part: fresh[part] if part in fresh else self._kept[key] for part, key in keys.items()}
            self._kept.update({keys[part]: fresh[part] for part in missing})
            return found
