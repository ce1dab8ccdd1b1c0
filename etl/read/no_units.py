"""Report a table that is read before any unit is known as one error, not one per row."""

from collections.abc import Sequence
from dataclasses import replace

from domain.finding import Finding, is_error
from etl.read.locate.result import TidyTable

MOST_NAMED = 5


def told_once(table: TidyTable) -> TidyTable:
    """Replace all errors about unknown units with a single one, and record the table's unit names."""
    of_units = [one for one in table.findings if one.code == "unknown_unit" and is_error(one)]
    if not of_units:
        return table
    names = tuple(dict.fromkeys(one.value.strip() for one in of_units if one.value and one.value.strip()))
    rest = [one for one in table.findings if one not in of_units]
    told = Finding("unknown_unit", _message(names), None, of_units[0].column)
    return replace(table, findings=(told, *rest), unknown_units=names, told_no_units=True)


def _message(names: Sequence[str]) -> str:
    shown = "、".join(names[:MOST_NAMED]) + (f"等 {len(names)} 个单位" if len(names) > MOST_NAMED else "")
    written = f"，表中写有 {shown}" if names else ""
    return f"还没有登记任何单位{written}；请先导入单位表，再导入这份表"
