"""At every door: whether the person may pass, by the role the warehouse gives them now, and who signs."""

import getpass
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import duckdb

from domain.people import Action, Person, Role, may
from domain.text import visible
from etl.warehouse.operation_record import note
from etl.warehouse.statements import statement
from etl.warehouse.versions import WarehouseError
from etl.warehouse.warehouse import Warehouse

LONGEST_STATED = 500
NOTED_AS = {
    Action.SEE: "see",
    Action.UPLOAD: "load",
    Action.REPORT: "load",
    Action.OWN_LOAD: "undo",
    Action.PLAN: "plan",
    Action.CLOSE: "freeze",
    Action.BEGIN: "begin",
    Action.BACKUP: "backup",
    Action.RESTORE: "restore",
    Action.PEOPLE: "people",
    Action.RECORD: "record",
}


class NotAllowedError(WarehouseError):
    """The person has no right to this; nothing was done. The message says so in Chinese."""


def person_now(connection: duckdb.DuckDBPyConnection, person: Person) -> Person:
    """The person with the role and units of this version of the warehouse.

    A role may have been taken away since the page was drawn. A board without a login has no roles to look up.
    """
    if not person.is_known:
        return person
    row = connection.execute(statement("person"), {"name": person.name}).fetchone()
    if row is None:
        return replace(person, role=Role.VIEWER if person.role else None, units=())
    return replace(person, role=Role(row[0]), units=tuple(row[1] or ()))


def allow(
    warehouse: Warehouse,
    person: Person,
    action: Action,
    about: str,
    *,
    unit_line: Collection[str] = (),
    loaded_by: str | None = None,
    noted_as: str | None = None,
) -> Person:
    """The person as of now. Raises NotAllowedError, and records the try, where they may not do it."""
    now = _now(warehouse, person)
    if may(now, action, unit_line, loaded_by):
        return now
    refuse(warehouse, now, noted_as or NOTED_AS[action], about)
    role = f"您的角色是“{now.role.word}”" if now.role else "您没有使用看板的权限"
    raise NotAllowedError(f"{role}，不能{action.value}。如需办理，请与管理人员联系。")


def refuse(warehouse: Warehouse, person: Person, noted_as: str, about: str, by: str = "") -> None:
    """Record a try that was refused. `by`: who signed, where there is no login."""
    note(warehouse, noted_as, person.name or by or "未登录", person.source, about, is_refused=True)


def _now(warehouse: Warehouse, person: Person) -> Person:
    if not person.is_known:
        return person
    if not warehouse.exists():
        return replace(person, role=Role.VIEWER if person.role else None, units=())
    with warehouse.read() as connection:
        return person_now(connection, person)


@dataclass(frozen=True)
class Signature:
    """`person` asks for the change; `by` is the name that is kept.

    `why` is the reason, of a load the note; "" where nothing is written.
    """

    person: Person
    by: str
    why: str
    at: datetime

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters by, why and at of a statement that stores the change."""
        return {"by": self.by, "why": self.why, "at": self.at}

    def with_why(self, detail: str) -> str:
        """The detail for the record of operations, followed by the reason."""
        return f"{detail}。原因：{self.why}" if self.why else detail


def sign(person: Person, by: str | None = None, why: str = "", at: datetime | None = None) -> Signature:
    """The signature of a change that is made now, or was at the time `at`."""
    return Signature(person, signed_by(person, by), stated(why), at or datetime.now())


def signed_by(person: Person, by: str | None = None) -> str:
    """Who signs: the login; without a login the name given, else this computer's user."""
    return person.name if person.is_known else (stated(by or "") or _user_name())


def stated(text: str) -> str:
    """What somebody writes beside a change (who, why, a note), as it is kept: one line, not too long."""
    return visible(text).strip()[:LONGEST_STATED]


def _user_name() -> str:
    """The name of this computer's user, for changes without a stated author."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未具名"
