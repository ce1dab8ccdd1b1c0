"""Queries: those behind a page, here and in pandas, and those at 34 million figures, in SQLite too.

At that size the warehouse answers with KPIs: each under its own definition, from figures in force, for a unit
with all units below it. The others add up bare columns, so each answer of theirs does less.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from bench.large import LARGE, ROOT, SMALL, Size, build
from dashboard.board.board import read_board
from domain.catalogue import Kpi, load_catalogue
from etl.warehouse import Warehouse
from etl.warehouse.kpi_figures import read_kpi_figures
from etl.warehouse.view_scope import read_scope

AS_OF = date(2023, 6, 1)
UNIT = "u00009"
FIRST, LAST = LARGE.until.replace(month=1), LARGE.until
QUESTIONS = ("a unit's year, all KPIs", "the root's year, all KPIs", "one KPI's year of every unit")
FIGURES = "SELECT indicator, unit, month, value FROM current_figure"
FIGURES_AS_TEXT = "SELECT indicator, unit, month::VARCHAR AS month, value FROM current_figure"
ROWS_AT_ONCE = 500_000
# Grain: column × month of one unit.
OF_UNIT = """
SELECT indicator, month, sum(value) FROM figure
WHERE unit = :unit AND month BETWEEN :first AND :last GROUP BY indicator, month
"""
# Grain: column × month, all units added up.
OF_ROOT = """
SELECT indicator, month, sum(value) FROM figure
WHERE month BETWEEN :first AND :last GROUP BY indicator, month
"""
# Grain: unit, a year of one column.
OF_EVERY_UNIT = """
SELECT unit, sum(value) FROM figure
WHERE indicator = :one AND month BETWEEN :first AND :last GROUP BY unit
"""
Question = Callable[[], object]


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one call of `work`, in milliseconds."""
    before = time.process_time()
    work()
    return 1000 * (time.process_time() - before)


def board_of(folder: Path, unit: str) -> float:
    """The full answer from the warehouse: figures, targets, pace, lamps, and units that have not reported."""
    catalogue = load_catalogue()

    def work() -> None:
        with Warehouse(folder).read() as connection:
            read_board(connection, catalogue, AS_OF.year, AS_OF, unit)

    return milliseconds(work)


def held_figures(folder: Path, unit: str) -> tuple[pd.DataFrame, set[str]]:
    """All figures as a DataFrame and the units in scope: what a pandas page would hold in memory."""
    with Warehouse(folder).read() as connection:
        frame = connection.execute("SELECT indicator, unit, month, value FROM current_figure").df()
        scope = connection.execute(
            "SELECT unit FROM unit_scope WHERE ancestor = $unit", {"unit": unit}
        ).fetchall()
    return frame, {row[0] for row in scope}


def pandas_of(frame: pd.DataFrame, scope: set[str]) -> float:
    """The figures alone, computed in pandas from a frame: by month, and year to date for two years."""

    def work() -> None:
        own = frame[frame["unit"].isin(scope)]
        months = own.groupby(["indicator", "month"])["value"].sum().reset_index()
        same_months = months[months["month"].dt.month <= AS_OF.month]
        same_months.groupby(["indicator", same_months["month"].dt.year])["value"].sum()

    return milliseconds(work)


@dataclass(frozen=True)
class Answers:
    """How each engine answers QUESTIONS, in their order."""

    engine: str
    questions: tuple[Question, Question, Question]


def measure_at_size(rounds: int, folder: Path, say: Callable[[str], None]) -> dict[str, list[list[float]]]:
    """Processor time of each question by engine, in milliseconds, round by round."""
    small, large = _warehouse(folder / "small", SMALL), _warehouse(folder / "large", LARGE)
    say("large: warehouses filled")
    frame = _frame(large)
    say("large: pandas filled")
    with closing(_sqlite(large, folder / "figures.sqlite")) as database:
        say("large: SQLite filled")
        engines = [
            _own("board, small warehouse", small),
            _own("board, large warehouse", large),
            _pandas(frame),
            _of_sqlite(database),
        ]
        took: dict[str, list[list[float]]] = {engine.engine: [[] for _ in QUESTIONS] for engine in engines}
        for number in range(rounds):
            for engine in engines:
                for place, question in enumerate(engine.questions):
                    took[engine.engine][place].append(milliseconds(question))
            say(f"large: {number + 1} of {rounds}")
    return took


def _warehouse(folder: Path, size: Size) -> Warehouse:
    known = Warehouse(folder)
    return known if known.exists() else build(folder, size)


def _own(name: str, warehouse: Warehouse) -> Answers:
    catalogue = load_catalogue()
    with warehouse.read() as connection:
        units = [unit for (unit,) in connection.execute("SELECT unit FROM current_unit").fetchall()]
    one = next(kpi for kpi in catalogue.kpis if kpi.adds_up)

    def read(wanted: list[str], kpis: Sequence[Kpi]) -> object:
        with warehouse.read() as connection:
            return read_kpi_figures(connection, kpis, read_scope(connection, wanted), LAST)

    every = catalogue.kpis
    return Answers(
        name, (lambda: read([UNIT], every), lambda: read([ROOT], every), lambda: read(units, [one]))
    )


def _frame(warehouse: Warehouse) -> pd.DataFrame:
    """All figures in memory, with categories for the words."""
    with warehouse.read() as connection:
        frame = connection.execute(FIGURES).df()
    return frame.astype({"indicator": "category", "unit": "category"})


def _pandas(frame: pd.DataFrame) -> Answers:
    first, last, one = pd.Timestamp(FIRST), pd.Timestamp(LAST), frame["indicator"].cat.categories[0]

    def in_year() -> pd.Series:
        return frame["month"].between(first, last)

    def unit() -> object:
        own = frame[(frame["unit"] == UNIT) & in_year()]
        return own.groupby(["indicator", "month"], observed=True)["value"].sum()

    def root() -> object:
        return frame[in_year()].groupby(["indicator", "month"], observed=True)["value"].sum()

    def every_unit() -> object:
        return frame[(frame["indicator"] == one) & in_year()].groupby("unit", observed=True)["value"].sum()

    return Answers("pandas, large, in memory", (unit, root, every_unit))


def _sqlite(warehouse: Warehouse, path: Path) -> sqlite3.Connection:
    """All figures in a file, with an index for each way of asking."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("CREATE TABLE figure (indicator TEXT, unit TEXT, month TEXT, value REAL)")
    with warehouse.read() as connection:
        found = connection.execute(FIGURES_AS_TEXT)
        while rows := found.fetchmany(ROWS_AT_ONCE):
            database.executemany("INSERT INTO figure VALUES (?, ?, ?, ?)", rows)
    database.execute("CREATE INDEX by_unit ON figure (unit, month, indicator, value)")
    database.execute("CREATE INDEX by_indicator ON figure (indicator, month, unit, value)")
    database.execute("ANALYZE")
    database.commit()
    return database


def _of_sqlite(database: sqlite3.Connection) -> Answers:
    (one,) = database.execute("SELECT min(indicator) FROM figure").fetchone()
    asked = {"unit": UNIT, "one": one, "first": _text(FIRST), "last": _text(LAST)}

    def ask(statement: str) -> Question:
        return lambda: database.execute(statement, asked).fetchall()

    return Answers("SQLite, large, both indexes", (ask(OF_UNIT), ask(OF_ROOT), ask(OF_EVERY_UNIT)))


def _text(month: date) -> str:
    return month.isoformat()
