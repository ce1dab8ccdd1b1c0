"""Measures one visit in Chromium: time to the first number and to the charts, bytes, processor time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator, Page

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
MOST_MILLISECONDS = 60_000
STILL = "() => watched.numbers > 0 && watched.charts > 0 && performance.now() - watched.changed > 800"


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
