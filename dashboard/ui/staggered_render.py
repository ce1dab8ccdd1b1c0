"""Shows a page's numbers before the rest of the page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.ui.shell import TOP_STANDS, Page, draw_top

SECONDS_AHEAD = 0.04


class Top:
    """A page's title row above its numbers. It is drawn first when the page is opened, so that nothing moves.

    If only the view has changed, the numbers are drawn first while the previous title row stays in place.
    """

    def __init__(self, title: str, page: Page) -> None:
        """Draw the row or reserve its place; call it before anything else is sent."""
        self._title, self._page = title, page
        self._place = st.container()
        self._stood = bool(st.session_state.get(TOP_STANDS))
        if not self._stood:
            self._draw()

    def draw_later(self) -> None:
        """Draw the row now if it was postponed."""
        if self._stood:
            self._draw()

    def _draw(self) -> None:
        with self._place:
            draw_top(self._title, self._page)
        st.session_state[TOP_STANDS] = True


@contextmanager
def staggered_render() -> Iterator[None]:
    """Delay messages: what follows the block is sent at least SECONDS_AHEAD after what came before it.

    The browser renders messages in batches, so numbers that arrive together with charts appear only when
    the charts are drawn. Use the block for the computation between the two; it should send nothing.
    """
    begun = time.monotonic()
    yield
    time.sleep(max(0.0, begun + SECONDS_AHEAD - time.monotonic()))
