"""What becomes of the figures when a load is undone or redone, told before it is done."""

from collections.abc import Iterable, Iterator

import pandas as pd
import streamlit as st

from dashboard.ui import cache
from dashboard.ui.data_page import DataPage
from dashboard.ui.tables import Field, records_table
from dashboard.ui.upload.words import figure_text
from dashboard.wording.format import first_few, year_and_month
from etl.load.history import TakingBack, foresee

LOADS_NAMED, ROWS_SHOWN = 3, 5
UNDO, REDO = "撤销后", "恢复后"


@st.cache_resource(max_entries=8, show_spinner=False)
def foreseen(version: str, load: int) -> TakingBack:
    """What an undo of the load would do; of an undone load, what a redo would do."""
    with cache.reading(version) as connection:
        return foresee(connection, cache.catalogue_of(version), load)


@st.cache_data(max_entries=200, show_spinner=False)
def told_in_short(version: str, load: int, *, undone: bool) -> str:
    """What an undo or redo would do, in one sentence; kept for every load of a large batch."""
    with cache.reading(version) as connection:
        return foreseen_words(foresee(connection, cache.catalogue_of(version), load), undone=undone)


def show_foreseen(page: DataPage, load: int, *, undone: bool) -> None:
    """The counts in one sentence, and the first figures that get another value."""
    found = foreseen(page.version, load)
    when = REDO if undone else UNDO
    st.markdown(foreseen_words(found, undone=undone))
    if found.closed:
        return
    changed = found.figures[found.figures["kind"].isin(["changed", "added"])]
    if len(changed):
        fields = (
            Field("单位"),
            Field("月份"),
            Field("指标"),
            Field("现为", "number"),
            Field(when, "number strong"),
        )
        st.html(records_table(fields, _rows(page, changed[:ROWS_SHOWN]), when))
    if len(changed) > ROWS_SHOWN:
        st.caption(f"另有 {len(changed) - ROWS_SHOWN:,} 个数没有列出。")


def _rows(page: DataPage, changed: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    for row in changed.to_dict("records"):
        yield (
            page.directory.name_of(row["unit"]),
            year_and_month(row["month"]),
            page.catalogue.column(row["indicator"]).name,
            figure_text(row["old"], row["old_word"]),
            figure_text(row["new"], row["new_word"]),
        )


def foreseen_words(found: TakingBack, *, undone: bool) -> str:
    """撤销后：12个数回到第2次导入的值；5个数以后来的第4次导入为准，不变。

    Where a month is closed, that it will be refused.
    """
    if found.closed:
        act = "恢复" if undone else "撤销"
        return f"不能{act}：有{found.closed:,}个数在已封账的月份会变动，须先由法规科解封。"
    told = _redone(found) if undone else _undone(found)
    clauses = [f"{count:,}{what}" for count, what in told if count]
    return f"{REDO if undone else UNDO}：{'；'.join(clauses)}。" if clauses else "没有数会变动。"


def _undone(found: TakingBack) -> Iterator[tuple[int, str]]:
    figures, records = found.figures, found.records
    changed = figures[figures["kind"] == "changed"]
    back = records[records["new_load"].notna() & (records["new_load"] < records["old_load"])]
    yield len(changed), f"个数回到{_loads(changed['new_load'])}的值"
    yield (figures["kind"] == "withdrawn").sum(), "个数此前没有，变回空格，按未报计"
    yield (figures["kind"] == "added").sum(), "个数重新出现（这次导入曾把它撤下）"
    yield len(back), f"条记录回到{_loads(back['new_load'])}的内容"
    yield records["new_load"].isna().sum(), "条记录此前没有，不再有效"
    yield from _unchanged(found)


def _redone(found: TakingBack) -> Iterator[tuple[int, str]]:
    figures, records = found.figures, found.records
    yield (figures["kind"] == "changed").sum(), "个数改回这次导入的值"
    yield (figures["kind"] == "added").sum(), "个空格填回这次导入的值"
    yield (figures["kind"] == "withdrawn").sum(), "个数再次撤下"
    yield (records["new_load"] == found.load).sum(), "条记录恢复为这次导入的内容"
    yield from _unchanged(found)


def _unchanged(found: TakingBack) -> Iterator[tuple[int, str]]:
    figures = found.figures[found.figures["kind"] == "unchanged"]
    by_later, records = (
        frame[(frame["old_load"] == frame["new_load"]) & (frame["old_load"] > found.load)]
        for frame in (figures, found.records)
    )
    yield len(by_later), f"个数以后来的{_loads(by_later['old_load'])}为准，不变"
    yield len(records), f"条记录以后来的{_loads(records['old_load'])}为准，不变"
    yield len(figures) - len(by_later), "个数前后相同，不变"


def _loads(loads: Iterable[float]) -> str:
    """第2次、第4次导入."""
    numbers = sorted({int(load) for load in loads})
    return first_few((f"第{number}次" for number in numbers), LOADS_NAMED, "次") + "导入"
