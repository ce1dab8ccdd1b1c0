"""Makes documents of the sample as the command line does, and renders them where LibreOffice is."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.documents.report_data import ReportData, read_report_data
from dashboard.documents.slides.deck import make_slides, usual_kpis
from domain.catalogue import load_catalogue
from domain.months import parse_month
from etl.warehouse import Warehouse
from tests.dashboard.command import run
from tests.programs import convert, program

CATALOGUE = load_catalogue()
JANUARY, JUNE, DECEMBER = "2023-01", "2023-06", "2023-12"


@cache
def report_data(warehouse: Path, as_of: str = JUNE, unit: str | None = None) -> ReportData:
    """What the documents of a view are made of."""
    with Warehouse(warehouse).read() as connection:
        return read_report_data(connection, CATALOGUE, int(as_of[:4]), parse_month(as_of), unit)


@cache
def deck(warehouse: Path, as_of: str = JUNE) -> bytes:
    """The deck of the whole bureau with a slide for each of the usual KPIs, in our own template."""
    view = report_data(warehouse, as_of)
    return make_slides(view, usual_kpis(view))


@cache
def kpis_json(warehouse: Path, as_of: str = JUNE, unit: str = "bureau") -> dict[str, dict[str, Any]]:
    """What `kpis` prints for the same view, by KPI."""
    view = ("--year", as_of[:4], "--as-of", as_of, "--unit", unit, "--format", "json")
    done = run("dashboard", warehouse, "kpis", *view)
    assert done.status == 0, done.err
    return {row["kpi"]: row for row in json.loads(done.out)}


def number_in(text: str) -> float:
    """The number a cell or sentence writes: 1,000余份 is 1000, 97.8% is 0.978, −2 is -2."""
    found = re.search(r"[−-]?[\d,]+(?:\.\d+)?", text)
    assert found, text
    number = float(found[0].replace(",", "").replace("−", "-"))
    return number / 100 if text[found.end() : found.end() + 1] == "%" else number


def as_written(value: float, is_rate: bool, approximate: bool = False) -> float:
    """A value as documents write it: one decimal, of the percentage for a rate; tens of an about one."""
    if approximate and not is_rate and value >= 20:
        return value - value % 10
    return round(value * 100, 1) / 100 if is_rate else round(value, 1)


def render(file: Path) -> Path:
    """The document as a PDF beside it."""
    return convert(file, "pdf")


def page_count(pdf: Path) -> int:
    """How many pages a PDF has."""
    told = subprocess.run(
        [program("pdfinfo"), str(pdf)], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    return int(re.search(r"Pages:\s+(\d+)", told)[1])  # type: ignore[index]


def page_texts(pdf: Path) -> list[str]:
    """The text of each page of a PDF, without spaces."""
    told = subprocess.run(
        [program("pdftotext"), "-layout", str(pdf), "-"], capture_output=True, check=True
    ).stdout
    return [re.sub(r"\s+", "", page) for page in told.decode("utf-8").split("\f")[:-1]]
