"""What the tests of the warehouse share."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.etl.desk import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A warehouse that knows three units and nothing else."""
    return new_desk(tmp_path / "warehouse")


@pytest.fixture
def workbook() -> Callable[[dict[str, list[list[object]]]], bytes]:
    """Makes an xlsx from sheets of rows."""

    def make(sheets: dict[str, list[list[object]]]) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()

    return make
