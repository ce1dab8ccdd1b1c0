"""What a file holds once it is open: sheets of cells, every cell as text."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.finding import Finding

Row = Sequence[str]


@dataclass(frozen=True)
class Merge:
    """One merged area of a sheet, first and last row and column included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows[i]` is row i + 1 as Excel counts; rows may differ in length.

    `is_text`: from a text file, where a cell too many means that a separator slipped in.
    """

    name: str
    rows: Sequence[Row]
    merges: tuple[Merge, ...] = ()
    is_text: bool = False


@dataclass(frozen=True)
class FileContent:
    """The sheets of a file; `encoding` is None for a workbook. With an error in `findings` there are none.

    `mark`: a mark of classification outside the cells, "" without any.
    """

    encoding: str | None = None
    sheets: tuple[Sheet, ...] = ()
    findings: tuple[Finding, ...] = ()
    mark: str = ""
