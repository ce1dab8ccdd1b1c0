"""Answers kept by what was asked: each worked out once, also where several ask at the same time.

Streamlit's own caches do the same, but look into every argument anew each time: a page of twenty questions
spent a tenth of its time on that.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")


class Answers(Generic[Answer]):
    """At most `most` answers, the one longest not asked for goes first. Never change an answer in place."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._guard = Lock()
        self._promises: OrderedDict[Hashable, Future[Answer]] = OrderedDict()

    def get(self, key: Hashable, work: Callable[[], Answer]) -> Answer:
        """The answer to `key`, which `work` gives the first time; what it raises is raised and not kept."""
        promise, is_first = self._promise(key)
        if is_first:
            try:
                promise.set_result(work())
            except BaseException as error:
                with self._guard:
                    self._promises.pop(key, None)
                promise.set_exception(error)
                raise
        return promise.result()

    def _promise(self, key: Hashable) -> tuple[Future[Answer], bool]:
        with self._guard:
            promise = self._promises.get(key)
            if promise is not None:
                self._promises.move_to_end(key)
                return promise, False
            promise = self._promises[key] = Future()
            if len(self._promises) > self._most:
                self._promises.popitem(last=False)
            return promise, True


def kept(most: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep the answers of a function by its arguments, which must be hashable."""

    def keep(work: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        answers: Answers[Answer] = Answers(most)

        @wraps(work)
        def ask(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
            key = (asked, tuple(sorted(named.items())))
            return answers.get(key, lambda: work(*asked, **named))

        return ask

    return keep
