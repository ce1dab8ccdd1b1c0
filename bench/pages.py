"""Measures pages in Chromium, the board's and the leanest, alternating in each round."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Locator,
    Page,
    TimeoutError,
    sync_playwright,
)

from bench.servers import Server, board_command, dash_command, free_port, running, streamlit_command

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
MOST_MILLISECONDS = 60_000
STILL = "() => watched.numbers > 0 && watched.charts > 0 && performance.now() - watched.changed > 800"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# Each round uses a month that was not requested before; the last one is the month the page opens with.
MONTHS = (7, 5, 8, 4, 9, 3, 10, 2, 11, 1, 12)
MOST_ROUNDS = len(MONTHS)
# Chromium sometimes draws nothing more; a stalled visit is measured again.
TRIES = 3
STEPS = ("cold", "warm", "month", "unit")
# An office connection: 20 Mbit/s both ways, 5 ms latency.
LINE = {"offline": False, "latency": 5, "downloadThroughput": 2_500_000, "uploadThroughput": 2_500_000}


@dataclass(frozen=True)
class Shown:
    """What one visit took.

    Milliseconds to the first number and to the last chart, the browser's processor time in milliseconds,
    bytes over the wire, and the number of charts.
    """

    first_number: float
    charts: float
    browser_work: float
    bytes: int
    drawn: int


@dataclass
class Wire:
    """Counts the bytes over the wire: responses and websocket messages, in their compressed size."""

    session: CDPSession
    browser: CDPSession
    bytes: int = 0

    def listen(self) -> "Wire":
        """Start counting again from zero."""
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._finished)
        self.session.on("Network.webSocketFrameReceived", self._message)
        return self

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def _message(self, event: dict[str, Any]) -> None:
        text = event["response"]["payloadData"]
        self.bytes += len(text) if event["response"]["opcode"] == 1 else len(text) * 3 // 4

    def browser_work(self) -> float:
        """Processor time of all the browser's processes, in milliseconds."""
        processes = self.browser.send("SystemInfo.getProcessInfo")["processInfo"]
        return 1000 * sum(float(each["cpuTime"]) for each in processes)


@contextmanager
def fresh_context(browser: Browser, numbers: str) -> Iterator[BrowserContext]:
    """A context with an empty cache that records when the elements matching `numbers` appear."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.add_init_script(f"const NUMBERS = {json.dumps(numbers)};\n{WATCH}")
    try:
        yield context
    finally:
        context.close()


def visit(page: Page, wire: Wire, address: str) -> Shown:
    """Open an address and wait until the page stops changing."""
    before, worked = wire.bytes, wire.browser_work()
    page.goto(address, wait_until="commit")
    return _shown(page, wire, before, worked)


def change(page: Page, wire: Wire, control: Locator) -> Shown:
    """Click a control and wait until the page stops changing."""
    page.evaluate("watchNextClick()")
    before, worked = wire.bytes, wire.browser_work()
    control.click()
    return _shown(page, wire, before, worked)


def _shown(page: Page, wire: Wire, bytes_before: int, worked: float) -> Shown:
    page.wait_for_function(STILL, timeout=MOST_MILLISECONDS)
    watched = page.evaluate("watched")
    return Shown(
        watched["firstNumber"],
        watched["charts"],
        wire.browser_work() - worked,
        wire.bytes - bytes_before,
        watched["drawn"],
    )


@dataclass(frozen=True)
class Measured:
    """What one step on one page took in the browser, and the server's processor time in milliseconds."""

    page: str
    step: str
    shown: Shown
    server_work: float


@dataclass(frozen=True)
class Contestant:
    """A page to compare: name, server, address, selector of its numbers, month and unit controls."""

    name: str
    server: str
    address: str
    numbers: str
    month: Callable[[Page, int], Locator]
    unit: Callable[[Page], Locator]


def board_control(page: Page, words: str) -> Locator:
    """Pick an option in the board's one control, which must be opened first if it is closed."""
    found = page.get_by_test_id("stPopoverBody").get_by_text(words, exact=True)
    if not found.is_visible():
        page.locator(".st-key-view button").first.click()
        found.wait_for()
    return found


