"""The changes that a load makes or has made: each figure old → new, each record, each lamp."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd
import streamlit as st

from dashboard.board.lamp_changes import MOST_UNITS, LampChange, LampImpact
from dashboard.ui.lamps import MARK_WORDS, marked_lamp
from dashboard.ui.markup import tag
from dashboard.ui.tables import Field, records_table
from dashboard.ui.upload.words import KINDS, difference_text, figure_text
from dashboard.wording.format import NOTHING, amount, month_name, year_and_month
from dashboard.wording.lamp_words import reason_so_far
from domain.catalogue import ANNUAL_FIGURES, Catalogue
from domain.months import format_month
from domain.text import csv_text
from etl.export.export import written_figure

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
            difference_text(old, new, old_word, new_word),
        )


def record_rows(
    records: pd.DataFrame, catalogue: Catalogue, unit_name: UnitName
) -> Iterator[tuple[str, ...]]:
    """Table, key, old and new of each target, task, unit or note, as texts."""
    for dataset, key, old, new in records[["dataset", "key", "old", "new"]].itertuples(index=False):
        before, after = (_record_text(dataset, key, text, catalogue) for text in (old, new))
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
    of_catalogue = catalogue.kpi_named(kpi)
    return of_catalogue.name if of_catalogue else kpi


def _record_text(dataset: str, key: str, text: str | None, catalogue: Catalogue) -> str:
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
    rows: list[tuple[object, ...]] = [("报表", "单位", "月份", "指标", "原", "新")]
    columns = ["dataset", "unit", "month", "indicator", "old", "old_word", "new", "new_word"]
    for dataset, unit, month, indicator, old, old_word, new, new_word in figures[columns].itertuples(
        index=False
    ):
        titles = (catalogue.dataset(dataset).title, unit_name(unit), format_month(month))
        values = (_written(old, old_word), _written(new, new_word))
        rows.append((*titles, catalogue.column(indicator).name, *values))
    return csv_text(rows).encode()


def _written(value: float, word: str | None) -> str | int | float | None:
    return None if pd.isna(value) else written_figure(float(value), "" if pd.isna(word) else word)


FIELDS = (
    Field("指标", "strong"),
    Field("单位"),
    Field("截至"),
    Field("原", "number"),
    Field("新", "number strong"),
    Field("原亮灯"),
    Field("新亮灯"),
    Field("说明", "words"),
)
LAMPS_SHOWN = 60
FIRST_SHOWN = 6


def count_lamps(lamps: Sequence[LampChange]) -> str:
    """2盏灯变色，5盏灯点亮; "" if there are none. A lamp that changes in two months counts once."""
    counts = (_count(_turned(lamps)), "变色"), (_count(_newly_lit(lamps)), "点亮")
    return "，".join(f"{count}盏灯{word}" for count, word in counts if count)


def _count(lamps: Iterable[LampChange]) -> int:
    return len({(change.after.kpi, change.after.unit) for change in lamps})


def show_lamps(consequences: LampImpact, catalogue: Catalogue, unit_name: Callable[[str], str]) -> None:
    """The months judged, and the lamps that change colour; long lists and newly lit lamps are folded."""
    lamps = consequences.lamps
    turned, lit = _turned(lamps), _newly_lit(lamps)
    if consequences.months:
        st.caption(f"亮灯按截至{'和'.join(map(year_and_month, consequences.months))}的情况比对。")
    if len(turned):
        first = FIRST_SHOWN if len(turned) > FIRST_SHOWN + 1 else len(turned)
        _lamp_table(turned[:first], catalogue, unit_name, "变色的灯")
        if len(turned) > first:
            with st.expander(f"其余{len(turned) - first}行变色的灯"):
                _lamp_table(turned[first:LAMPS_SHOWN], catalogue, unit_name, "其余变色的灯")
    if len(lit):
        with st.expander(
            f"{_count(lit)}盏灯由待报点亮", expanded=not len(turned) and len(lit) <= FIRST_SHOWN
        ):
            _lamp_table(lit[:LAMPS_SHOWN], catalogue, unit_name, "点亮的灯")
    unshown = max(0, len(turned) - LAMPS_SHOWN) + max(0, len(lit) - LAMPS_SHOWN)
    if unshown:
        st.caption(f"另有 {unshown:,} 盏没有列出。")
    if any(side.provisional for change in lamps for side in (change.before, change.after)):
        st.caption(MARK_WORDS)
    if consequences.left_out:
        st.caption(f"涉及的单位很多，只比对了全局和前 {MOST_UNITS} 个有目标的单位。")


def _lamp_table(
    lamps: Sequence[LampChange], catalogue: Catalogue, unit_name: Callable[[str], str], caption: str
) -> None:
    st.html(records_table(FIELDS, _rows(lamps, catalogue, unit_name), caption))


def _turned(lamps: Iterable[LampChange]) -> list[LampChange]:
    return [change for change in lamps if not change.newly_lit]


def _newly_lit(lamps: Iterable[LampChange]) -> list[LampChange]:
    """The lamps that showed no colour before and show one now."""
    return [change for change in lamps if change.newly_lit]


def _rows(
    lamps: Iterable[LampChange], catalogue: Catalogue, unit_name: Callable[[str], str]
) -> Iterator[tuple[str, ...]]:
    for change in lamps:
        kpi = catalogue.kpi(change.after.kpi)
        sides = (change.before, change.after)
        yield (
            kpi.short_name,
            unit_name(change.after.unit),
            year_and_month(change.after.as_of),
            *(amount(side.year_to_date, kpi.kind) for side in sides),
            *(marked_lamp(side, catalogue) for side in sides),
            reason_so_far(catalogue, change.after),
        )
