"""Answers are worked out once, kept up to a number, and never mixed up."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from dashboard.ui.memoize import SingleFlightCache, memoize


def test_an_answer_is_worked_out_once_for_what_is_asked() -> None:
    worked: list[tuple[int, str]] = []

    @memoize(10)
    def add(number: int, word: str = "") -> str:
        worked.append((number, word))
        return f"{number}{word}"

    assert [add(1), add(1), add(2), add(1, word="a"), add(1, word="a")] == ["1", "1", "2", "1a", "1a"]
    assert worked == [(1, ""), (2, ""), (1, "a")]


def test_several_who_ask_at_the_same_time_wait_for_the_one_who_works() -> None:
    together, worked = Barrier(3), []

    def work() -> int:
        worked.append(1)
        return 7

    answers: SingleFlightCache[int] = SingleFlightCache(10)

    def ask(_: int) -> int:
        together.wait(timeout=10)
        return answers.get("key", work)

    with ThreadPoolExecutor(3) as people:
        assert list(people.map(ask, range(3))) == [7, 7, 7]
    assert worked == [1]


def test_who_waited_for_one_who_failed_works_himself() -> None:
    """One person's page may be stopped while it works: that is not another's to be stopped by."""
    has_begun, may_fail = Event(), Event()
    answers: SingleFlightCache[int] = SingleFlightCache(10)

    def fails() -> int:
        has_begun.set()
        may_fail.wait(timeout=10)
        raise OSError("stopped")

    with ThreadPoolExecutor(2) as people:
        first = people.submit(answers.get, "key", fails)
        has_begun.wait(timeout=10)
        second = people.submit(answers.get, "key", lambda: 7)
        may_fail.set()
        assert isinstance(first.exception(timeout=10), OSError)
        assert second.result(timeout=10) == 7


def test_the_answer_longest_not_asked_for_is_forgotten_first() -> None:
    answers: SingleFlightCache[int] = SingleFlightCache(2)
    for key in (1, 2, 1, 3):
        answers.get(key, lambda: 0)
    assert [answers.get(key, lambda: 9) for key in (1, 2)] == [0, 9]


def test_what_went_wrong_is_raised_and_asked_anew() -> None:
    answers: SingleFlightCache[int] = SingleFlightCache(2)

    def fails() -> int:
        raise OSError("no disk")

    for _ in range(2):
        with pytest.raises(OSError, match="no disk"):
            answers.get("key", fails)
    assert answers.get("key", lambda: 5) == 5
