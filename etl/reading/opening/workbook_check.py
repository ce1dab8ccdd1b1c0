"""A look at a workbook before it is opened: is it one, how large would it be, which cells are faulty."""

from dataclasses import dataclass, field

LARGEST_AREA = 10_000_000
PASSWORD = "工作簿设有打开密码；请去掉密码后再报"
TOO_WIDE = "工作表“{}”的范围过大（{} 行 × {} 列）；请删去末尾多余的行和列后再报"


class RefusedError(Exception):
    """The workbook is not opened; `code` is unreadable or too_large."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Tally:
    """What was seen of one sheet: how far it reaches, counted from 1, and its faulty cells.

    `faults`: (row, column) from 0 → the text of the error, or a formula without a value.
    """

    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)

    def reach(self, row: int, column: int) -> None:
        """Note a cell, counted from 1."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)

    def refuse_if_too_wide(self, name: str) -> None:
        """Raise RefusedError where the sheet would take too much memory: all between its cells counts."""
        if self.rows * self.columns > LARGEST_AREA:
            raise RefusedError("too_large", TOO_WIDE.format(name, self.rows, self.columns))
