"""A clerk's desk for tests: a warehouse of its own, files given as text, figures taken out as a dict."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from domain.catalogue import Catalogue, load_catalogue
from domain.months import format_month
from etl.export.export import read_figures
from etl.load.history import Change, redo, undo
from etl.load.preview import Preview, Request, preview
from etl.load.store import Outcome, load, load_file
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse
from etl.warehouse.kept_files import FolderFiles

RECEIVED, CLOSED = "tickets_received", "tickets_closed"
UNITS = "单位代码,单位名称,上级单位\nroot,示例局,\na,甲大队,root\nb,乙大队,root\n"
TODAY = date(2024, 3, 20)


def originals_of(warehouse: Warehouse) -> Path:
    """The folder of a warehouse's originals."""
    files = warehouse.files("originals")
    assert isinstance(files, FolderFiles)
    return files.folder


@dataclass(frozen=True)
class Desk:
    """What a test does at the warehouse; every step goes through the public doors of etl."""

    warehouse: Warehouse

    @property
    def catalogue(self) -> Catalogue:
        return load_catalogue()

    def request(self, text: str | bytes, name: str = "月报.csv", *, skip_bad_rows: bool = False) -> Request:
        content = text.encode() if isinstance(text, str) else text
        return Request(content, name, ReadOptions(today=TODAY), skip_bad_rows)

    def preview(self, text: str | bytes, **named: Any) -> Preview:
        return preview(self.warehouse, self.catalogue, self.request(text, **named))

    def rejected(self, text: str | bytes) -> str:
        """The text of the file of rows left out."""
        content = self.preview(text, skip_bad_rows=True).rejected_csv(self.catalogue)
        assert content is not None
        return content.decode("utf-8-sig")

    def load(
        self,
        text: str | bytes,
        name: str = "月报.csv",
        *,
        skip_bad_rows: bool = False,
        **more: Any,
    ) -> Outcome:
        request = self.request(text, name, skip_bad_rows=skip_bad_rows)
        return load_file(self.warehouse, self.catalogue, request, by="李四", **more)

    def confirm(self, seen: Preview) -> Outcome:
        return load(self.warehouse, self.catalogue, seen, by="李四")

    def undo(self, number: int) -> Change:
        return undo(self.warehouse, self.catalogue, number, by="王五", why="试")

    def redo(self, number: int) -> Change:
        return redo(self.warehouse, self.catalogue, number, by="王五")

    def figures(self) -> dict[tuple[str, str, str], float]:
        """(indicator, unit, "2023-06") → value."""
        return {key: value for key, (value, _, _) in self.whole_figures().items()}

    def whole_figures(self) -> dict[tuple[str, str, str], tuple[float, str, int]]:
        """(indicator, unit, "2023-06") → value, word, load."""
        with self.warehouse.read() as connection:
            rows = read_figures(connection).to_dict("records")
        return {
            (row["indicator"], row["unit"], format_month(row["month"])): (
                row["value"],
                row["word"],
                row["load"],
            )
            for row in rows
        }


def new_desk(folder: Path) -> Desk:
    """A desk whose warehouse knows the units root, a (甲大队) and b (乙大队): that is load 1."""
    desk = Desk(Warehouse(folder))
    assert desk.load(UNITS, "单位.csv").load == 1
    return desk


def codes(outcome: Outcome | Preview) -> list[str]:
    """The codes of all findings, errors and warnings, in the order of tables and rows."""
    seen = outcome.preview if isinstance(outcome, Outcome) else outcome
    findings = [*seen.findings, *(finding for table in seen.tables for finding in table.findings)]
    return [finding.code for finding in findings]


def errors(outcome: Outcome | Preview) -> list[tuple[str, int | None, str | None]]:
    """Code, row and column of each error."""
    seen = outcome.preview if isinstance(outcome, Outcome) else outcome
    findings = [*seen.findings, *(finding for table in seen.tables for finding in table.findings)]
    return [(one.code, one.row, one.column) for one in findings if one.severity == "error"]


def hotline(*rows: str, header: str = "月份,单位,受理工单数,办结工单数") -> str:
    """A hotline file of these rows."""
    return "\n".join([header, *rows]) + "\n"
