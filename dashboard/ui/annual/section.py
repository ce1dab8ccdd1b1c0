"""从上年工作总结取年度数: drop a written report, tick the figures to keep, and send them to the preview."""

from __future__ import annotations

import re
from datetime import date

import streamlit as st

from dashboard.ui.annual.choice import (
    Choices,
    HeldReport,
    ask_for_report,
    choose_figures,
    forget_report,
    held_report,
    keep_choices,
    taken,
)
from dashboard.ui.chooser import choose_unit
from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import as_written
from dashboard.ui.roles import own_units
from dashboard.ui.upload.pending import hand_over
from etl.read.locate.result import ReadOptions
from etl.written_report.annual_figure import ReportRequest, accept_figures

TITLE = "从上年工作总结取年度数（与各月数分开存，用于同全年比较）"
YEARS_BACK = 10
_YEAR = re.compile(r"(20[0-9]{2})\s*年")


def show_report_section(page: DataPage) -> None:
    """The section, expanded while a report is being chosen from; not shown if there are no units yet."""
    if page.outline.root is None:
        return
    report = held_report()
    with st.expander(TITLE, expanded=report is not None, key="report-section"):
        if report is None:
            ask_for_report(page.catalogue)
        else:
            _choose(page, report)


def _choose(page: DataPage, report: HeldReport) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_what_was_found(report), width="stretch")
        st.button("换一份", on_click=forget_report, key="report-other")
    if not report.figures:
        return
    with st.container(horizontal=True, key="upload-options-report"):
        year = _year(report)
        unit = choose_unit(
            "哪个单位的总结",
            own_units(page.person, page.directory),
            "report-unit",
            start=page.outline.root or "",
        )
    choices = choose_figures(report, page.catalogue)
    if st.button("核对年度数", type="primary", key="report-check"):
        _check(page, report, choices, year, unit)


def _what_was_found(report: HeldReport) -> str:
    file = f"**{as_written(report.file)}**"
    if not report.figures:
        return f"{file}　没有找到工作量数字。请确认是总结正文，不是图片或附表。"
    matched = sum(figure.kpi is not None for figure in report.figures)
    rest = len(report.figures) - matched
    others = f"，{rest}个没有对上" if rest else ""
    found_words = f"找到{len(report.figures)}个数，{matched}个对上了指标{others}。"
    return f"{file}　{found_words}勾选要用的，没有勾选的不入库。"


def _year(report: HeldReport) -> int:
    """The report's year. Starts with the year in its name or first lines, otherwise last year."""
    this_year = date.today().year
    years = list(range(this_year, this_year - YEARS_BACK, -1))
    start = year_told(report, years) or this_year - 1
    return st.selectbox(
        "哪一年的总结", years, index=years.index(start), format_func="{}年".format, key="report-year"
    )


def year_told(report: HeldReport, years: list[int]) -> int | None:
    """The first of these years that the file's name or the report's first lines mention."""
    named = map(int, _YEAR.findall(f"{report.file}\n{report.opening}"))
    return next((year for year in named if year in years), None)


def _check(page: DataPage, report: HeldReport, choices: Choices, year: int, unit: str | None) -> None:
    """Send the ticked figures to the preview, or say what is still open."""
    pairs, without = taken(choices, report.figures, page.catalogue)
    for quote in without:
        st.error(f"“{as_written(quote)}”还没有选指标：请选定，或取消勾选。")
    if unit is None:
        st.error("请选定单位。")
    elif not pairs and not without:
        st.error("还没有勾选任何数。")
    if without or unit is None or not pairs:
        return
    accepted, findings = accept_figures(pairs, page.catalogue, year, unit, report.file)
    for finding in findings:
        quoted = f"“{finding.value}”：" if finding.value else ""
        st.error(as_written(f"{quoted}{finding.message}。"))
    if not findings:
        keep_choices(choices)
        options = ReadOptions(year=year, unit=unit, today=date.today())
        hand_over(ReportRequest(report.content, report.file, options, accepted=accepted))
        st.rerun()
