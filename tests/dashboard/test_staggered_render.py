"""What a page sends after its numbers comes a moment later."""

import time

import pytest

from dashboard.ui.chart_block import SECONDS_AHEAD, staggered_render


def test_what_follows_the_numbers_comes_a_moment_later() -> None:
    sent = time.monotonic()
    with staggered_render():
        pass
    assert time.monotonic() - sent >= SECONDS_AHEAD


def test_what_fails_meanwhile_is_not_hidden() -> None:
    with pytest.raises(ValueError, match="no figures"), staggered_render():
        raise ValueError("no figures")
