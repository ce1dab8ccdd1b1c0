"""Figures accepted from a written report, as something to preview and load like any file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pandas as pd

from etl.catalogue import ANNUAL_FIGURES, Catalogue
from etl.finding import Finding
from etl.preview import Request
from etl.reading.private import find_in_prose
from etl.reading.result import ReadFile, TidyTable, no_figures
from etl.report.annual_figure import AnnualFigure
from etl.report.document import ReportError, read_every_line, read_report_text
from etl.units import UnitDirectory


@dataclass(frozen=True)
class ReportRequest(Request):
    """A report's bytes and name, and the figures that a person accepted of it: etl/report/annual_figure.py.

    The report is kept as the load's original; so one that may not be held here is refused.
    """

    accepted: tuple[AnnualFigure, ...] = ()

    def read(self, catalogue: Catalogue, units: UnitDirectory) -> ReadFile:
        """One table of records: year, kpi, unit, value, word, quote, source, row."""
        if finding := find_what_may_not_be_kept(self.content, self.file):
            return ReadFile(None, (), (finding,))
        rows = [asdict(figure) | {"row": row} for row, figure in enumerate(self.accepted, start=1)]
        findings = (*_nothing(rows), *_unknown_units(self.accepted, units))
        table = TidyTable(ANNUAL_FIGURES, "", len(rows), no_figures(), pd.DataFrame(rows), findings)
        return ReadFile(None, (table,))


def find_what_may_not_be_kept(content: bytes, file: str) -> Finding | None:
    """Why a report may not be held here: it is classified, names persons, or cannot be read."""
    try:
        read_report_text(content)
        return find_in_prose(read_every_line(content), file)
    except ReportError as error:
        return error.finding


def _nothing(rows: list[dict[str, object]]) -> Iterator[Finding]:
    if not rows:
        yield Finding("empty_file", "没有选定任何数")


def _unknown_units(accepted: tuple[AnnualFigure, ...], units: UnitDirectory) -> Iterator[Finding]:
    for unit in dict.fromkeys(figure.unit for figure in accepted):
        if units.by_code(unit) is None:
            yield Finding("unknown_unit", f"单位表中没有 {unit}", column="单位", value=unit)
