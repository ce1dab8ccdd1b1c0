"""Rebuild the current state of a version from its history, and compare."""

from collections.abc import Iterator

import duckdb

from etl.warehouse.as_of import as_of_event
from etl.warehouse.kept_sums import sums_differ
from etl.warehouse.statements import statement


def faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Faults in the history, or between history and current state; the connection cannot be reused."""
    for rule, keys in connection.execute(statement("uniqueness")).fetchall():
        yield f"有 {keys} 处重复：{rule}"
    for load, recorded, stored in connection.execute(statement("verify_loads")).fetchall():
        yield f"导入 {load} 记录为 {recorded} 个数，历史中却有 {stored} 个"
    newest = connection.execute(statement("newest_event")).fetchone()
    connection.execute(statement("kept_value"))
    as_of_event(connection, newest[0] if newest else 0)
    differing = connection.execute(statement("verify_figures")).fetchone()
    if differing and differing[0]:
        yield f"现行数据与历史推算不一致，共 {differing[0]} 处"
    connection.execute(statement("sums/current_here"))
    if sums := sums_differ(connection):
        yield f"单位或汇总数与历史推算不一致，共 {sums} 处"
