"""Figures of a whole year, accepted from a written report and kept apart from the monthly ones.

They stand in the table annual_figure (etl/sql/schema.sql). A rate's value is a fraction, as everywhere in the
warehouse; the report told it in percent. etl/report/request.py loads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from etl.catalogue import Catalogue, Kpi
from etl.finding import Finding
from etl.report.read_report import ReportFigure

LARGEST_VALUE = 1e9


@dataclass(frozen=True)
class AnnualFigure:
    """One KPI's figure of a whole year; `quote` is where the report says it, `source` which report."""

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
    """The figures a person said yes to, each with the KPI id it was given; all of them, or none and why.

    `unit` is the code of the unit whose report it is. Refused: an unknown KPI, a count given for a rate or
    the other way round, a fraction of a whole thing, a stock, two different values for one KPI.
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
    elif (kpi.kind == "rate") != (figure.unit == "%"):
        kind = "率，要用百分数" if kpi.kind == "rate" else "数量，不能用百分数"
        yield Finding("bad_value", f"{kpi.name}是{kind}", value=figure.quote)
    elif kpi.kind == "stock":
        yield Finding("bad_value", f"{kpi.name}是月末存量，没有年度数", value=figure.quote)
    elif kpi.kind != "rate" and kpi.whole and not figure.value.is_integer():
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