def _board(name: str, address: str) -> Contestant:
    return Contestant(
        name,
        "board",
        address,
        ".card .value",
        lambda page, month: board_control(page, f"{month}月"),
        lambda page: board_control(page, "局机关"),
    )


def _pill(page: Page, words: str) -> Locator:
    return page.get_by_test_id("stButtonGroup").get_by_text(words, exact=True)


CONTESTANTS = (
    _board("总览", "/?year=2023&month=6&unit=bureau"),
    _board("12345热线", "/hotline?year=2023&month=6&unit=bureau&kpi=tickets_received"),
    Contestant(
        "Streamlit",
        "streamlit",
        "/",
        '[data-testid="stMetricValue"]',
        lambda page, month: _pill(page, str(month)),
        lambda page: _pill(page, "office"),
    ),
    Contestant(
        "Dash",
        "dash",
        "/",
        ".value",
        lambda page, month: page.locator("#month label").get_by_text(str(month), exact=True),
        lambda page: page.locator("#unit label").get_by_text("office", exact=True),
    ),
)


def measure_pages(rounds: int, warehouse: Path, logs: Path, tell: Callable[[str], None]) -> list[Measured]:
    """Run every step on every page `rounds` times, after one uncounted visit to each page."""
    measured: list[Measured] = []
    with _servers(warehouse, logs) as servers, _chromium() as browser:
        for number in range(-1, rounds):
            for contestant in CONTESTANTS:
                server = servers[contestant.server]
                steps = _again_if_stalled(_walk, browser, contestant, server, max(number, 0), number >= 0)
                if number >= 0:
                    measured += [*_again_if_stalled(_over_the_line, browser, contestant, server), *steps]
            tell(f"pages: {number + 1} of {rounds}")
    return measured


def _again_if_stalled(
    measure: Callable[..., Iterable[Measured]], browser: Browser, contestant: Contestant, *given: object
) -> list[Measured]:
    """Measure, in a new context again if Chromium stops drawing: it sometimes does on a slowed line.

    Raises playwright's TimeoutError if it stalls TRIES times.
    """
    for left in reversed(range(TRIES)):
        try:
            return list(measure(browser, contestant, *given))
        except TimeoutError:
            if not left:
                raise
    raise AssertionError("unreachable")


@contextmanager
def _servers(warehouse: Path, logs: Path) -> Iterator[dict[str, Server]]:
    commands = {"board": board_command, "streamlit": streamlit_command, "dash": dash_command}
    with ExitStack() as started:
        servers = {}
        for name, command in commands.items():
            port = free_port()
            server = running(command(port), port, {"WAREHOUSE": str(warehouse)}, logs / f"{name}.log")
            servers[name] = started.enter_context(server)
        yield servers


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next((found for found in map(shutil.which, BROWSERS) if found), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _over_the_line(browser: Browser, contestant: Contestant, server: Server) -> Iterator[Measured]:
    """The first visit over the slow connection, in a fresh context."""
    with fresh_context(browser, contestant.numbers) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        wire = Wire(session, browser.new_browser_cdp_session()).listen()
        session.send("Network.emulateNetworkConditions", LINE)
        before = server.seconds()
        shown = visit(page, wire, server.url + contestant.address)
        yield Measured(contestant.name, "line", shown, 1000 * (server.seconds() - before))


def _walk(
    browser: Browser, contestant: Contestant, server: Server, number: int, with_changes: bool
) -> Iterator[Measured]:
    """Empty cache, opened again, another month, another unit: all in one fresh context."""
    with fresh_context(browser, contestant.numbers) as context:
        page = context.new_page()
        wire = Wire(context.new_cdp_session(page), browser.new_browser_cdp_session()).listen()
        address = server.url + contestant.address
        steps: dict[str, Callable[[], Shown]] = {
            "cold": lambda: visit(page, wire, address),
            "warm": lambda: visit(page, wire, address),
            "month": lambda: change(page, wire, contestant.month(page, MONTHS[number])),
            "unit": lambda: change(page, wire, contestant.unit(page)),
        }
        for step in STEPS if with_changes else STEPS[:1]:
            before = server.seconds()
            shown = steps[step]()
            yield Measured(contestant.name, step, shown, 1000 * (server.seconds() - before))
