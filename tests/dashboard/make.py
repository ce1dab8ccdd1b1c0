"""Makes what the KPI tests judge: reported months, and a warehouse in memory with units and figures."""

from collections.abc import Iterable, Mapping
from datetime import date

import duckdb
import pandas as pd

from domain.catalogue import Catalogue, LampState, load_catalogue
from domain.kpi.lamp import Target
from domain.kpi.progress import Progress, progress
from domain.kpi.series import MonthFigure
from domain.months import parse_month
from domain.units import UNBOUNDED, Life
from etl.warehouse.statements import statement

CATALOGUE = load_catalogue()
SUM, LOWER, RATE, STOCK = "group_study", "overturned", "hotline_satisfaction_rate", "hotline_open"
NEUTRAL = "cases_handled"

UNITS = {"root": None, "a": "root", "b": "root", "b1": "b"}


def month(text: str) -> date:
    return parse_month(text)


def months(year: int, *values: float | None) -> list[MonthFigure]:
    """Figures from January on; None is a month not reported."""
    return [
        MonthFigure(date(year, place, 1), float(value))
        for place, value in enumerate(values, start=1)
        if value is not None
    ]


def rate_months(year: int, *parts: tuple[float, float] | None) -> list[MonthFigure]:
    """(numerator, denominator) from January on; None is a month not reported."""
    return [
        MonthFigure(date(year, place, 1), float(part[0]), float(part[1]))
        for place, part in enumerate(parts, start=1)
        if part is not None
    ]


def judged(
    kpi: str,
    as_of: int,
    figures: list[MonthFigure],
    target: float | Target | None = None,
    missing_units: tuple[str, ...] = (),
    catalogue: Catalogue = CATALOGUE,
    life: Life = UNBOUNDED,
) -> Progress:
    """The progress of a KPI of the unit `u` in a month of 2023; a plain number is a target spread evenly."""
    plan = Target(target) if isinstance(target, int | float) else target
    as_of_month = date(2023, as_of, 1)
    return progress(catalogue, catalogue.kpi(kpi), "u", as_of_month, figures, plan, missing_units, life)


def warehouse(
    figures: Mapping[tuple[str, str, str], float],
    units: Mapping[str, str | None] = UNITS,
    reports: Mapping[str, Iterable[str]] | None = None,
    approximate: Mapping[tuple[str, str, str], str] | None = None,
) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory. `figures` by (indicator, unit, month); `approximate` gives some their word."""
    words = approximate or {}
    connection = duckdb.connect(config={"threads": 1})  # as a small file is read: more cost a third more
    connection.execute(statement("schema"))
    connection.execute(statement("views"))
    connection.execute("INSERT INTO load_record (load, event) VALUES (1, 1)")
    for unit, parent in units.items():
        owed = list((reports or {}).get(unit, ()))
        connection.execute(
            "INSERT INTO unit VALUES (1, ?, ?, ?, [], ?, NULL, NULL, NULL, NULL)", [unit, unit, parent, owed]
        )
    series = {pair: number for number, pair in enumerate(dict.fromkeys(key[:2] for key in figures))}
    insert(
        connection,
        "series",
        (
            (number, CATALOGUE.indicator_dataset(indicator).id, indicator, unit)
            for (indicator, unit), number in series.items()
        ),
    )
    values = (
        (series[key[:2]], parse_month(key[2]), value, words.get(key, ""), 1) for key, value in figures.items()
    )
    insert(connection, "latest_value", values)
    return connection


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Put rows into a table in one statement: one each takes half a second for a year of a bureau."""
    found = pd.DataFrame(list(rows))
    if len(found):
        connection.register("rows_to_insert", found)
        connection.execute(f"INSERT INTO {table} SELECT * FROM rows_to_insert")
        connection.unregister("rows_to_insert")


def add_target(
    connection: duckdb.DuckDBPyConnection,
    kpi: str,
    unit: str,
    target: float,
    year: int = 2023,
    effective: date | None = None,
) -> None:
    connection.execute(
        "INSERT INTO target VALUES (1, ?, ?, ?, ?, 'even', NULL, '', '', false, ?)",
        [year, kpi, unit, target, effective],
    )


def bounds(green: float, yellow: float) -> dict[LampState, float]:
    """The bounds of a lamp rule."""
    return {LampState.GREEN: green, LampState.YELLOW: yellow}
