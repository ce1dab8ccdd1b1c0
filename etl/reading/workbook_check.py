"""A look at a workbook before it is opened: is it one, how large would it be, which cells are faulty."""

from dataclasses import dataclass, field


class RefusedError(Exception):
    """The workbook is not opened; `code` is unreadable or too_large."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Tally:
    """What was seen of one sheet. `faults`: (row, column) from 0 → the error, or a formula without value."""

    faults: dict[tuple[int, int], str] = field(default_factory=dict)


def check_workbook(content: bytes) -> dict[str, Tally]:
    """Sheet name → what was seen. Raises RefusedError."""
    return {}
