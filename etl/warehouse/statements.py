"""Load SQL statements by the name of their file in sql/."""

from functools import cache
from pathlib import Path

SQL = Path(__file__).resolve().parent / "sql"


@cache
def statement(name: str) -> str:
    """The text of sql/<name>.sql."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
