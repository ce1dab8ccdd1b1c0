"""Choose the warehouse to write to: without an explicit choice, never the sample's."""

import os
from pathlib import Path

from domain.people import LOCAL_MANAGER, Action, Person
from etl.warehouse import warehouse as places
from etl.warehouse.people import keep_people, read_person_changes
from etl.warehouse.permission import allow, signed_by
from etl.warehouse.record import note
from etl.warehouse.warehouse import Warehouse


def office() -> Warehouse:
    """The office's own warehouse, begun or not."""
    return Warehouse(places.OFFICE)


def begin_office(
    shown: Warehouse, own: Warehouse | None = None, *, by: str | None = None, person: Person = LOCAL_MANAGER
) -> bool:
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
    note(own, "begin", signed_by(person, by), person.source, str(own.folder))
    return True


def was_named(explicit: Path | None = None) -> bool:
    """Whether the user named a warehouse, by --warehouse (`explicit`) or in WAREHOUSE."""
    return explicit is not None or bool(os.environ.get("WAREHOUSE"))


def is_unnamed_sample(warehouse: Warehouse, explicit: Path | None = None) -> bool:
    """Whether it is the sample, shown only as a default: it must not be written to."""
    return warehouse.folder == places.SAMPLE and not was_named(explicit)
