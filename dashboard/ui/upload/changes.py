"""The changes that a load makes or has made: each figure old → new, each record, in tabs by kind."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

import pandas as pd
import streamlit as st

from dashboard.ui.markup import tag
from dashboard.ui.tables import Field, records_table
from dashboard.ui.upload.words import KINDS, difference_text, figure_text
from dashboard.wording.format import NOTHING, amount, month_name, year_and_month
from domain.catalogue import ANNUAL_FIGURES, Catalogue
from domain.months import format_month
from domain.text import escape_row
from etl.export.export import BYTE_ORDER_MARK, written_figure

SHOWN = 500
ROWS_WITHOUT_SCROLLING = 10
SCROLLED_HEIGHT = 380
FIGURE_FIELDS = (
    Field("单位"),
    Field("月份"),
    Field("指标"),
    Field("原", "number"),
    Field("新", "number strong"),
    Field("差", "number"),
)
RECORD_FIELDS = (Field("报表"), Field("内容", "words"), Field("原", "words"), Field("新", "words strong"))
RECORD_WORDS = {"not_started": "未启动", "in_progress": "进行中", "done": "已完成"}
TARGETS = "targets"
_COUNTS_FROM = re.compile(r"(?P<unit>.*) (?P<month>[0-9]{4}-[0-9]{2})")
UnitName = Callable[[str], str]


def show_changes(
    figures: pd.DataFrame, records: pd.DataFrame, catalogue: Catalogue, unit_name: UnitName, key: str
) -> None:
    """A tab for each kind of change that occurs. Takes the frames of etl/load/compare.py."""
    counts = {kind: int((figures["kind"] == kind).sum() + (records["kind"] == kind).sum()) for kind in KINDS}
    kinds = [kind for kind, count in counts.items() if count]
    if not kinds:
        return
    for tab, kind in zip(st.tabs([f"{KINDS[kind]} {counts[kind]:,}" for kind in kinds]), kinds, strict=True):
        with tab:
            _kind(
                figures[figures["kind"] == kind],
                records[records["kind"] == kind],
                catalogue,
                unit_name,
                kind,
                key,
            )


def _kind(
    figures: pd.DataFrame,
    records: pd.DataFrame,
    catalogue: Catalogue,
    unit_name: UnitName,
    kind: str,
    key: str,
) -> None:
    if len(figures):
        shown = figures[:SHOWN]
        _table(FIGURE_FIELDS, list(figure_rows(shown, catalogue, unit_name)), kind)
    if len(records):
        shown = records[:SHOWN]
        _table(RECORD_FIELDS, list(record_rows(shown, catalogue, unit_name)), kind)
    if max(len(figures), len(records)) <= SHOWN:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"共 {len(figures) + len(records):,} 个，这里列出前 {SHOWN} 个；下载的表里有全部。")
        if len(figures):
            st.download_button(
                "下载全部（CSV）",
                data=lambda: changes_csv(figures, catalogue, unit_name),
                file_name=f"{KINDS[kind]}.csv",
                mime="text/csv",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
                key=f"changes-{key}-{kind}",
            )


def _table(fields: Sequence[Field], rows: list[tuple[str, ...]], kind: str) -> None:
    """The rows. A long table scrolls, so that what follows it stays in sight."""
    height = "content" if len(rows) <= ROWS_WITHOUT_SCROLLING else SCROLLED_HEIGHT
    with st.container(height=height, border=False):  # type: ignore[arg-type]
        st.html(records_table(fields, rows, KINDS[kind]))


def figure_rows(
    figures: pd.DataFrame, catalogue: Catalogue, unit_name: UnitName
) -> Iterator[tuple[str, ...]]:
    """Unit, month, column, old, new and difference of each changed figure, as texts."""
    columns = ("unit", "month", "indicator", "old", "new", "old_word", "new_word")
    for unit, month, indicator, old, new, old_word, new_word in figures[list(columns)].itertuples(
        index=False
    ):
        yield (
            unit_name(unit),
            year_and_month(month),
            catalogue.column(indicator).name,
            figure_text(old, old_word),
            figure_text(new, new_word),
            difference_text(old, new),
        )


def record_rows(
    records: pd.DataFrame, catalogue: Catalogue, unit_name: UnitName
) -> Iterator[tuple[str, ...]]:
    """Table, key, old and new of each target, task, unit or note, as texts."""
    for dataset, key, old, new in records[["dataset", "key", "old", "new"]].itertuples(index=False):
        before, after = (_told(dataset, key, text, catalogue) for text in (old, new))
        if before == after:
            after = tag("span", after, tag("small", "（时序、依据等有改动）"))
        yield (
            catalogue.title(dataset),
            key_words(dataset, key, catalogue, unit_name),
            before,
            after,
        )


def key_words(dataset: str, key: str, catalogue: Catalogue, unit_name: UnitName) -> str:
    """A record's key with names instead of ids: 2023年 集体学法次数 局机关."""
    if dataset in (TARGETS, ANNUAL_FIGURES):
        year, kpi, unit = key.split(" ", 2)
        unit, since = _since(unit) if dataset == TARGETS else (unit, "")
        return f"{year}年 {_kpi_name(kpi, catalogue)} {unit_name(unit)}{since}"
    if dataset == "notes":
        month, _, rest = key.partition(" ")
        unit, _, kpi = rest.rpartition(" ")
        return f"{year_and_month(month)} {_kpi_name(kpi, catalogue)} {unit_name(unit)}"
    return key


def _since(unit: str) -> tuple[str, str]:
    """Unit and start month of a target that takes effect in a month: 自7月起."""
    found = _COUNTS_FROM.fullmatch(unit)
    return (found["unit"], f" 自{month_name(found['month'])}起") if found else (unit, "")


def _kpi_name(kpi: str, catalogue: Catalogue) -> str:
    found = catalogue.kpi_named(kpi)
    return found.name if found else kpi


def _told(dataset: str, key: str, text: str | None, catalogue: Catalogue) -> str:
    """A record as short text: a target or annual figure in the form of its KPI, states in Chinese."""
    if text is None or pd.isna(text):
        return NOTHING
    if dataset in (TARGETS, ANNUAL_FIGURES):
        kpi = catalogue.kpi_named(key.split(" ", 2)[1])
        value, _, word = text.partition(" ")
        return amount(float(value), kpi.kind, kpi.counting_unit, word) if kpi else text
    return " ".join(RECORD_WORDS.get(word, word) for word in text.split(" ")) if dataset == "tasks" else text


def changes_csv(figures: pd.DataFrame, catalogue: Catalogue, unit_name: UnitName) -> bytes:
    """Every changed figure, for a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["报表", "单位", "月份", "指标", "原", "新"])
    columns = ["dataset", "unit", "month", "indicator", "old", "old_word", "new", "new_word"]
    for dataset, unit, month, indicator, old, old_word, new, new_word in figures[columns].itertuples(
        index=False
    ):
        titles = (catalogue.dataset(dataset).title, unit_name(unit), format_month(month))
        values = (_written(old, old_word), _written(new, new_word))
        writer.writerow(escape_row([*titles, catalogue.column(indicator).name, *values]))
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def _written(value: float, word: str | None) -> str | int | float | None:
    return None if pd.isna(value) else written_figure(float(value), "" if pd.isna(word) else word)
