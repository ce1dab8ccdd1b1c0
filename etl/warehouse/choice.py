"""Choose the warehouse, and the one to write to: without an explicit choice, never the sample's."""

import os
from pathlib import Path

from domain.people import LOCAL_MANAGER, Action, Person
from etl.warehouse import warehouse as places
from etl.warehouse.lake.engine import is_lake
from etl.warehouse.operation_record import note
from etl.warehouse.people import allow, keep_people, read_person_changes, signed_by
from etl.warehouse.warehouse import Warehouse


def find_warehouse(explicit: str | Path | None = None) -> Warehouse:
    """Find the warehouse, for both the command line and the pages.

    `explicit` (--warehouse), else $WAREHOUSE, else the office's if it was created, else the sample's.
    It is created when it is first read or written. Raises WarehouseError if its name can't be understood.
    """
    if named := str(explicit or "") or os.environ.get("WAREHOUSE"):
        return named_warehouse(named)
    own = office()
    return own if own.exists() else Warehouse(places.SAMPLE)


def named_warehouse(name: str) -> Warehouse:
    """The warehouse of this name: a folder, or a lake (ducklake:postgres:…)."""
    if not is_lake(name):
        return Warehouse(Path(name).resolve())
    # Imported here, because only a lake needs the packages that it is made of.
    from etl.warehouse.lake.lake import open_lake

    return open_lake(name)


def full_name(name: str) -> str:
    """The name of a warehouse as another process finds it, wherever that runs."""
    return name if is_lake(name) else str(Path(name).resolve())


def office() -> Warehouse:
    """The office's own warehouse, begun or not."""
    return Warehouse(places.OFFICE)


def begin_office(shown: Warehouse, own: Warehouse | None = None, *, person: Person = LOCAL_MANAGER) -> bool:
    """Create the office's own empty warehouse; False if there is one. Raises NotAllowedError, WarehouseError.

    With a login, who has a role in the warehouse shown until now has it in the new one.
    """
    own = own or office()
    allow(shown, person, Action.BEGIN, str(own.folder))
    if not own.begin("office"):
        return False
    if person.is_known and shown.folder != own.folder:
        with shown.read() as connection:
            people = read_person_changes(connection)
        if people:
            with own.write() as connection:
                keep_people(connection, people)
    note(own, "begin", signed_by(person), person.source, str(own.folder))
    return True


def was_named(explicit: str | None = None) -> bool:
    """Whether the user named a warehouse, by --warehouse (`explicit`) or in WAREHOUSE."""
    return explicit is not None or bool(os.environ.get("WAREHOUSE"))


def is_unnamed_sample(warehouse: Warehouse, explicit: str | None = None) -> bool:
    """Whether it is the sample, shown only as a default: it must not be written to."""
    return warehouse.folder == places.SAMPLE and not was_named(explicit)
