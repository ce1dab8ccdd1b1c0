"""Who makes a change, why and when, as it is kept beside the change."""

import getpass
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.people import Person
from domain.text import visible

LONGEST_STATED = 500


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


def signed_by(person: Person, by: str | None) -> str:
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
