"""The result of a check on a cell, a row or a whole file: a value, never a traceback."""

from dataclasses import dataclass
from typing import Literal

from domain.months import without_unseen_year

LONGEST_VALUE = 40

Severity = Literal["error", "warning"]
# Programs outside rely on these words. A code belongs to a kind of fault, not to a severity.
FindingCode = Literal[
    # the whole file
    "unreadable",
    "too_large",
    "classified",
    "personal_data",
    "contact_kept",
    "empty_file",
    "hidden_sheet",
    "hidden_rows",
    # which table it is, and its columns
    "unknown_dataset",
    "missing_column",
    "ambiguous_column",
    "unknown_column",
    "scaled",
    # a month or a unit
    "bad_month",
    "future_month",
    "title_mismatch",
    "unknown_unit",
    "outside_unit_life",
    "not_owed",
    "not_permitted",
    "missing_unit",
    "duplicate_row",
    # a figure
    "not_a_number",
    "negative",
    "not_whole",
    "too_big",
    "wrong_unit",
    "approximate",
    # figures beside other figures
    "total_mismatch",
    "carry_mismatch",
    "part_exceeds_whole",
    "double_count",
    "looks_cumulative",
    "unusual",
    "frozen_period",
    # a target, a task, a unit or a note
    "unknown_kpi",
    "no_target_allowed",
    "plan_conflict",
    "profile_assumed",
    "no_source",
    "bad_date",
    "bad_value",
]


def shorten(text: str, limit: int = LONGEST_VALUE) -> str:
    """The text, cut to `limit` characters with … where it is longer."""
    return text if len(text) <= limit else text[:limit] + "…"


def header_shown(text: str) -> str:
    """A header as findings name it: as its cell shows it, 6月 for a date without its year."""
    return shorten(without_unseen_year(text))


@dataclass(frozen=True)
class Finding:
    """One finding, in the words and codes of the data contract.

    `row` counts as Excel does (1 is the first line of the file; None for a finding about the whole file),
    `column` is the header as it is shown in the file, `value` the cell as written, cut to 40 characters.
    An error refuses the file, a warning never does.
    """

    code: FindingCode
    message: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.value is not None:
            object.__setattr__(self, "value", shorten(self.value))
        if self.column is not None:
            object.__setattr__(self, "column", header_shown(self.column))

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
