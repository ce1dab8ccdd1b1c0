"""Loading 100,000 rows: the full check and load, compared with DuckDB's own read and insert of the file."""

import csv
import io
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from random import Random

import duckdb

from domain.catalogue import load_catalogue
from domain.months import add_months, format_month
from etl.load.preview import Request
from etl.load.store import load_file
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse

ROWS, MONTHS = 100_000, 36
DATASET = "publicity"
FIRST_MONTH, TODAY = date(2021, 1, 1), date(2024, 1, 15)


@dataclass(frozen=True)
class Took:
    """Wall-clock seconds and processor seconds."""

    clock: float
    processor: float


@dataclass(frozen=True)
class LoadingFile:
    """The file to load, and a warehouse that holds its units and nothing else."""

    path: Path
    warehouse: Path


def prepare(folder: Path) -> LoadingFile:
    """Write the file of 100,000 rows and create the warehouse."""
    units = -(-ROWS // MONTHS)
    names = [f"unit-{number:05d}" for number in range(units)]
    warehouse = Warehouse(folder / "units-only")
    warehouse.begin("office")
    content = _units_file(names)
    load_file(warehouse, load_catalogue(), Request(content, "units.csv", _options()), by="bench")
    path = folder / "rows.csv"
    path.write_bytes(_rows_file(names))
    return LoadingFile(path, warehouse.folder)


def our_load(file: LoadingFile, folder: Path) -> Took:
    """Check the file and load it into a copy of the warehouse, as when a clerk confirms."""
    shutil.copytree(file.warehouse, folder)
    catalogue = load_catalogue()

    def work() -> None:
        request = Request(file.path.read_bytes(), file.path.name, _options())
        outcome = load_file(Warehouse(folder), catalogue, request, by="bench")
        if outcome.status != "ok":
            raise RuntimeError(f"the file was {outcome.status}")

    return timed(work)


def duckdb_rows(file: LoadingFile, folder: Path) -> Took:
    """Read the file with DuckDB and insert its rows unchanged, with a checkpoint."""
    return _duckdb(folder, "CREATE TABLE rows AS SELECT * FROM read_csv($path)", file.path)


def duckdb_figures(file: LoadingFile, folder: Path) -> Took:
    """The same with one row per figure, which is the form the warehouse stores."""
    figures = (
        "CREATE TABLE figure AS SELECT * FROM (UNPIVOT (FROM read_csv($path))"
        " ON COLUMNS(* EXCLUDE (月份, 单位)) INTO NAME indicator VALUE value)"
    )
    return _duckdb(folder, figures, file.path)


def timed(work: Callable[[], None]) -> Took:
    """The time that one call of `work` takes."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - clock, time.process_time() - processor)


def _duckdb(folder: Path, statement: str, path: Path) -> Took:
    folder.mkdir(parents=True)

    def work() -> None:
        with duckdb.connect(str(folder / "own.duckdb")) as connection:
            connection.execute(statement, {"path": str(path)})
            connection.execute("CHECKPOINT")

    return timed(work)


def _options() -> ReadOptions:
    return ReadOptions(dataset=None, year=None, month=None, unit=None, blank_is_zero=False, today=TODAY)


def _units_file(names: list[str]) -> bytes:
    rows = [["单位代码", "单位名称", "上级单位"], ["root", "全局", ""]]
    return _csv([*rows, *([name, f"{name}所", "root"] for name in names)])


def _rows_file(names: list[str]) -> bytes:
    columns = load_catalogue().dataset(DATASET).columns
    chance = Random(1)
    months = [format_month(add_months(FIRST_MONTH, step)) for step in range(MONTHS)]
    keys = list(product(months, names))[:ROWS]
    rows = [[month, name, *(str(chance.randint(0, 400)) for _ in columns)] for month, name in keys]
    return _csv([["月份", "单位", *(column.name for column in columns)], *rows])


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8")
