"""Answers kept by what was asked: each worked out once, also where several ask at the same time.

Streamlit's own caches do the same, but look into every argument anew each time: a page of twenty questions
spent a tenth of its time on that.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")


@dataclass
class _Question(Generic[Answer]):
    """One key: whose turn it is to work, and the answer, in a list that is empty before."""

    turn: Lock = field(default_factory=Lock)
    answer: list[Answer] = field(default_factory=list)


class SingleFlightCache(Generic[Answer]):
    """At most `most` answers, the one longest not asked for goes first. Never change an answer in place."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._guard = Lock()
        self._questions: OrderedDict[Hashable, _Question[Answer]] = OrderedDict()

    def get(self, key: Hashable, work: Callable[[], Answer]) -> Answer:
        """The answer to `key`, which `work` gives the first time.

        Who asks meanwhile waits. What `work` raises is the asker's alone: who waited then works himself.
        """
        question = self._question(key)
        with question.turn:
            if not question.answer:
                question.answer.append(work())
            return question.answer[0]

    def _question(self, key: Hashable) -> _Question[Answer]:
        with self._guard:
            question = self._questions.setdefault(key, _Question())
            self._questions.move_to_end(key)
            if len(self._questions) > self._most:
                self._questions.popitem(last=False)
            return question


def memoize(most: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep the answers of a function by its arguments, which must be hashable."""

    def keep(work: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        answers: SingleFlightCache[Answer] = SingleFlightCache(most)

        @wraps(work)
        def ask(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
            key = (asked, tuple(sorted(named.items())))
            return answers.get(key, lambda: work(*asked, **named))

        return ask

    return keep
