"""The board in a real Chromium: a server on a free port, and pages on which an error fails the test."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect, sync_playwright

from dashboard.cli.serve import answers, server_command
from tests import programs

ROOT = Path(__file__).resolve().parents[2]
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


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_app(
    warehouse: Path | None,
    log: Path,
    root: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    port: int = 0,
) -> Iterator[AppServer]:
    """The board on a free port, or the one given, with the given warehouse, until the block ends.

    Without a warehouse it shows the one that the project has by itself. `root`: the project's folder or a
    copy of it; `environment` is added to the variables.
    """
    port = port or free_port()
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


@pytest.fixture(scope="package")
def running_server(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """One board a worker, which looks up anew at each question where the link in WAREHOUSE leads."""
    folder = tmp_path_factory.mktemp("board")
    link = folder / "shown"
    link.symlink_to(sample_warehouse, target_is_directory=True)
    with running_app(link, folder / "server.log") as server:
        yield server


def turned_to(server: AppServer, warehouse: Path) -> AppServer:
    """The running board, from now on showing another warehouse."""
    link = server.warehouse.with_name("next")
    link.symlink_to(warehouse, target_is_directory=True)
    link.replace(server.warehouse)
    return replace(server, warehouse=warehouse)


@pytest.fixture(scope="package")
def looked_at(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of the sample that tests of this worker only look at."""
    return shutil.copytree(sample_warehouse, tmp_path_factory.mktemp("looked-at") / "warehouse")


@pytest.fixture
def app_server(running_server: AppServer, looked_at: Path) -> AppServer:
    """A board on a copy of the sample. For tests that only look."""
    return turned_to(running_server, looked_at)


@pytest.fixture
def own_app_server(running_server: AppServer, own_sample_warehouse: Path) -> AppServer:
    """A board on a copy of the sample that is the test's own. For tests that load, undo or freeze."""
    return turned_to(running_server, own_sample_warehouse)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where the browser is; skips the test where there is none."""
    return programs.browser()


@pytest.fixture(scope="package")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright, started once for this folder: its event loop must not outlive the browser tests."""
    if sys.platform == "linux":
        programs.library("libatomic.so.1")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright_driver: Playwright, chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium, started once a worker."""
    launched = playwright_driver.chromium.launch(executable_path=chromium_path, args=FLAGS)
    yield launched
    launched.close()


def wait_until_shown(page: Page) -> None:
    """Wait until a page of the board stands whole: its run is over, figures, charts and fonts are there."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_selector('[data-testid="stMainBlockContainer"] h1')
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")


STANDS = """async details => {
    for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame)
    await Promise.allSettled(details.getAnimations({subtree: true}).map(each => each.finished))
}"""


def open_expander(page: Page, title: str) -> None:
    """Open an expander and wait until it has grown: until then its parts may move away from a click."""
    expander = page.locator("details", has=page.locator("summary", has_text=title))
    expander.locator("summary").click()
    expander.evaluate(STANDS)


@contextmanager
def watched(page: Page) -> Iterator[Observed]:
    """At the end of the block no error may stand on the page's console and no request may have left."""
    observed = Observed()
    heard: dict[str, Callable[..., None]] = {
        "console": observed.hear,
        "pageerror": lambda error: observed.errors.append(str(error)),
        "request": lambda request: observed.requests.append(request.url),
        "websocket": lambda socket: observed.requests.append(socket.url),
    }
    for event, hear in heard.items():
        page.on(event, hear)  # type: ignore[call-overload]
    yield observed
    for event, hear in heard.items():
        page.remove_listener(event, hear)
    assert observed.errors == []
    assert observed.left_the_machine == []


@contextmanager
def watched_page(browser: Browser, width: int, height: int) -> Iterator[tuple[Page, Observed]]:
    """A new page in a context of its own, watched until the block ends."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    with watched(page) as observed:
        yield page, observed
        context.close()


@pytest.fixture(scope="package")
def kept_page(browser: Browser) -> Iterator[Page]:
    """A page for one test after the other: three quarters of a first visit go into compiling scripts."""
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


@contextmanager
def borrowed(page: Page, width: int, height: int) -> Iterator[Page]:
    """The kept page as if new: at the end what the test left in it is cleared away."""
    page.set_viewport_size({"width": width, "height": height})
    page.mouse.move(0, 0)
    with watched(page):
        yield page
        for other in page.context.pages:
            if other != page:
                other.close()
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
            # After about:blank Chromium begins a new process, which compiles all scripts anew: two seconds.
            page.goto(urljoin(page.url, "/_stcore/health"))
    page.context.clear_permissions()
    page.emulate_media(media="null")


@pytest.fixture
def browser_page(kept_page: Page) -> Iterator[Page]:
    """A desktop page, 1440 × 900."""
    with borrowed(kept_page, 1440, 900) as page:
        yield page


@pytest.fixture
def phone_page(kept_page: Page) -> Iterator[Page]:
    """A phone's page, 390 × 844. Not beside browser_page: it is the same."""
    with borrowed(kept_page, 390, 844) as page:
        yield page


@pytest.fixture
def new_tab(kept_page: Page) -> Iterator[Page]:
    """A desktop page without a history, which may be given scripts to begin with. Its browser knows ours."""
    page = kept_page.context.new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    with watched(page):
        yield page
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.close()
