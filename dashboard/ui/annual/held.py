"""The report that a person is choosing figures from, held for this session until it is loaded or put away."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from etl.catalogue import Catalogue
from etl.finding import Finding
from etl.report.document import read_report_text
from etl.report.read_report import ReportFigure, read_report
from etl.report.request import find_what_may_not_be_kept

HELD, ROUND, REFUSED = "report-held", "report-round", "report-refused"
OPENING = 300
LABEL = "把上年工作总结拖到这里，或点“选择文件”（.docx、.txt，20 MB 以内）"


@dataclass(frozen=True)
class HeldReport:
    """A report's name, bytes, first letters and figures; `choices`: what choose_figures gave last."""

    file: str
    content: bytes = field(repr=False)
    opening: str
    figures: tuple[ReportFigure, ...]
    choices: tuple[pd.DataFrame, ...] = field(default=(), repr=False, compare=False)


def held_report() -> HeldReport | None:
    """The report of this session."""
    return st.session_state.get(HELD)


def keep_choices(choices: tuple[pd.DataFrame, ...]) -> None:
    """Keep what was ticked, so that whoever cancels the preview finds it again."""
    st.session_state[HELD] = replace(st.session_state[HELD], choices=choices)


def forget_report(file: str | None = None) -> None:
    """Put the report away; with `file` only where it has that name."""
    held = held_report()
    if held is not None and file in (None, held.file):
        st.session_state[HELD] = None
        _clear_uploader()


def ask_for_report(catalogue: Catalogue) -> None:
    """The uploader; a report that may not be held here is said to be refused, and nothing of it stays."""
    file = st.file_uploader(LABEL, key=f"report-file-{st.session_state.get(ROUND, 0)}")
    if file is None:
        if refused := st.session_state.get(REFUSED):
            st.error(f"已拒收，文件没有保存：{refused}。", icon=":material/block:")
        return
    content = file.getvalue()
    finding = find_what_may_not_be_kept(content, file.name)
    st.session_state[REFUSED] = _words(finding) if finding else ""
    if finding is None:
        opening = read_report_text(content)[:OPENING]
        figures = read_report(content, catalogue).figures
        st.session_state[HELD] = HeldReport(file.name, content, opening, figures)
    _clear_uploader()
    st.rerun()


def _words(finding: Finding) -> str:
    where = f"第{finding.row}段" if finding.row else ""
    return f"{where}{finding.message.rstrip('。')}"


def _clear_uploader() -> None:
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
