"""Which of a report's figures are kept, and as which KPI: two tables to tick, the sure ones and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from dashboard.format import number
from dashboard.ui.annual.held import HeldReport
from etl.catalogue import Catalogue
from etl.report.annual_figure import accept_figures
from etl.report.read_report import ReportFigure

TAKEN, QUOTE, VALUE, KPI, SENTENCE = "采用", "原文", "数", "指标", "所在句子"
ROW_HEIGHT, MOST_HEIGHT = 35, 420
Choices = tuple[pd.DataFrame, ...]


def choose_figures(held: HeldReport, catalogue: Catalogue) -> Choices:
    """Draw both tables; their rows as they stand now: 采用, 原文, 数, 指标 (name), 所在句子.

    The index is the figure's place in the report.
    """
    frames = held.choices or first_choices(held.figures, catalogue)
    chosen = []
    for title, frame in zip(("已对上指标", "没有对上指标，要用的请选指标"), frames, strict=True):
        if len(frame):
            st.markdown(f"**{title}（{len(frame)}个）**")
            frame = _editor(frame, catalogue, f"{title}-{held.file}")
        chosen.append(frame)
    st.caption("双击表中的格可看全文；指标可以改选。")
    return tuple(chosen)


def first_choices(figures: Sequence[ReportFigure], catalogue: Catalogue) -> Choices:
    """The figures with a KPI, ticked where sure, and those without."""
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
    """The places of the figures that fit their KPI, where the report tells no other value of the KPI."""
    told: dict[str, set[tuple[float, str]]] = {}
    for figure in figures:
        if figure.kpi:
            told.setdefault(figure.kpi, set()).add((figure.value, figure.word))
    return frozenset(
        place
        for place, figure in enumerate(figures)
        if figure.kpi
        and len(told[figure.kpi]) == 1
        and not accept_figures([(figure, figure.kpi)], catalogue, 0, "", "")[1]
    )


def taken(
    choices: Iterable[pd.DataFrame], figures: Sequence[ReportFigure], catalogue: Catalogue
) -> tuple[list[tuple[ReportFigure, str]], list[str]]:
    """The ticked figures with their KPI ids, in the report's order, and the quotes of those without one."""
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
    """1,000余份, 97.84%: a rate with all its digits."""
    if figure.unit == "%":
        return f"{figure.word}{figure.value:g}%"
    return number(figure.value, figure.unit, figure.word)


def _editor(frame: pd.DataFrame, catalogue: Catalogue, key: str) -> pd.DataFrame:
    names = [kpi.name for kpi in catalogue.kpis if kpi.kind != "stock"]
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
