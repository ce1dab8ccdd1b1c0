"""SQL statements by the name of their file in sql/, and small tables as their parameters."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

SQL = Path(__file__).resolve().parent / "sql"


@cache
def statement(name: str) -> str:
    """The text of sql/<name>.sql."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def as_columns(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """Rows as one list per column, to be bound to a statement that unnests them."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}
