"""Runs of pages take turns: who came first begins first, and nobody waits for long work."""

import threading
import time
from collections.abc import Iterator

import pytest

from dashboard.ui import turns
from dashboard.ui.turns import RUNS_AT_ONCE, give_back, turn

LONG = 10.0


@pytest.fixture
def runs() -> Iterator[list[threading.Thread]]:
    started: list[threading.Thread] = []
    yield started
    for each in started:
        each.join(LONG)


class Run:
    """A run in a thread of its own that keeps its turn until it is told to end."""

    def __init__(self, runs: list[threading.Thread]) -> None:
        self.began, self.may_end, self.gives_back = threading.Event(), threading.Event(), threading.Event()
        runs.append(threading.Thread(target=self._run))
        runs[-1].start()

    def _run(self) -> None:
        with turn(), turn():
            self.began.set()
            while not self.may_end.wait(0.001):
                if self.gives_back.is_set():
                    give_back()

    def end(self) -> None:
        self.may_end.set()


def test_a_run_begins_when_one_before_it_has_ended(runs: list[threading.Thread]) -> None:
    before = [Run(runs) for _ in range(RUNS_AT_ONCE)]
    assert all(each.began.wait(LONG) for each in before)
    late = Run(runs)
    assert not late.began.wait(0.1)
    before[0].end()
    assert late.began.wait(LONG)
    for each in (*before, late):
        each.end()


def test_a_run_that_works_long_lets_the_next_begin(runs: list[threading.Thread]) -> None:
    before = [Run(runs) for _ in range(RUNS_AT_ONCE)]
    assert all(each.began.wait(LONG) for each in before)
    late = Run(runs)
    assert not late.began.wait(0.1)
    before[0].gives_back.set()
    assert late.began.wait(LONG)
    for each in (*before, late):
        each.end()


def test_a_run_that_has_waited_long_begins_without_a_turn(
    runs: list[threading.Thread], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.2)
    before = [Run(runs) for _ in range(RUNS_AT_ONCE)]
    assert all(each.began.wait(LONG) for each in before)
    begun = time.monotonic()
    late = Run(runs)
    assert late.began.wait(LONG)
    assert time.monotonic() - begun >= 0.2
    late.end()
    another = Run(runs)  # who began without a turn has none to give to the next
    assert not another.began.wait(0.1)
    for each in (*before, another):
        each.end()


def test_a_run_that_fails_gives_its_turn_back(runs: list[threading.Thread]) -> None:
    for _ in range(RUNS_AT_ONCE + 1):
        with pytest.raises(ValueError), turn():
            raise ValueError
    only = Run(runs)
    assert only.began.wait(1.0)
    only.end()
