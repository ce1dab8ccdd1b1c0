"""What only the person knows: asked for where a file does not say it, and not before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard.ui.data_page import DataPage
from dashboard.ui.unit_choice import choose_unit
from dashboard.ui.upload.words import all_findings
from etl.catalogue import Catalogue
from etl.finding import is_error
from etl.month import is_month_without_year
from etl.preview import Preview, Request
from etl.reading.result import ReadOptions

OPTIONS = "upload-options"
YEARS_BACK = 10
MONTH_COLUMN, UNIT_COLUMN = "月份", "单位"


@dataclass(frozen=True)
class Chosen:
    """What a person said about one file; None and False where nothing was said."""

    dataset: str | None = None
    year: int | None = None
    month: date | None = None
    unit: str | None = None
    blank_is_zero: bool = False
    skip_bad_rows: bool = False

    def request(self, content: bytes, file: str) -> Request:
        """The file as it is to be read."""
        options = ReadOptions(
            self.dataset, self.year, self.month, self.unit, self.blank_is_zero, date.today()
        )
        return Request(content, file, options, self.skip_bad_rows)


def chosen_for(file: str) -> Chosen:
    """What was said about a file in this session; nothing yet for a new one."""
    return st.session_state.setdefault(OPTIONS, {}).get(file, Chosen())


def forget_choices() -> None:
    """Forget what was said about files, once they are loaded or put away."""
    st.session_state[OPTIONS] = {}


def needed(preview: Preview) -> frozenset[str]:
    """Which of dataset, year, month and unit the file leaves open."""
    found = set()
    for finding in all_findings(preview):
        if finding.code == "unknown_dataset":
            found.add("dataset")
        elif finding.code == "missing_column" and finding.column == MONTH_COLUMN:
            found.add("month")
        elif finding.code == "missing_column" and finding.column == UNIT_COLUMN:
            found.add("unit")
        elif finding.code == "bad_month" and is_month_without_year(finding.value or ""):
            found.add("year")
    return frozenset(found)


def ask(page: DataPage, preview: Preview, key: str) -> None:
    """Ask for what the file leaves open, and for what was chosen before; a choice holds from the next run."""
    before = chosen_for(key)
    open_parts = needed(preview) | {
        name for name in ("dataset", "year", "month", "unit") if getattr(before, name)
    }
    said: dict[str, Any] = {}
    if open_parts:
        st.markdown("文件里没有写明下面的内容，请选定：")
        with st.container(horizontal=True, key="upload-options"):
            if "dataset" in open_parts:
                said["dataset"] = _dataset(page.catalogue, before.dataset, key)
            if "year" in open_parts:
                said["year"] = _year(before.year, f"year-{key}")
            if "month" in open_parts:
                said["month"] = _month(before.month, key)
            if "unit" in open_parts:
                said["unit"] = choose_unit("填报单位", page.directory, f"unit-{key}", start=before.unit or "")
    if before.blank_is_zero or any(_is_monthly(page.catalogue, table.dataset) for table in preview.tables):
        said["blank_is_zero"] = st.toggle(
            "空格均为零，按零报告上报",
            value=before.blank_is_zero,
            key=f"blank-{key}",
            help="空格按“没有填报”处理，不会当作零。表中空格都表示“没有发生”时，请打开此项。",
        )
    if before.skip_bad_rows or _can_skip(preview):
        said["skip_bad_rows"] = st.toggle(
            "跳过有错的行，其余入库；跳过的行另存，改好后可再传",
            value=before.skip_bad_rows,
            key=f"skip-{key}",
        )
    _remember(key, replace(before, **said))


def _remember(key: str, now: Chosen) -> None:
    if now != chosen_for(key):
        st.session_state[OPTIONS][key] = now
        st.rerun()


def _can_skip(preview: Preview) -> bool:
    """Whether there are errors and each stands in a row."""
    errors = [finding for finding in all_findings(preview) if is_error(finding)]
    return bool(errors) and all(finding.row is not None for finding in errors)


def _is_monthly(catalogue: Catalogue, dataset: str | None) -> bool:
    return dataset in {monthly.id for monthly in catalogue.monthly}


def _dataset(catalogue: Catalogue, start: str | None, key: str) -> str | None:
    titles = {dataset.id: dataset.title for dataset in catalogue.datasets}
    return _select("报表", list(titles), start, f"dataset-{key}", titles.__getitem__)


def _year(start: int | None, key: str) -> int | None:
    this_year = date.today().year
    return _select("年份", list(range(this_year, this_year - YEARS_BACK, -1)), start, key, "{}年".format)


def _month(start: date | None, key: str) -> date | None:
    year = _year(start.year if start else None, f"month-year-{key}")
    number = start.month if start else None
    month = _select("月份", list(range(1, 13)), number, f"month-{key}", "{}月".format)
    return date(year, month, 1) if year and month else None


def _select(label: str, options: list[Any], start: Any, key: str, words: Callable[[Any], str]) -> Any:
    """A choice that begins with `start`, None for nothing chosen yet."""
    index = options.index(start) if start in options else None
    return st.selectbox(label, options, index=index, format_func=words, placeholder="请选择", key=key)
