"""Who owes which report: the only rule for requesting, chasing and missing reports.

For each month a unit owes the datasets listed in its 填报内容; if the list is empty, the datasets it
reported in the twelve months before. It owes nothing before its first month (启用年月) and after its last
(停用年月). The rule is in sql/reporting_duty.sql: every statement about duties reads it as
`reporting_duty`.

A unit is missing for a KPI if it owes the KPI's dataset, has not reported the KPI, and bears it: it
reported one of its columns in the twelve months before, or has a target on it, or nobody else does.
This rule is in etl/warehouse/sql/board/missing_units.sql.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import duckdb

from etl.warehouse.statements import statement

READS_THE_RULE = re.compile(r"\bFROM reporting_duty\b")


@dataclass(frozen=True)
class Duty:
    """A report that a unit (code) owes for a month."""

    month: date
    unit: str
    dataset: str


@cache
def with_reporting_duty(sql: str) -> str:
    """Insert the rule into a statement that reads `reporting_duty`."""
    rule = f"FROM (\n{statement('reporting_duty')})"
    changed, places = READS_THE_RULE.subn(lambda _: rule, sql)
    if not places:
        raise ValueError("the statement does not read reporting_duty")
    return changed


def duty_span(months: Sequence[date], units: Sequence[str] | None = None) -> dict[str, Any]:
    """The parameters of the rule: the months, and the units (codes; None: all)."""
    chosen = list(units) if units is not None else None
    return {"months": list(months), "first": min(months), "last": max(months), "unit": chosen}


def read_duties(
    connection: duckdb.DuckDBPyConnection, months: Sequence[date], units: Sequence[str] | None = None
) -> tuple[Duty, ...]:
    """Every report owed for these months, by month, unit and dataset."""
    sql = with_reporting_duty(statement("duties"))
    return tuple(Duty(*row) for row in connection.execute(sql, duty_span(months, units)).fetchall())
