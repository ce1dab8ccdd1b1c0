"""Prints every sentence that pages, documents and `kpis` say of months an office may find itself in.

To be read as the leader reads: is any of them false, unfair, trivial, or not what a bureau would write?
Run it with `python -m tools.read_situations`.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from dashboard.documents.papers.bulletin import make_bulletin
from dashboard.documents.papers.report import make_report
from dashboard.documents.report_data import read_report_data
from dashboard.documents.slides.deck import every_kpi, plan_slides
from etl.warehouse import Warehouse
from tests.dashboard.command import run
from tests.dashboard.make import CATALOGUE
from tests.dashboard.said import deck_texts, paper_texts
from tests.dashboard.situation_files import load_situation
from tests.dashboard.situations import SITUATIONS, Situation
from tests.pages.board import open_board, pages_html, words
from tests.pages.plan import open_plan

Said = Iterator[tuple[str, str]]


def everything_said(situation: Situation, folder: Path) -> Said:
    """(place, text) of all that is said of a situation."""
    warehouse = load_situation(situation, folder)
    os.environ["WAREHOUSE"] = str(warehouse)
    yield from _pages(situation)
    yield from _documents(situation, warehouse)
    yield from _command(situation, warehouse)


def _pages(situation: Situation) -> Said:
    year, month = situation.as_of.split("-")
    view = {"year": year, "month": str(int(month)), "unit": situation.view or "root"}
    for name in ("", *situation.datasets, "compare", "targets"):
        at = (open_plan if name in ("compare", "targets") else open_board)(name, **view)
        place = name or "总览"
        yield from ((place, each.value) for each in at.header)
        html = re.sub(r"</(?:p|li|h\d|td|th|caption|dt|dd|summary|div)>", "\n", pages_html(at))
        yield from ((place, text) for line in html.split("\n") if (text := words(line)))


def _documents(situation: Situation, warehouse: Path) -> Said:
    as_of = date.fromisoformat(f"{situation.as_of}-01")
    with Warehouse(warehouse).read() as connection:
        view = read_report_data(connection, CATALOGUE, as_of.year, as_of, situation.view)
    for name, texts in (
        ("会议版", deck_texts(plan_slides(view))),
        ("全部指标版", deck_texts(plan_slides(view, every_kpi(view)))),
        ("通报", paper_texts(make_bulletin(view))),
        ("总结", paper_texts(make_report(view, annex=False))),
    ):
        yield from ((name, line) for text in texts for line in text.split("\n") if line.strip())


def _command(situation: Situation, warehouse: Path) -> Said:
    unit = ("--unit", situation.view) if situation.view else ()
    year, as_of = situation.as_of[:4], situation.as_of
    for line in run("dashboard", warehouse, "kpis", "--year", year, "--as-of", as_of, *unit).out.split("\n"):
        yield "kpis", line


@click.command()
@click.argument("names", nargs=-1)
def main(names: tuple[str, ...]) -> None:
    """Print what is said of the situations of these names, or of all; each text once, at its first place."""
    for name in names or SITUATIONS:
        click.echo(f"\n{'=' * 20} {name} {'=' * 20}")
        known: set[str] = set()
        with tempfile.TemporaryDirectory() as folder:
            for place, text in everything_said(SITUATIONS[name], Path(folder)):
                if text not in known:
                    known.add(text)
                    click.echo(f"[{place}] {text}")


if __name__ == "__main__":
    main()
