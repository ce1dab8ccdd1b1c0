"""The people of a load test: viewers who page and filter, reporters who upload, viewers in Chromium."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from playwright.async_api import Browser
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import WebSocketException

from bench.ledger import Ledger, cards_in
from bench.session import Run, Session, SessionError, opened

PAGES = ("", "hotline", "cases", "petitions", "training", "publicity", "governance", "targets", "compare")
SAME = "与现有数据完全相同"
YEAR, WHOLE = 2023, "bureau"
UPLOADER, SIGNER, CONFIRM = "选择月报", "填报人", "确认入库"
# One dataset a reporter: its columns, and a unit that reports them. Figures stay near the sample's.
SHEETS = (
    ("publicity", "集中宣传活动次数,宣传资料份数", "局机关"),
    ("petitions", "网上信访件数,群众来访起数", "局机关"),
    ("training", "集体学法次数,法治学习次数", "局机关"),
    ("cases", "双公示信息条数", "局机关"),
    ("governance", "专题会议次数,听取汇报次数", "局机关"),
)
FAILURES = (SessionError, WebSocketException, TimeoutError, OSError)
ROUNDS_TO_CONFIRM = 6


@dataclass
class Seen:
    """What all people met: times by kind of step, runs to check, errors."""

    times: dict[str, list[float]] = field(default_factory=dict)
    shown: list[tuple[str, list[tuple[str, str]], float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def note(self, kind: str, run: Run) -> None:
        """Keep a run's time, its cards and its faults."""
        self.times.setdefault(kind, []).append(run.took)
        self.errors += [f"{run.page}: {fault}" for fault in run.faults]
        if cards := cards_in(run.html):
            self.shown.append((run.query, cards, run.asked, run.done))


@dataclass(frozen=True)
class Plan:
    """How long everybody goes on, and how long people look at a page between two steps."""

    url: str
    until: float
    pause: float
    upload_every: float
    units: tuple[str, ...]

    @property
    def goes_on(self) -> bool:
        """Whether there is time for another step."""
        return time.monotonic() < self.until


def views(chance: Random, units: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Page and query, one after the other: people stay on a page for some steps and change month or unit."""
    page = ""
    while True:
        page = chance.choice(PAGES) if chance.random() < 0.4 else page
        unit = WHOLE if chance.random() < 0.6 else chance.choice(units)
        yield page, f"year={YEAR}&month={chance.randint(1, 12)}&unit={unit}"


async def viewer(plan: Plan, seen: Seen, chance: Random) -> None:
    """Look at one view after the other, with a pause between two."""
    await asyncio.sleep(chance.uniform(0, plan.pause))
    try:
        async with opened(plan.url) as session:
            kind = "first visit"
            for page, query in views(chance, plan.units):
                seen.note(kind, await session.run(page, query))
                kind = "page or filter"
                if not plan.goes_on:
                    return
                await asyncio.sleep(plan.pause)
    except FAILURES as error:
        seen.errors.append(f"viewer: {type(error).__name__} {error}")


async def reporter(plan: Plan, seen: Seen, number: int, chance: Random) -> None:
    """Upload a corrected month, confirm it, and again."""
    await asyncio.sleep(number * plan.upload_every / len(SHEETS))
    try:
        while plan.goes_on:
            async with opened(plan.url) as session:  # a new session each time: widgets start afresh
                begun = time.monotonic()
                await upload(session, seen, number, chance)
            await asyncio.sleep(max(0.0, plan.upload_every - (time.monotonic() - begun)))
    except FAILURES as error:
        seen.errors.append(f"reporter {number}: {type(error).__name__} {error}")


async def upload(session: Session, seen: Seen, number: int, chance: Random) -> None:
    """One file through the page: drop, check, confirm, until it is loaded."""
    dataset, columns, unit = SHEETS[number % len(SHEETS)]
    row = [
        f"{YEAR}-{chance.randint(1, 12):02d}",
        unit,
        *(str(chance.randint(1, 60)) for _ in columns.split(",")),
    ]
    content = f"月份,单位,{columns}\n{','.join(row)}\n".encode()
    first = await session.run("upload")
    seen.note("upload: page", first)
    uploader = next(
        each.file_uploader.id for each in first.all("file_uploader") if UPLOADER in each.file_uploader.label
    )
    dropped = WidgetState(id=uploader)
    dropped.file_uploader_state_value.uploaded_file_info.append(
        await session.upload(f"{dataset}-{number}.csv", content)
    )
    run = await session.run("upload", states=[dropped])
    seen.note("upload: check", run)
    for _ in range(ROUNDS_TO_CONFIRM):
        states = _confirmation(run)
        if states is None:
            # By chance they may be the figures that are there already.
            if not any(SAME in notice for notice in run.notices):
                seen.errors.append(f"reporter {number}: nothing to confirm for {row}")
            return
        run = await session.run("upload", states=[dropped, *states])
        seen.note("upload: confirm", run)
        if _confirmation(run) is None:
            return
    seen.errors.append(f"reporter {number}: not loaded in {ROUNDS_TO_CONFIRM} rounds")


def _confirmation(run: Run) -> list[WidgetState] | None:
    """The form filled in and its button pressed; None if the page asks for no confirmation."""
    signer = [each.text_input.id for each in run.all("text_input") if SIGNER in each.text_input.label]
    button = [each.button.id for each in run.all("button") if each.button.label.startswith(CONFIRM)]
    if not signer or not button:
        return None
    return [
        WidgetState(id=signer[-1], string_value="load test"),
        WidgetState(id=button[-1], trigger_value=True),
    ]


STANDS = """title => {
  const app = document.querySelector('[data-testid="stApp"]');
  const heading = document.querySelector('[data-testid="stMainBlockContainer"] h1');
  return app?.dataset.testScriptState === 'notRunning' && heading?.textContent.includes(title);
}"""
READ_CARDS = "() => [...document.querySelectorAll('article.card')].map(card => card.outerHTML).join('')"
LINKS = {"12345热线": "hotline", "信访": "petitions", "普法宣传": "publicity", "学法培训": "training"}


async def chromium_viewer(plan: Plan, seen: Seen, browser: Browser, chance: Random) -> None:
    """Click from page to page in a browser, and read the cards as they stand."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    page.on("pageerror", lambda error: seen.errors.append(f"Chromium: {error}"))
    query = f"year={YEAR}&month=12&unit={WHOLE}"
    title, asked = "12345热线", time.time()
    await page.goto(f"{plan.url}/hotline?{query}")
    while True:
        await page.wait_for_function(STANDS, arg=title, timeout=120_000)
        seen.times.setdefault("Chromium: click to stand", []).append(time.time() - asked)
        cards: Any = await page.evaluate(READ_CARDS)
        seen.shown.append((query, cards_in(cards), asked, time.time()))
        if not plan.goes_on:
            await context.close()
            return
        await asyncio.sleep(plan.pause)
        title, asked = chance.choice([each for each in LINKS if each != title]), time.time()
        await page.locator(f'[data-testid="stSidebarNavLink"][href*="/{LINKS[title]}"]').click()


async def check(seen: Seen, ledger: Ledger) -> list[str]:
    """Every card seen that no version held then; checked when the load is over."""
    return [
        fault
        for query, cards, asked, done in seen.shown
        for fault in ledger.faults(query, cards, asked, done)
    ]
