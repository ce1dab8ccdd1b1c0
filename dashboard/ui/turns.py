"""Runs of pages take turns, first come first served.

Python computes one thing at a time. Fifty runs at once would all be done at the end, and their viewers would
then ask again all at once; in turns each is done soon after the one before it, and they spread out.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# DuckDB computes without holding up Python, so that a second run gets on meanwhile.
RUNS_AT_ONCE = max(2, min(4, os.cpu_count() or 2))
# A run that waited this long begins anyway: some runs take long, and nobody should wait for all of those.
LONGEST_WAIT = 2.0

_free = threading.Semaphore(RUNS_AT_ONCE)
_run = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn and keep it for the block; inside another such block of the thread, do nothing."""
    if hasattr(_run, "has_turn"):
        yield
        return
    _run.has_turn = _free.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        give_back()
        del _run.has_turn


def give_back() -> None:
    """Let the next run begin, and go on without a turn: for work that takes long, such as reading a file."""
    if getattr(_run, "has_turn", False):
        _run.has_turn = False
        _free.release()
