"""The result of a check on a cell, a row or a whole file: a value, never a traceback."""

from dataclasses import dataclass
from typing import Literal

LONGEST_VALUE = 40

Severity = Literal["error", "warning"]


def shorten(text: str, limit: int = LONGEST_VALUE) -> str:
    """The text, cut to `limit` characters with … where it is longer."""
    return text if len(text) <= limit else text[:limit] + "…"


@dataclass(frozen=True)
class Finding:
    """One finding, in the words and codes of the data contract.

    `row` counts as Excel does (1 is the first line of the file; None for a finding about the whole file),
    `column` is the header as it stands in the file, `value` the cell as written, cut to 40 characters.
    An error refuses the file, a warning never does.
    """

    code: str
    message: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.value is not None:
            object.__setattr__(self, "value", shorten(self.value))
        if self.column is not None:
            object.__setattr__(self, "column", shorten(self.column))

    def as_json(self) -> dict[str, str | int | None]:
        """The finding as `check --json` prints it."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
        }

    def as_line(self, file: str) -> str:
        """The finding as one line: 文件:行 列 值 — 说明 (code)."""
        place = file if self.row is None else f"{file}:{self.row}"
        words = [place, *(word for word in (self.column, self.value) if word)]
        return f"{' '.join(' '.join(words).split())} — {self.message} ({self.code})"


def is_error(finding: Finding) -> bool:
    """Whether the finding refuses its file."""
    return finding.severity == "error"
