"""The people who use the board: their roles, their units, and what each role may do."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, StrEnum


class Role(StrEnum):
    """The role of a person. The value is stored; `word` is shown."""

    VIEWER = "viewer"
    REPORTER = "reporter"
    MANAGER = "manager"

    @property
    def word(self) -> str:
        """The Chinese word for the role."""
        return WORDS[self]


WORDS = {Role.VIEWER: "查看", Role.REPORTER: "填报", Role.MANAGER: "管理"}


class Action(Enum):
    """What a person asks to do. The value completes 无权…."""

    SEE = "查看看板"
    UPLOAD = "报送数据"  # for any unit at all: the page to upload on
    REPORT = "报送这个单位的数据"  # figures and notes of one unit
    OWN_LOAD = "撤销或取出他人的导入"  # undo, redo and original of a load
    PLAN = "改动目标、任务和单位"
    CLOSE = "封账或解除封账"
    BEGIN = "启用本单位的数据仓库"
    BACKUP = "取出备份"
    RESTORE = "恢复备份"
    PEOPLE = "改动人员与权限"
    RECORD = "查看操作记录"


@dataclass(frozen=True)
class Person:
    """Who asks for something. `units`: the codes of the units that a reporter reports for, with those below.

    `role` is None for a person who is not admitted. `name` is the login name; "" on a board without a login.
    `source` is where they ask from, for the record of operations.
    """

    name: str
    role: Role | None
    units: tuple[str, ...] = ()
    source: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the person is known by a login; if not, the name is typed where it is needed."""
        return self.name != ""


# A board that only this machine reaches has no login, and whoever runs a command has the files anyway.
LOCAL_MANAGER = Person("", Role.MANAGER, source="命令行")


def may(
    person: Person, action: Action, unit_line: Collection[str] = (), loaded_by: str | None = None
) -> bool:
    """Whether the person may do it.

    `unit_line`: for REPORT, the code of the unit and of every unit above it (UnitDirectory.line).
    `loaded_by`: for OWN_LOAD, who made the load.
    """
    if person.role is Role.MANAGER:
        return True
    if person.role is None or action is Action.SEE:
        return person.role is not None
    return person.role is Role.REPORTER and _reporter_may(person, action, unit_line, loaded_by)


def _reporter_may(person: Person, action: Action, unit_line: Collection[str], loaded_by: str | None) -> bool:
    if action is Action.REPORT:
        return not set(person.units).isdisjoint(unit_line)
    if action is Action.OWN_LOAD:
        return person.is_known and loaded_by == person.name
    return action is Action.UPLOAD
