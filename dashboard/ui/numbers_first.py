"""Lets a page's numbers stand before the rest of it comes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.ui.shell import TOP_STANDS, Page, draw_top

SECONDS_AHEAD = 0.04


class Top:
    """A page's title row over its numbers: drawn at once when the page is opened, so that nothing moves.

    Where only the view has changed the numbers come first, while the row of before still stands in its place.
    """

    def __init__(self, title: str, page: Page) -> None:
        """Draw the row or keep its place; nothing may have been sent before it."""
        self._title, self._page = title, page
        self._place = st.container()
        self._stood = bool(st.session_state.get(TOP_STANDS))
        if not self._stood:
            self._draw()

    def draw_later(self) -> None:
        """Draw the row now where it was put off."""
        if self._stood:
            self._draw()

    def _draw(self) -> None:
        with self._place:
            draw_top(self._title, self._page)
        st.session_state[TOP_STANDS] = True


@contextmanager
def staggered_render() -> Iterator[None]:
    """What is sent after the block comes at least SECONDS_AHEAD later than what was sent before it.

    A browser draws in one go what has come in one go, so that numbers which arrive together with charts stand
    only when these are drawn. The block is for what has to be worked out meanwhile; it should send nothing.
    """
    begun = time.monotonic()
    yield
    time.sleep(max(0.0, begun + SECONDS_AHEAD - time.monotonic()))
