"""Options that only the user knows; asked for only if the file does not say them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard.ui.chooser import choose_unit
from dashboard.ui.data_page import DataPage
from dashboard.ui.upload.words import all_findings, left_open, only_to_choose
from domain.catalogue import Catalogue
from domain.finding import is_error
from etl.load.preview import Preview, Request
from etl.read.locate.result import ReadOptions

OPTIONS, BY_HAND = "upload-options", "upload-by-hand"
PART_NAMES = {"dataset": "报表", "year": "年份", "month": "月份", "unit": "单位"}
YEARS_BACK = 10
QUESTION = "文件里没有写明下面的内容，请选定（选好即重新核对）："
CHOSEN = "文件里没有写明的，已按下面选定的读取："


@dataclass(frozen=True)
class Chosen:
    """The user's choices for one file; None and False if nothing was chosen."""

    dataset: str | None = None
    year: int | None = None
    month: date | None = None
    unit: str | None = None
    blank_is_zero: bool = False
    skip_bad_rows: bool = False

    def request(self, content: bytes, file: str) -> Request:
        """The request to read the file with these choices."""
        options = ReadOptions(
            self.dataset, self.year, self.month, self.unit, self.blank_is_zero, date.today()
        )
        return Request(content, file, options, self.skip_bad_rows)


def chosen_for(file: str) -> Chosen:
    """The choices for a file in this session; empty for a new file."""
    return st.session_state.setdefault(OPTIONS, {}).get(file, Chosen())


def forget_choices() -> None:
    """Forget the choices for files that were loaded or removed."""
    st.session_state[OPTIONS] = {}
    st.session_state[BY_HAND] = set()


def choose(file: str, parts: dict[str, Any]) -> None:
    """Add these parts to the choices for a file."""
    st.session_state[OPTIONS][file] = replace(chosen_for(file), **parts)


def choose_by_hand(files: Iterable[str]) -> None:
    """Let the user choose what these files leave open, whatever their names say."""
    st.session_state[BY_HAND] = st.session_state.get(BY_HAND, set()) | set(files)


def chosen_by_hand(file: str) -> bool:
    """Whether the user, and not the file's name, decides what the file leaves open."""
    return file in st.session_state.get(BY_HAND, ())


def needed(preview: Preview) -> frozenset[str]:
    """Which of dataset, year, month and unit the file leaves open."""
    return frozenset(part for part in map(left_open, all_findings(preview)) if part)


def only_open(preview: Preview) -> bool:
    """Whether a refused file needs nothing but a choice that the user can make."""
    errors = [finding for finding in all_findings(preview) if is_error(finding)]
    return preview.status == "refused" and bool(errors) and all(map(only_to_choose, errors))


def ask(page: DataPage, preview: Preview, key: str, offered: Collection[str] = ()) -> None:
    """Ask for what the file leaves open and for earlier choices; a choice applies from the next run.

    `offered`: the parts that are asked for elsewhere, together with what the file's name says.
    """
    before = chosen_for(key)
    still_open = needed(preview) - set(offered)
    chosen = {name for name in PART_NAMES if getattr(before, name)}
    answers: dict[str, Any] = {}
    if still_open or chosen:
        st.markdown(QUESTION if still_open else CHOSEN)
        with st.container(horizontal=True, key="upload-options"):
            answers = _ask_parts(page, before, still_open | chosen, key)
    if before.blank_is_zero or any(_is_monthly(page.catalogue, table.dataset) for table in preview.tables):
        answers["blank_is_zero"] = st.toggle(
            "空格均为零，按零报告上报",
            value=before.blank_is_zero,
            key=f"blank-{key}",
            help="空格按“没有填报”处理，不会当作零。表中空格都表示“没有发生”时，请打开此项。",
        )
    if before.skip_bad_rows or _can_skip(preview):
        answers["skip_bad_rows"] = st.toggle(
            "跳过有错的行，其余入库；跳过的行另存，改好后可再传",
            value=before.skip_bad_rows,
            key=f"skip-{key}",
        )
    _remember(key, replace(before, **answers))


def _ask_parts(page: DataPage, before: Chosen, parts: Collection[str], key: str) -> dict[str, Any]:
    """A selection for each of these parts."""
    asks: dict[str, Callable[[], Any]] = {
        "dataset": lambda: _dataset(page.catalogue, before.dataset, key),
        "year": lambda: _year(before.year, f"year-{key}"),
        "month": lambda: _month(before.month, key),
        "unit": lambda: choose_unit("填报单位", page.directory, f"unit-{key}", start=before.unit or ""),
    }
    return {part: asks[part]() for part in asks if part in parts}


def _remember(key: str, now: Chosen) -> None:
    if now != chosen_for(key):
        st.session_state[OPTIONS][key] = now
        st.rerun()


def _can_skip(preview: Preview) -> bool:
    """Whether there are errors and each belongs to a row."""
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
    """A selection that starts with `start`, None for no choice yet."""
    index = options.index(start) if start in options else None
    return st.selectbox(label, options, index=index, format_func=words, placeholder="请选择", key=key)
