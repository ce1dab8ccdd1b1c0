"""The people of a warehouse: who has which role and units. Insert-only, like all history.

Every door asks here whether the person may pass, by the role the warehouse gives them now, and who signs.
"""

import getpass
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from unicodedata import category, normalize

import duckdb

from domain.people import LOCAL_MANAGER, Action, Person, Role, may
from domain.text import name_key, visible
from domain.units import UnitDirectory
from etl.warehouse.directory import read_directory
from etl.warehouse.operation_record import keep_head, note
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


LONGEST_NAME = 80
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})


class PeopleError(ValueError):
    """The change of a person makes no sense; the message says why, in Chinese."""


@dataclass(frozen=True)
class Listed:
    """A person with a role, and when, by whom and why it was last set."""

    person: Person
    recorded_at: datetime
    recorded_by: str
    why: str


def login_name(text: str) -> str:
    """A login name as it is stored and compared: without outer spaces, accents composed."""
    return normalize("NFC", text).strip()


def split_units(text: str) -> tuple[str, ...]:
    """The units in a list written with any kind of comma."""
    for comma in "，、;；":
        text = text.replace(comma, ",")
    return tuple(filter(None, (part.strip() for part in text.split(","))))


def read_people(connection: duckdb.DuckDBPyConnection) -> tuple[Listed, ...]:
    """Everybody who has a role, by name."""
    rows = connection.execute(statement("people")).fetchall()
    return tuple(
        Listed(Person(name, Role(role), tuple(units or ())), at, by, why)
        for name, role, units, at, by, why in rows
    )


def set_person(
    warehouse: Warehouse,
    name: str,
    role: Role,
    units: Sequence[str] = (),
    *,
    is_new: bool,
    by: str | None = None,
    why: str = "",
    person: Person = LOCAL_MANAGER,
) -> bool:
    """Add or change somebody; `units` are codes, names or aliases. False if nothing changes.

    Raises PeopleError, NotAllowedError, WarehouseError. `person` is who asks for it.
    """
    signature = sign(person, by, why)
    name = login_name(name)
    allow(warehouse, person, Action.PEOPLE, f"{name}：{role.word}")
    with warehouse.write() as connection:
        people = {listed.person.name: listed.person for listed in read_people(connection)}
        _check_name(name, people, is_new)
        directory = read_directory(connection)
        changed = Person(name, role, _codes(directory, role, units))
        if people.get(name) == changed:
            return False
        _keep_a_manager(people, changed, person)
        _insert(connection, changed, signature)
        keep_head(connection, warehouse)
    unit_names = "、".join(map(directory.name_of, changed.units))
    detail = f"{'新增' if is_new else '改为'} {name}：{role.word}{f'（{unit_names}）' if unit_names else ''}"
    note(warehouse, "people", signature.by, person.source, signature.with_why(detail))
    return True


def remove_person(
    warehouse: Warehouse,
    name: str,
    *,
    by: str | None = None,
    why: str = "",
    person: Person = LOCAL_MANAGER,
) -> None:
    """Take every role from somebody. Raises PeopleError, NotAllowedError, WarehouseError."""
    signature = sign(person, by, why)
    name = login_name(name)
    allow(warehouse, person, Action.PEOPLE, f"移除 {name}")
    with warehouse.write() as connection:
        people = {listed.person.name: listed.person for listed in read_people(connection)}
        if name not in people:
            raise PeopleError(_unknown(name))
        changed = Person(name, None)
        _keep_a_manager(people, changed, person)
        _insert(connection, changed, signature)
        keep_head(connection, warehouse)
    note(warehouse, "people", signature.by, person.source, signature.with_why(f"移除 {name}"))


def _insert(connection: duckdb.DuckDBPyConnection, changed: Person, signature: Signature) -> None:
    values = {"role": changed.role and changed.role.value, "units": list(changed.units)}
    connection.execute(statement("insert_person"), {"name": changed.name, **values, **signature.parameters})


def _check_name(name: str, people: dict[str, Person], is_new: bool) -> None:
    if not name or len(name) > LONGEST_NAME or any(category(sign) in INVISIBLE for sign in name):
        raise PeopleError(f"登录名须为 1 至 {LONGEST_NAME} 个看得见的字，与登录时所用的完全相同。")
    if not is_new and name not in people:
        raise PeopleError(_unknown(name))
    if is_new and name in people:
        raise PeopleError(f"已有“{name}”，要改角色或单位请用“更改”（python -m etl people change）。")
    alike = [other for other in people if other != name and name_key(other) == name_key(name)]
    if alike:
        raise PeopleError(f"已有“{alike[0]}”，与“{name}”只差大小写、全半角或空格，请核对登录名。")


def _unknown(name: str) -> str:
    return f"没有“{name}”这个人，现有人员见 python -m etl people list。"


def _codes(directory: UnitDirectory, role: Role, units: Sequence[str]) -> tuple[str, ...]:
    """The codes of the units. Raises PeopleError where one is unknown, or they do not fit the role."""
    if role is not Role.REPORTER:
        if units:
            raise PeopleError(f"只有“{Role.REPORTER.word}”要写单位，“{role.word}”不分单位。")
        return ()
    if not units:
        raise PeopleError(f"“{Role.REPORTER.word}”要写明为哪些单位填报，下属单位随之包括在内。")
    by_text = {text: directory.find(text) for text in units}
    for text, unit in by_text.items():
        if unit is None:
            near = "、".join(directory.nearest(text))
            raise PeopleError(f"没有单位“{text}”{f'，相近的有：{near}' if near else ''}。")
    return tuple(dict.fromkeys(unit.unit for unit in by_text.values() if unit))


def _keep_a_manager(people: dict[str, Person], changed: Person, person: Person) -> None:
    """Refuse to take away the last manager, unless at the command line, which needs none."""
    after = people | {changed.name: changed}
    has_manager = any(other.role is Role.MANAGER for other in after.values())
    if person.is_known and not has_manager:
        raise PeopleError(
            f"“{changed.name}”是唯一的管理人员：请先给另一人“{Role.MANAGER.word}”，再改这一人。"
        )


Changes = Sequence[tuple[Any, ...]]


def read_person_changes(connection: duckdb.DuckDBPyConnection) -> Changes:
    """Every change of people, as stored."""
    return connection.execute(statement("person_changes")).fetchall()


def keep_people(connection: duckdb.DuckDBPyConnection, changes: Changes) -> None:
    """Put these changes of people in the place of those on the connection; nothing if there are none.

    A restored backup brings figures, not rights: who was removed since then must not come back.
    """
    if not changes:
        return
    connection.execute(statement("forget_people"))
    names = ("change", "name", "role", "units", "at", "by", "why")
    connection.executemany(statement("keep_person"), [dict(zip(names, row, strict=True)) for row in changes])
