"""A warehouse of any size, filled through SQL in bulk: what a province's loads of many years leave behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd

from domain.catalogue import Catalogue, load_catalogue
from domain.months import add_months
from etl.warehouse import Warehouse
from etl.warehouse.kept_sums import rebuild

CITIES, COUNTIES_OF_A_CITY = 15, 12
ROOT = "root"
# One load holds the units and targets; each month is a load of its own, unit by unit.
RECORDS = """
INSERT INTO load_record
SELECT number + 2, number + 2, $at::TIMESTAMP, 'bench', 'month.csv', md5(number::VARCHAR), $datasets,
    month, month, 0, 0, 0, 0, 0, 0, ''
FROM (SELECT unnest($months) AS month, unnest($numbers) AS number)
UNION ALL
SELECT 1, 1, $at::TIMESTAMP, 'bench', 'units.csv', md5('units'), [], NULL, NULL, 0, 0, 0, 0, 0, 0, ''
"""
SERIES = """
INSERT INTO series
SELECT row_number() OVER (ORDER BY place, number)::INTEGER, dataset, indicator, unit
FROM units CROSS JOIN columns
"""
# Of a hundred reports, one does not come (of the last month thirty); of a hundred cells, one is blank.
FIGURES = """
INSERT INTO loaded_value
SELECT number + 2, series, month, (hash(series, month) % 40)::DOUBLE,
    CASE WHEN hash(month, series) % 2000 = 0 THEN '余' ELSE '' END
FROM series, (SELECT unnest($months) AS month, unnest($numbers) AS number)
WHERE number = $number
    AND hash(unit, dataset, month) % 100 >= CASE WHEN number = $last THEN 30 ELSE 1 END
    AND hash(series, number) % 100 > 0
ORDER BY series
"""
COUNTS = """
UPDATE load_record SET figures = held.rows
FROM (
    SELECT load, count(*)::INTEGER AS rows FROM loaded_value GROUP BY load
    UNION ALL
    SELECT 1, ((SELECT count(*) FROM unit) + (SELECT count(*) FROM target))::INTEGER
) AS held
WHERE held.load = load_record.load
"""


@dataclass(frozen=True)
class Size:
    """How many units, columns and months a warehouse holds, the last month being `until`."""

    units: int
    columns: int
    months: int
    until: date = date(2023, 12, 1)


LARGE = Size(14_250, 40, 60)
SMALL = Size(10, 40, 60)


def build(folder: Path, size: Size) -> Warehouse:
    """A warehouse of this size: a tree of cities, counties and offices, all of which report every month."""
    warehouse, catalogue = Warehouse(folder), load_catalogue()
    months = [add_months(size.until, step) for step in range(1 - size.months, 1)]
    given = {"months": months, "numbers": list(range(size.months))}
    with warehouse.write() as connection:
        datasets = [dataset.id for dataset in catalogue.monthly]
        connection.execute(RECORDS, {**given, "at": datetime(2024, 1, 5), "datasets": datasets})
        _units(connection, size)
        _columns(connection, catalogue, size)
        connection.execute(SERIES)
        for number in range(size.months):
            connection.execute(FIGURES, {**given, "number": number, "last": size.months - 1})
        connection.execute(
            "INSERT INTO latest_value SELECT series, month, value, word, load FROM loaded_value"
        )
        _targets(connection, catalogue, size)
        connection.execute(COUNTS)
        rebuild(connection, catalogue)
    return warehouse


def _units(connection: duckdb.DuckDBPyConnection, size: Size) -> None:
    names = [ROOT, *(f"u{number:05d}" for number in range(1, size.units))]
    frame = pd.DataFrame({"unit": names, "place": range(len(names))})
    frame["parent"] = [_parent(place, names) for place in range(len(names))]
    connection.register("units", frame)
    connection.execute(
        "INSERT INTO unit SELECT 1, unit, CASE WHEN place = 0 THEN '全省' ELSE '单位' || unit END, parent,"
        " [], [], NULL, NULL, NULL, NULL FROM units"
    )


def _parent(place: int, names: list[str]) -> str | None:
    """Cities under the root, counties under cities, offices under counties."""
    counties = CITIES * (1 + COUNTIES_OF_A_CITY)
    if place == 0:
        return None
    if place <= CITIES or len(names) <= counties + 1:
        return ROOT
    if place <= counties:
        return names[1 + (place - 1) % CITIES]
    return names[1 + CITIES + place % (CITIES * COUNTIES_OF_A_CITY)]


def _columns(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, size: Size) -> None:
    pairs = [(dataset.id, column.id) for dataset in catalogue.monthly for column in dataset.columns]
    frame = pd.DataFrame(pairs[: size.columns], columns=["dataset", "indicator"])
    connection.register("columns", frame.assign(number=range(len(frame))))


def _targets(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, size: Size) -> None:
    """A target on every judged KPI of the root, and of the cities."""
    wanted: Mapping[str, object] = {
        "kpis": [kpi.id for kpi in catalogue.kpis if kpi.direction.is_judged],
        "amounts": [
            0.9 if kpi.kind.name == "RATE" else 200.0 * size.units
            for kpi in catalogue.kpis
            if kpi.direction.is_judged
        ],
    }
    connection.execute(
        "INSERT INTO target SELECT 1, $year, kpi, $root, amount, 'even', NULL, '', '', false, NULL"
        " FROM (SELECT unnest($kpis) AS kpi, unnest($amounts) AS amount)",
        {**wanted, "year": size.until.year, "root": ROOT},
    )
