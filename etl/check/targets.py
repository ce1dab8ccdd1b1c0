"""Check targets against closed months: the target of a closed month must not change."""

from collections.abc import Iterator
from typing import Any

import duckdb

from domain.catalogue import Catalogue
from domain.finding import Finding
from domain.months import add_months, format_month, month_words
from etl.warehouse.statements import statement


def frozen_targets(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue
) -> Iterator[tuple[int, Finding]]:
    """Table number and error of each staged target that would change the target of a closed month."""
    cursor = connection.execute(statement("check_frozen_targets"))
    columns = [column[0] for column in cursor.description or ()]
    for values in cursor.fetchall():
        row = dict(zip(columns, values, strict=True))
        yield row["table_number"], Finding("frozen_period", _message(catalogue, row), row["row"])


def frozen_target_differences(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Finding]:
    """Errors if an undo or redo, already recorded on the connection, changes the target of a closed month."""
    rows = connection.execute(statement("frozen_target_differences")).fetchall()
    names = {unit: name for unit, name, _ in connection.execute(statement("unit_names")).fetchall()}
    found = []
    for id, unit, old, new, first, through in rows:
        kpi = catalogue.kpi_named(id)
        what = f"{names.get(unit, unit)}的“{kpi.name if kpi else id}”目标由 {_words(old)} 变为 {_words(new)}"
        message = (
            f"{month_words(through)}及以前已封账，此操作会使{what}；"
            f"确需如此请先由法规科解封（python -m etl unfreeze {format_month(first)}）"
        )
        found.append(Finding("frozen_period", message))
    return found


def _words(value: float | None) -> str:
    return "空" if value is None else f"{value:.10g}"


def _message(catalogue: Catalogue, row: dict[str, Any]) -> str:
    kpi = catalogue.kpi_named(row["kpi"])
    through = row["frozen_through"]
    coming = format_month(add_months(through, 1))
    changed = "新增或改动" if row["old"] is None else "改动"
    return (
        f"{month_words(through)}及以前已封账，“{kpi.name if kpi else row['kpi']}”的目标不能{changed}；"
        f"年内调整请在生效年月填 {coming} 或以后的月份，"
        f"确需更正已封账的月份请先解封（python -m etl unfreeze {format_month(row['first_month'])}）"
    )
