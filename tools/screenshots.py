"""Takes the pictures in docs/: the sample's overview and hotline page, on a desktop and on a phone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from playwright.sync_api import Browser, sync_playwright

from dashboard.cli.serve import ROOT, answers, build_sample, free_port, server_command

PAGES = {"overview": "/?year=2023&month=6", "hotline": "/hotline?year=2023&month=6"}
SIZES = {1440: 900, 390: 844}
FIRST_PORT = 8700
TALLEST = 3000
LATEST_PAINT_MS = 60_000


@contextmanager
def sample_board(folder: Path) -> Iterator[str]:
    """The address of a board that shows the sample, until the block ends."""
    warehouse = folder / "warehouse"
    build_sample(warehouse)
    port = free_port(FIRST_PORT)
    environment = {**os.environ, "WAREHOUSE": str(warehouse)}
    server = subprocess.Popen(server_command(port), cwd=ROOT, env=environment)
    try:
        if not answers(server, port):
            raise click.ClickException("the board did not start")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def take(browser: Browser, address: str, width: int, height: int, picture: Path) -> None:
    """A picture of one whole page, taken once its figures are shown and no script is running."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, locale="zh-CN", device_scale_factor=1
    )
    page.goto(address)
    page.wait_for_selector('[data-testid="stMetric"], [data-testid="stPlotlyChart"]', timeout=LATEST_PAINT_MS)
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=LATEST_PAINT_MS
    )
    page.wait_for_load_state("networkidle")
    content = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, min(content, TALLEST))})
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=picture)
    page.close()
    click.echo(picture.relative_to(ROOT).as_posix())


@click.command()
def main() -> None:
    """Take every picture again."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("no browser: chromium or google-chrome is needed on the PATH")
    with (
        tempfile.TemporaryDirectory() as folder,
        sample_board(Path(folder)) as url,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, address in PAGES.items():
            for width, height in SIZES.items():
                take(browser, url + address, width, height, ROOT / "docs" / f"{name}-{width}.png")
        browser.close()


if __name__ == "__main__":
    main()
