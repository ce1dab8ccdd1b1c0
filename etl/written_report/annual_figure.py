"""Annual figures, accepted from a written report and stored apart from the monthly figures.

They are stored in the table annual_figure (etl/warehouse/sql/schema.sql). A rate's value is a fraction, as
everywhere in the warehouse; the report gives it in percent. ReportRequest previews and loads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

import pandas as pd

from domain.catalogue import ANNUAL_FIGURES, Catalogue, Kpi
from domain.finding import Finding
from domain.units import UnitDirectory
from etl.load.preview import Request
from etl.read.locate.result import ReadFile, TidyTable, no_figures
from etl.written_report.read_report import ReportFigure, find_what_may_not_be_kept

LARGEST_VALUE = 1e9


@dataclass(frozen=True)
class AnnualFigure:
    """One KPI's figure of a whole year; `quote` is the passage in the report, `source` the report."""

    year: int
    kpi: str
    unit: str
    value: float
    word: str
    quote: str
    source: str


def accept_figures(
    chosen: Iterable[tuple[ReportFigure, str]], catalogue: Catalogue, year: int, unit: str, source: str
) -> tuple[tuple[AnnualFigure, ...], tuple[Finding, ...]]:
    """Convert the figures a person accepted, each with its KPI id: all of them, or none and the reason.

    `unit` is the code of the report's unit. Refused: an unknown KPI, a count for a rate or a rate for a
    count, a fraction for a whole-number KPI, a stock, two different values for one KPI.
    """
    pairs = tuple(chosen)
    findings = [finding for figure, kpi in pairs for finding in _faults(figure, kpi, catalogue)]
    if findings:
        return (), tuple(findings)
    annual = tuple(
        AnnualFigure(year, kpi, unit, _value(figure), figure.word, figure.quote, source)
        for figure, kpi in pairs
    )
    contradictions = tuple(_contradictions(annual, catalogue))
    return ((), contradictions) if contradictions else (_each_once(annual), ())


def _value(figure: ReportFigure) -> float:
    return round(figure.value / 100, 8) if figure.unit == "%" else figure.value


def _faults(figure: ReportFigure, id: str, catalogue: Catalogue) -> Iterable[Finding]:
    kpi = next((kpi for kpi in catalogue.kpis if kpi.id == id), None)
    if kpi is None:
        yield Finding("unknown_kpi", f"没有“{id}”这个指标", value=figure.quote)
    elif kpi.is_share != (figure.unit == "%"):
        kind = "率，要用百分数" if kpi.is_share else "数量，不能用百分数"
        yield Finding("bad_value", f"{kpi.name}是{kind}", value=figure.quote)
    elif kpi.is_stock:
        yield Finding("bad_value", f"{kpi.name}是时点数，没有年度数", value=figure.quote)
    elif not kpi.is_share and kpi.in_whole_numbers and not figure.value.is_integer():
        yield Finding("not_whole", f"{kpi.name}应为整数", value=figure.quote)
    elif _value(figure) > LARGEST_VALUE:
        yield Finding("too_big", "数值超过10亿，请核对", value=figure.quote)


def _contradictions(figures: tuple[AnnualFigure, ...], catalogue: Catalogue) -> Iterable[Finding]:
    for kpi in dict.fromkeys(figure.kpi for figure in figures):
        same = [figure for figure in figures if figure.kpi == kpi]
        if len({(figure.value, figure.word) for figure in same}) > 1:
            named: Kpi = catalogue.kpi(kpi)
            quotes = "、".join(f"“{figure.quote}”" for figure in same)
            yield Finding("duplicate_row", f"{named.name}选了不同的数：{quotes}，请只留一个")


def _each_once(figures: tuple[AnnualFigure, ...]) -> tuple[AnnualFigure, ...]:
    return tuple({figure.kpi: figure for figure in reversed(figures)}.values())[::-1]


@dataclass(frozen=True)
class ReportRequest(Request):
    """A report's bytes and name, with the figures that a person accepted.

    The report is stored as the load's original, so a report that must not be held here is refused.
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


def _nothing(rows: list[dict[str, object]]) -> Iterator[Finding]:
    if not rows:
        yield Finding("empty_file", "没有选定任何数")


def _unknown_units(accepted: tuple[AnnualFigure, ...], units: UnitDirectory) -> Iterator[Finding]:
    for unit in dict.fromkeys(figure.unit for figure in accepted):
        if units.by_code(unit) is None:
            yield Finding("unknown_unit", f"单位表中没有 {unit}", column="单位", value=unit)
