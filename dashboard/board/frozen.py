"""A closed month as it was closed: its stored results, its targets, unit tree and definitions."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, Field, asdict, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import duckdb

from domain.kpi.progress import Progress
from etl.warehouse.as_of import records_as_of_event, units_in_month
from etl.warehouse.definitions import Closed, closed_under
from etl.warehouse.statements import statement


@contextmanager
def as_closed(connection: duckdb.DuckDBPyConnection, closed: Closed) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that shows targets, tasks, units and notes as of the time the month was closed.

    Figures need no such view, because figures of a closed month cannot change.
    """
    with connection.cursor() as then:
        records_as_of_event(then, closed.event)
        yield then


@contextmanager
def units_of_month(connection: duckdb.DuckDBPyConnection, month: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that shows units with their names and parents in the month.

    For a closed month, these are as they were known when it was closed.
    """
    closed = closed_under(connection, month)
    with connection.cursor() as then:
        if closed is not None:
            records_as_of_event(then, closed.event)
        units_in_month(then, month)
        yield then


def stored_results(
    connection: duckdb.DuckDBPyConnection, closed: Closed, units: Sequence[str]
) -> Mapping[tuple[str, str], Progress]:
    """The results stored when the month was closed, by KPI and unit; none for an earlier month."""
    wanted = {"event": closed.event, "month": closed.month, "units": list(units)}
    rows = connection.execute(statement("board/frozen_results"), wanted).fetchall()
    return {(kpi, unit): replace(as_progress(result), kpi=kpi) for unit, kpi, result in rows}


def as_text(progress: Progress) -> str:
    """The progress as JSON."""
    return json.dumps(asdict(progress), ensure_ascii=False, default=_plain)


def as_progress(text: str) -> Progress:
    """The stored progress. A field that was not stored gets its default, or None."""
    return _made(Progress, json.loads(text))


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _made(kind: type, stored: dict[str, Any]) -> Any:
    kinds = _kinds(kind)
    return kind(
        **{
            field.name: _value(kinds[field.name], stored[field.name])
            if field.name in stored
            else _unknown(field)
            for field in fields(kind)
        }
    )


@cache
def _kinds(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _unknown(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else None


def _value(kind: Any, value: Any) -> Any:
    """A stored value converted as its annotation says: dataclass, tuple, date, enum member, or unchanged."""
    if value is None:
        return None
    if get_origin(kind) in (Union, types.UnionType):
        return _value(next(each for each in get_args(kind) if each is not types.NoneType), value)
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], each) for each in value)
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return _made(kind, value) if is_dataclass(kind) and isinstance(kind, type) else value
