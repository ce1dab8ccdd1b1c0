"""从上年工作总结取年度数: drop a written report, tick the figures to keep, and send them to the preview."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.ui.chooser import choose_unit
from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import as_written
from dashboard.ui.roles import own_units
from dashboard.ui.upload.pending import hand_over
from dashboard.wording.format import number
from domain.catalogue import Catalogue
from domain.finding import Finding
from etl.read.locate.result import ReadOptions
from etl.written_report.annual_figure import ReportRequest, accept_figures
from etl.written_report.read_report import ReportFigure, read_report

TITLE = "从上年工作总结取年度数（与各月数分开存，用于同全年比较）"
YEARS_BACK = 10
_YEAR = re.compile(r"(20[0-9]{2})\s*年")
HELD, ROUND, REFUSED = "report-held", "report-round", "report-refused"
OPENING = 300
LABEL = "选择上年工作总结，在电脑上也可拖到这里（.docx、.txt，20 MB 以内）"
TAKEN, QUOTE, VALUE, KPI, SENTENCE = "采用", "原文", "数", "指标", "所在句子"
ROW_HEIGHT, MOST_HEIGHT = 35, 420
Choices = tuple[pd.DataFrame, ...]


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


@dataclass(frozen=True)
class HeldReport:
    """A written report's name, bytes, first characters and figures.

    `choices` is the last result of choose_figures.
    """

    file: str
    content: bytes = field(repr=False)
    opening: str
    figures: tuple[ReportFigure, ...]
    choices: tuple[pd.DataFrame, ...] = field(default=(), repr=False, compare=False)


def held_report() -> HeldReport | None:
    """The written report held in this session."""
    return st.session_state.get(HELD)


def keep_choices(choices: tuple[pd.DataFrame, ...]) -> None:
    """Keep what was ticked, so that it is still there after the preview is cancelled."""
    st.session_state[HELD] = replace(st.session_state[HELD], choices=choices)


def forget_report(file: str | None = None) -> None:
    """Remove the written report from the session; with `file`, only if it has that name."""
    report = held_report()
    if report is not None and file in (None, report.file):
        st.session_state[HELD] = None
        _clear_uploader()


def ask_for_report(catalogue: Catalogue) -> None:
    """Show the uploader. A report that may not be held here is refused and nothing of it is kept."""
    file = st.file_uploader(LABEL, key=f"report-file-{st.session_state.get(ROUND, 0)}")
    if file is None:
        if refused := st.session_state.get(REFUSED):
            st.error(f"已拒收，文件没有保存：{refused}。", icon=":material/block:")
        return
    content = file.getvalue()
    reading = read_report(content, catalogue, file.name)
    finding = reading.forbidden
    st.session_state[REFUSED] = _words(finding) if finding else ""
    if finding is None:
        opening = reading.opening[:OPENING]
        st.session_state[HELD] = HeldReport(file.name, content, opening, reading.figures)
    _clear_uploader()
    st.rerun()


def _words(finding: Finding) -> str:
    where = f"第{finding.row}段" if finding.row else ""
    return f"{where}{finding.message.rstrip('。')}"


def _clear_uploader() -> None:
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def choose_figures(report: HeldReport, catalogue: Catalogue) -> Choices:
    """Draw both tables and return their current rows: 采用, 原文, 数, 指标 (name), 所在句子.

    The index is the figure's position in the written report.
    """
    frames = report.choices or first_choices(report.figures, catalogue)
    chosen = []
    for title, frame in zip(("已对上指标", "没有对上指标，要用的请选指标"), frames, strict=True):
        if len(frame):
            st.markdown(f"**{title}（{len(frame)}个）**")
            frame = _editor(frame, catalogue, f"{title}-{report.file}")
        chosen.append(frame)
    st.caption("双击表中的格可看全文；指标可以改选。")
    return tuple(chosen)


def first_choices(figures: Sequence[ReportFigure], catalogue: Catalogue) -> Choices:
    """The figures with a KPI, ticked if they are sure, and the figures without one."""
    sure = sure_places(figures, catalogue)
    rows = [
        (
            place in sure,
            figure.quote,
            value_text(figure),
            catalogue.kpi(figure.kpi).name if figure.kpi else None,
            figure.sentence,
        )
        for place, figure in enumerate(figures)
    ]
    frame = pd.DataFrame(rows, columns=[TAKEN, QUOTE, VALUE, KPI, SENTENCE])
    matched = frame[KPI].notna()
    return frame[matched], frame[~matched]


def sure_places(figures: Sequence[ReportFigure], catalogue: Catalogue) -> frozenset[int]:
    """The positions of the figures that fit their KPI, if the report gives no other value for that KPI."""
    words: dict[str, set[tuple[float, str]]] = {}
    for figure in figures:
        if figure.kpi:
            words.setdefault(figure.kpi, set()).add((figure.value, figure.word))
    return frozenset(
        place
        for place, figure in enumerate(figures)
        if figure.kpi
        and len(words[figure.kpi]) == 1
        and not accept_figures([(figure, figure.kpi)], catalogue, 0, "", "")[1]
    )


def taken(
    choices: Iterable[pd.DataFrame], figures: Sequence[ReportFigure], catalogue: Catalogue
) -> tuple[list[tuple[ReportFigure, str]], list[str]]:
    """The ticked figures with their KPI ids, in the report's order, and the quotes of those without a KPI."""
    rows = pd.concat(list(choices)).sort_index()
    pairs, without = [], []
    for place, row in rows[rows[TAKEN].astype(bool)].iterrows():
        kpi = catalogue.kpi_named(row[KPI]) if isinstance(row[KPI], str) else None
        if kpi is None:
            without.append(str(row[QUOTE]))
        else:
            pairs.append((figures[int(place)], kpi.id))  # type: ignore[call-overload]
    return pairs, without


def value_text(figure: ReportFigure) -> str:
    """1,000余份, 97.84%: a rate keeps all its digits."""
    if figure.unit == "%":
        return f"{figure.word}{figure.value:g}%"
    return number(figure.value, figure.unit, figure.word)


def _editor(frame: pd.DataFrame, catalogue: Catalogue, key: str) -> pd.DataFrame:
    names = [kpi.name for kpi in catalogue.kpis if not kpi.is_stock]
    return st.data_editor(
        frame,
        hide_index=True,
        disabled=[QUOTE, VALUE, SENTENCE],
        height=min(MOST_HEIGHT, ROW_HEIGHT * (len(frame) + 1) + 3),
        row_height=ROW_HEIGHT,
        placeholder="请选择",
        column_config={
            TAKEN: st.column_config.CheckboxColumn(width=84),
            QUOTE: st.column_config.TextColumn(width=260),
            VALUE: st.column_config.TextColumn(width=100),
            KPI: st.column_config.SelectboxColumn(options=names, width=180),
            SENTENCE: st.column_config.TextColumn(width=560),
        },
        key=f"report-{key}",
    )
