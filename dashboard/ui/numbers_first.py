"""Lets a page's numbers stand before the rest of it comes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS_AHEAD = 0.04


@contextmanager
def numbers_first() -> Iterator[None]:
    """What is sent after the block comes at least SECONDS_AHEAD later than what was sent before it.

    A browser draws in one go what has come in one go, so that numbers which arrive together with charts stand
    only when these are drawn. The block is for what has to be worked out meanwhile; it should send nothing.
    """
    begun = time.monotonic()
    yield
    time.sleep(max(0.0, begun + SECONDS_AHEAD - time.monotonic()))
