"""Memoised results: one computation per key, also under concurrent callers. Built on functools.lru_cache.

Streamlit's own caches hash every argument on every call, which took a tenth of the time of a page with
twenty calls. cachetools takes a lock for every call; with fifty viewers, page runs spent over half of their
time waiting for those locks. Here a result that is known is found without a lock.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

from cachetools import LRUCache
from cachetools.keys import hashkey

Answer = TypeVar("Answer")
Part = TypeVar("Part")
Arguments = ParamSpec("Arguments")
UNKNOWN: Any = object()
GROUPS_KEPT = 64


class _Result(Generic[Answer]):
    """The result for one key, known as soon as one of its callers has computed it."""

    def __init__(self) -> None:
        self._known: Answer = UNKNOWN
        self._lock = Lock()

    def computed_by(self, work: Callable[[], Answer]) -> Answer:
        """The result. The first caller computes it, the others wait."""
        if self._known is UNKNOWN:
            with self._lock:
                if self._known is UNKNOWN:
                    self._known = work()
        return self._known


class SingleFlightCache(Generic[Answer]):
    """Keeps at most `most` results by key and drops the least recently used.

    Concurrent callers wait for the first one. An exception goes only to its caller; the waiting callers
    compute for themselves. Never change a result in place.
    """

    def __init__(self, most: int) -> None:
        @lru_cache(most)
        def result(key: Hashable) -> _Result[Answer]:
            return _Result()

        self._result = result

    def get(self, key: Hashable, work: Callable[[], Answer]) -> Answer:
        """The result for `key`; `work` computes it the first time."""
        return self._result(key).computed_by(work)


def memoize(
    most: int, key: Callable[..., Hashable] = hashkey
) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Memoise a function by its arguments, which must be hashable, or by the result of `key`.

    What SingleFlightCache says of results holds here, too.
    """

    def keep(work: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        cache: SingleFlightCache[Answer] = SingleFlightCache(most)

        @wraps(work)
        def kept(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            return cache.get(key(*args, **kwargs), lambda: work(*args, **kwargs))

        return kept

    return keep


class PartsCache(Generic[Part, Answer]):
    """Answers that are worked out together, because that is faster, but kept and renewed part by part."""

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[Hashable, Answer] = LRUCache(most)
        self._lock = Lock()
        self._groups: SingleFlightCache[Mapping[Part, Answer]] = SingleFlightCache(GROUPS_KEPT)

    def get(
        self, keys: Mapping[Part, Hashable], work: Callable[[Sequence[Part]], Mapping[Part, Answer]]
    ) -> dict[Part, Answer]:
        """The answer to each part, by its key; `work` works out all that are not kept, at once."""
        with self._lock:
            answers = {part: self._kept.get(key, UNKNOWN) for part, key in keys.items()}
        missing = [part for part, answer in answers.items() if answer is UNKNOWN]
        if not missing:
            return answers
        fresh = self._groups.get(tuple(keys[part] for part in missing), lambda: work(missing))
        with self._lock:
            self._kept.update({keys[part]: fresh[part] for part in missing})
        return {part: fresh.get(part, answer) for part, answer in answers.items()}
