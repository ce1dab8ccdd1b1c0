"""The board in a real Chromium: a server on a free port, and pages on which an error fails the test."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect, sync_playwright

from dashboard.serve import answers, server_command

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Opened below the root (/hotline), Streamlit's own script asks first whether the server's root is there.
LOOKING_FOR_ITS_ROOT = re.compile(r"^http://localhost:\d+/[a-z_-]+/_stcore/(health|host-config)$")
expect.set_options(timeout=30_000)  # a busy machine takes its time to check and load
ON_THIS_MACHINE = {"localhost", "127.0.0.1"}


@dataclass(frozen=True)
class AppServer:
    """A running board: its address, the warehouse it shows, the file of its log, its process id."""

    url: str
    warehouse: Path
    log: Path
    process: int


@dataclass
class Observed:
    """What a browser page did besides what it showed."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the console calls an error, with the address it is about."""
        address = message.location.get("url", "")
        if message.type == "error" and not LOOKING_FOR_ITS_ROOT.search(address):
            self.errors.append(f"{message.text} {address}".strip())

    @property
    def left_the_machine(self) -> list[str]:
        """Requests to any host but this machine."""
        parts = [urlsplit(address) for address in self.requests]
        return [part.geturl() for part in parts if part.hostname and part.hostname not in ON_THIS_MACHINE]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder needs a browser; `make check` leaves them out by the mark."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def running_app(
    warehouse: Path | None, log: Path, root: Path = ROOT, environment: Mapping[str, str] | None = None
) -> Iterator[AppServer]:
    """The board on a free port with the given warehouse, until the block ends.

    Without a warehouse it shows the one that the project has by itself. `root`: the project's folder or a
    copy of it; `environment` is added to the variables.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    named = {"WAREHOUSE": str(warehouse)} if warehouse else {}
    variables = {**os.environ, **named, **(environment or {})}
    with log.open("wb") as output:
        server = subprocess.Popen(
            server_command(port), cwd=root, env=variables, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            assert answers(server, port), f"the board did not start:\n{log.read_text(encoding='utf-8')}"
            shown = warehouse or root / "data" / "warehouse"
            yield AppServer(f"http://localhost:{port}", shown, log, server.pid)
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def app_server(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A board on a copy of the sample, one a worker. For tests that only look."""
    folder = tmp_path_factory.mktemp("board")
    warehouse = folder / "warehouse"
    shutil.copytree(sample_warehouse, warehouse)
    with running_app(warehouse, folder / "server.log") as server:
        yield server


@pytest.fixture
def own_app_server(own_sample_warehouse: Path, tmp_path: Path) -> Iterator[AppServer]:
    """A board of the test's own on a copy of the sample. For tests that load, undo or freeze."""
    with running_app(own_sample_warehouse, tmp_path / "server.log") as server:
        yield server


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where the browser is; skips the test where there is none."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is on the PATH")
    return found


@pytest.fixture(scope="module")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright, started once a file: its event loop must not outlive the browser tests."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright_driver: Playwright, chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium, started once a file."""
    launched = playwright_driver.chromium.launch(executable_path=chromium_path, args=FLAGS)
    yield launched
    launched.close()


def wait_until_shown(page: Page) -> None:
    """Wait until a page of the board stands whole: its run is over, figures, charts and fonts are there."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_selector('[data-testid="stMainBlockContainer"] h1')
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")


@contextmanager
def watched_page(browser: Browser, width: int, height: int) -> Iterator[tuple[Page, Observed]]:
    """A new page; at the end of the block no error may stand on its console and no request may have left."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page, observed = context.new_page(), Observed()
    page.on("console", observed.hear)
    page.on("pageerror", lambda error: observed.errors.append(str(error)))
    page.on("request", lambda request: observed.requests.append(request.url))
    page.on("websocket", lambda socket: observed.requests.append(socket.url))
    yield page, observed
    context.close()
    assert observed.errors == []
    assert observed.left_the_machine == []


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A desktop page, 1440 × 900."""
    with watched_page(browser, 1440, 900) as (page, _):
        yield page


@pytest.fixture
def phone_page(browser: Browser) -> Iterator[Page]:
    """A phone's page, 390 × 844."""
    with watched_page(browser, 390, 844) as (page, _):
        yield page


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens more pages of any size: open_page(width=1600, height=900)."""
    with ExitStack() as pages:

        def open_one(width: int = 1440, height: int = 900) -> Page:
            page, _ = pages.enter_context(watched_page(browser, width, height))
            return page

        yield open_one
