"""`make load`: many people at one server; says how long they waited, and whether each figure was right."""

import asyncio
import os
import shlex
import statistics
import tempfile
import time
from pathlib import Path
from random import Random

import click
from playwright.async_api import async_playwright

from bench.ledger import Ledger
from bench.people import Plan, Seen, check, chromium_viewer, reporter, viewer
from bench.servers import Server, board_command, free_port, running
from dashboard.cli.serve import build_sample
from etl.warehouse import Warehouse
from etl.warehouse.directory import read_directory

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
MEMORY_EVERY = 5.0
SHOWN_FAULTS = 10
MEASURED_FOR_A_SLOPE = 4
MEASURED_A_MINUTE = int(60 / MEMORY_EVERY)


@click.command()
@click.option("--seconds", default=300, show_default=True, help="how long")
@click.option("--viewers", default=50, show_default=True)
@click.option("--reporters", default=5, show_default=True)
@click.option("--browsers", default=2, show_default=True, help="viewers in Chromium, beside the others")
@click.option("--pause", default=3.0, show_default=True, help="seconds between two steps of a viewer")
@click.option(
    "--upload-every", default=8.0, show_default=True, help="seconds between two files of a reporter"
)
def load(
    seconds: int, viewers: int, reporters: int, browsers: int, pause: float, upload_every: float
) -> None:
    """Put the load on a server of its own and exit with 1 if anybody met an error or a wrong figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample = folder / "warehouse"
        build_sample(sample)
        warehouse = Warehouse(sample)
        with warehouse.read() as connection:
            units = tuple(unit.unit for unit in read_directory(connection).units)
        (folder / "versions").mkdir()
        ledger, port = Ledger(warehouse, folder / "versions"), free_port()
        environment = {"WAREHOUSE": str(sample)}
        chromium = next((path for path in CHROMIUM if Path(path).exists()), None) if browsers else None
        browser = giving_way(chromium, folder) if chromium else None
        with running(board_command(port), port, environment, folder / "server.log") as server:
            plan = Plan(server.url, time.monotonic() + seconds, pause, upload_every, units)
            worked = server.seconds()
            seen, memory = asyncio.run(everybody(plan, server, ledger, viewers, reporters, browsers, browser))
            worked = server.seconds() - worked
        wrong = asyncio.run(check(seen, ledger))
    report(seen, wrong, memory, worked, len(ledger.versions) - 1)
    raise SystemExit(1 if seen.errors or wrong else 0)


def giving_way(program: str, folder: Path) -> Path:
    """A script that starts the browser at a low priority, because viewers have machines of their own."""
    script = folder / "browser"
    script.write_text(f'#!/bin/sh\nexec nice -n 10 {shlex.quote(program)} "$@"\n', encoding="utf-8")
    script.chmod(0o700)
    return script


async def everybody(
    plan: Plan,
    server: Server,
    ledger: Ledger,
    viewers: int,
    reporters: int,
    browsers: int,
    browser: Path | None,
) -> tuple[Seen, list[int]]:
    """All people at once until their time is over; what they saw, and the server's memory in MB."""
    seen, memory = Seen(), [server_memory(server)]
    watching = asyncio.create_task(asyncio.to_thread(ledger.watch))
    remembering = asyncio.create_task(_memory(server, memory))
    people = [viewer(plan, seen, Random(number)) for number in range(viewers)]
    people += [reporter(plan, seen, number, Random(1000 + number)) for number in range(reporters)]
    if browser is None:
        await asyncio.gather(*people)
    else:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(
                executable_path=browser, args=["--no-sandbox", "--disable-gpu"]
            )
            people += [chromium_viewer(plan, seen, chromium, Random(2000 + n)) for n in range(browsers)]
            await asyncio.gather(*people)
            await chromium.close()
    remembering.cancel()
    ledger.is_over.set()
    await watching
    return seen, memory


async def _memory(server: Server, memory: list[int]) -> None:
    while True:
        await asyncio.sleep(MEMORY_EVERY)
        memory.append(server_memory(server))
        if len(memory) % MEASURED_A_MINUTE == 0:  # to be followed while an hour's load goes on
            click.echo(f"memory after {len(memory) // MEASURED_A_MINUTE} min: {memory[-1]} MB")


def server_memory(server: Server) -> int:
    """The server's resident memory in MB; 0 if the system does not report it."""
    statm = Path(f"/proc/{server.process}/statm")
    if not statm.exists():
        return 0
    return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def growth(memory: list[int]) -> float:
    """The slope of the second half of what was measured, in MB a minute; the first half fills the caches."""
    late = memory[len(memory) // 2 :]
    if len(late) < MEASURED_FOR_A_SLOPE:
        return 0.0
    return statistics.linear_regression(range(len(late)), late).slope * 60 / MEMORY_EVERY


def report(seen: Seen, wrong: list[str], memory: list[int], worked: float, loads: int) -> None:
    """Print what was measured."""
    click.echo(f"{'':28}{'count':>7}{'p50':>9}{'p95':>9}{'most':>9}   seconds")
    for kind, times in sorted(seen.times.items()):
        ordered = sorted(times)
        late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        middle = statistics.median(ordered)
        click.echo(f"{kind:28}{len(times):7}{middle:9.3f}{late:9.3f}{ordered[-1]:9.3f}")
    runs = sum(map(len, seen.times.values()))
    click.echo(f"loads committed: {loads}; processor time of the server: {worked:.1f} s for {runs} runs")
    click.echo(f"memory in MB: {' '.join(map(str, memory[:: max(1, len(memory) // 20)]))}")
    click.echo(f"memory grew by {growth(memory):.1f} MB a minute over the second half")
    figures = sum(len(cards) for _, cards, _, _ in seen.shown)
    click.echo(f"errors: {len(seen.errors)}; cards checked: {figures}; wrong: {len(wrong)}")
    for fault in [*seen.errors[:SHOWN_FAULTS], *wrong[:SHOWN_FAULTS]]:
        click.echo(f"  {fault}")


if __name__ == "__main__":
    os.environ.pop("WAREHOUSE", None)
    load()
