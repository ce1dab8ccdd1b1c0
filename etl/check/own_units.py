"""Check that a file holds only what the person may report: rows of their units, and no plans."""

from collections.abc import Iterator

import duckdb
import pandas as pd

from domain.catalogue import ANNUAL_FIGURES, Catalogue
from domain.finding import Finding
from domain.people import Action, Person, may
from domain.units import UnitDirectory
from etl.check.staging import UNREAD, Staged
from etl.check.state import PlacedFinding
from etl.warehouse.directory import read_directory

PLANS = ("targets", "tasks", "units")
WITH_UNITS = ("notes", ANNUAL_FIGURES)


def own_units_only(
    connection: duckdb.DuckDBPyConnection, person: Person, catalogue: Catalogue, staged: Staged
) -> list[PlacedFinding]:
    """An error for each row of a unit that the person does not report for, and for each table of plans."""
    if may(person, Action.PLAN):
        return []
    directory = read_directory(connection)
    return [
        *_plans(catalogue, staged),
        *_foreign_rows(person, catalogue.unit_column.name, directory, staged),
    ]


def _plans(catalogue: Catalogue, staged: Staged) -> Iterator[PlacedFinding]:
    titles = {dataset.kind: dataset.title for dataset in catalogue.datasets}
    for kind in PLANS:
        records = staged.records.get(kind)
        for number in sorted(records["table_number"].unique()) if records is not None else ():
            message = f"“{titles[kind]}”只能由管理人员导入，请把这份文件交给管理人员"
            yield PlacedFinding(int(number), Finding("not_permitted", message))


def _foreign_rows(
    person: Person, column: str, directory: UnitDirectory, staged: Staged
) -> Iterator[PlacedFinding]:
    own = "、".join(directory.name_of(unit) for unit in person.units)
    permitted: dict[str, bool] = {}
    for number, row, unit in _rows(staged).itertuples(index=False):
        if unit not in permitted:
            permitted[unit] = may(person, Action.REPORT, directory.line(unit))
        if not permitted[unit]:
            name = directory.name_of(unit)
            message = f"您只能为{own}及其下属单位报送，这一行是{name}的"
            yield PlacedFinding(int(number), Finding("not_permitted", message, int(row), column, name))


def _rows(staged: Staged) -> pd.DataFrame:
    """Every row with a unit: table_number, row, unit."""
    columns = ["table_number", "row", "unit"]
    tables = [figures.select(columns).to_pandas() for figures in (staged.figures, staged.repeated)]
    tables += [staged.records[kind][columns] for kind in (*WITH_UNITS, UNREAD) if kind in staged.records]
    every = pd.concat([table.astype({"unit": "str"}) for table in tables], ignore_index=True)
    return every.drop_duplicates().sort_values(["table_number", "row", "unit"])
