"""How the board is served: from this machine to this machine, in Chinese whatever fonts are installed."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.conftest import FLAGS, AppServer, Observed, wait_until_shown, watched_page

LATIN_FONTS_ONLY = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{cache}</cachedir></fontconfig>"""


@pytest.fixture
def fontless_page(
    playwright_driver: Playwright, chromium_path: str, tmp_path: Path
) -> Iterator[tuple[Page, Observed]]:
    """A page in a browser that finds no Chinese font on the machine."""
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(LATIN_FONTS_ONLY.format(cache=tmp_path), encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    browser = playwright_driver.chromium.launch(executable_path=chromium_path, args=FLAGS, env=environment)
    with watched_page(browser, 1440, 900) as watched:
        yield watched
    browser.close()


def fonts_used(page: Page, selector: str) -> set[str]:
    """The names of the fonts whose glyphs really stand in the elements, as the browser reports them."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    document = devtools.send("DOM.getDocument", {"depth": -1})["root"]["nodeId"]
    found = devtools.send("DOM.querySelectorAll", {"nodeId": document, "selector": selector})["nodeIds"]
    used = [devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in found]
    return {font["familyName"] for fonts in used for font in fonts}


def test_chinese_stands_on_the_page_without_any_chinese_font_and_nothing_leaves_the_machine(
    fontless_page: tuple[Page, Observed], app_server: AppServer
) -> None:
    page, observed = fontless_page
    page.goto(app_server.url)
    wait_until_shown(page)
    assert any("static/fonts/" in address for address in observed.requests)
    assert observed.left_the_machine == []
    for selector in ("h1, h2", "nav, [data-testid='stSidebarNav'] span", ".card h3", ".attention td"):
        assert "Noto Sans SC" in {name.replace(" Thin", "") for name in fonts_used(page, selector)}


def test_a_request_to_another_machine_would_be_seen() -> None:
    observed = Observed(
        requests=["http://localhost:8501/", "blob:http://localhost/1", "https://example.org/x.js"]
    )
    assert observed.left_the_machine == ["https://example.org/x.js"]


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux gives every machine a second address of its own"
)
def test_the_board_answers_at_localhost_and_at_no_other_address(app_server: AppServer) -> None:
    port = int(app_server.url.rsplit(":", 1)[1])
    with socket.socket() as knock:
        assert knock.connect_ex(("127.0.0.1", port)) == 0
    with socket.socket() as knock:
        assert knock.connect_ex(("127.0.0.2", port)) != 0


def test_starting_prints_the_address_and_takes_the_next_port_where_one_is_taken(
    root: Path, sample_warehouse: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port)]
        environment = {**os.environ, "WAREHOUSE": str(sample_warehouse), "PYTHONIOENCODING": "utf-8"}
        with subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
        ) as started:
            assert started.stdout is not None
            told = next((line for line in started.stdout if "看板已启动" in line), "nothing")
            started.terminate()
            started.stdout.read()  # to the end: a server that can't say goodbye doesn't stop
    assert f"http://localhost:{port}" not in told
    assert "http://localhost:" in told
