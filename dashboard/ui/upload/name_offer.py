"""Offers what a file's name leaves open: its month, year, unit or table, or the units it mentions."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import PurePath

import streamlit as st

from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import as_written
from dashboard.ui.tables import Field, records_table
from dashboard.ui.upload.options import PART_NAMES, choose, choose_by_hand, chosen_by_hand, chosen_for, needed
from dashboard.ui.upload.pending import Pending, check_requests, clear_uploader, keep
from dashboard.ui.upload.words import all_findings
from domain.catalogue import Catalogue
from domain.finding import Finding
from domain.months import first_of_month, month_words, months_between, read_month, western_year
from domain.people import Action, may
from domain.text import half_width
from domain.units import LONGEST_NAME, UnitDirectory
from etl.export.unit_list import units_request, unknown_units
from etl.load.preview import Preview
from etl.read.locate.header_cell import ONLY_THIS_MONTH
from etl.read.locate.title_time import TitlePeriod, read_period
from etl.read.locate.title_unit import named_units, one_named

SHORTEST_WORD = 2
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9])_(?=[0-9])")
_YEAR_AND_MONTH = re.compile(r"(?<![0-9])(?=(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?![0-9]))")


@dataclass(frozen=True)
class NamedPart:
    """One part that a name says (dataset, year, month, unit): its value, the name's words, in full."""

    part: str
    value: object
    words: str
    full: str


@dataclass(frozen=True)
class NameContext:
    """What is needed to understand a name: the tables, the units, the month in view, and today."""

    catalogue: Catalogue
    directory: UnitDirectory
    month: date
    today: date


def said_by_name(file: str, open_parts: Collection[str], known: NameContext) -> tuple[NamedPart, ...]:
    """The parts that the file leaves open and its name says."""
    stem = _readable(PurePath(file).stem)
    period = read_period([stem])
    parts = (_dataset(stem, known), _year(period), _month(period, known), _unit(stem, known))
    return tuple(part for part in parts if part and part.part in open_parts)


def _readable(stem: str) -> str:
    """The name as a title line: years in digits, separators as spaces."""
    stem = _BETWEEN_NUMBERS.sub("-", western_year(half_width(stem))).replace("_", "  ")
    return _YEAR_AND_MONTH.sub("  ", stem).strip()


def _year(period: TitlePeriod) -> NamedPart | None:
    year = period.year
    return NamedPart("year", year, f"{year}年", f"{year}年") if year else None


def _month(period: TitlePeriod, known: NameContext) -> NamedPart | None:
    """The month, if the name means exactly one; None for a longer period."""
    if period.cumulative or period.part:
        return None
    month = period.month(None)
    if month is None and period.alone and not period.months and not period.years:
        month = _nearest(period.alone, known)
    if month is None or month > first_of_month(known.today):
        return None
    return NamedPart("month", month, month_words(month) if period.years else period.alone, month_words(month))


def _nearest(text: str, known: NameContext) -> date | None:
    """The month of a name without a year: the nearest to the month in view that is not in the future."""
    last = first_of_month(known.today)
    years = range(known.month.year + 1, known.month.year - 2, -1)
    months = [month for year in years if (month := read_month(text, year)) and month <= last]
    return min(months, key=lambda month: abs(months_between(known.month, month)), default=None)


def _unit(stem: str, known: NameContext) -> NamedPart | None:
    """The unit, if the name holds exactly one; not the root unit, because its name serves as a letterhead."""
    unit = one_named(named_units([stem], known.directory, known.catalogue), known.directory)
    return NamedPart("unit", unit.unit, unit.name, unit.name) if unit else None


def _dataset(stem: str, known: NameContext) -> NamedPart | None:
    """The table whose title shares the longest word with the name; None if two share one of that length."""
    shared = {
        dataset: max(_shared(stem, dataset.title), key=len, default="")
        for dataset in known.catalogue.datasets
    }
    longest = max(map(len, shared.values()))
    best = [dataset for dataset, word in shared.items() if len(word) == longest >= SHORTEST_WORD]
    if len(best) != 1:
        return None
    return NamedPart("dataset", best[0].id, shared[best[0]], best[0].title)


def _shared(stem: str, title: str) -> Iterator[str]:
    """Every Chinese word of the title, or part of one, that occurs in the name."""
    for word in _CHINESE.findall(title):
        for first in range(len(word)):
            for last in range(first + SHORTEST_WORD, len(word) + 1):
                if word[first:last] in stem:
                    yield word[first:last]


Offers = Mapping[str, tuple[NamedPart, ...]]  # by file
FIELDS = (Field("文件", "strong"), Field("没有写明"), Field("文件名写有"), Field("按此导入"))


def name_offers(page: DataPage, waiting: Pending) -> Offers:
    """What the names of the waiting files say about open parts, except for files chosen by hand."""
    month = page.view.as_of if page.view else page.due_month
    known = NameContext(page.catalogue, page.directory, month, date.today())
    if waiting.from_form or waiting.is_private:
        return {}
    offers = {
        preview.file: _offer(preview, known)
        for preview in waiting.previews
        if preview.status == "refused" and not chosen_by_hand(preview.file)
    }
    return {file: parts for file, parts in offers.items() if parts}


def _offer(preview: Preview, known: NameContext) -> tuple[NamedPart, ...]:
    findings = all_findings(preview)
    chosen = chosen_for(preview.file)
    still_open = {part for part in needed(preview) if not getattr(chosen, part)}
    parts = said_by_name(preview.file, still_open, known)
    return tuple(part for part in parts if any(_suits(part, finding) for finding in findings))


def _suits(part: NamedPart, finding: Finding) -> bool:
    """Whether the finding is about exactly this open part; not if the figures look like year to date."""
    if part.part == "dataset":
        return finding.code == "unknown_dataset" and f"（{part.value}）" in finding.message
    return f"--{part.part}" in finding.message and ONLY_THIS_MONTH not in finding.message


def show_offers(offers: Offers) -> None:
    """The question, a button that accepts what the names say, and one that leaves the choice to the user."""
    if not offers:
        return
    with st.container(border=True, key="name-offer"):
        if len(offers) == 1:
            (parts,) = offers.values()
            st.markdown(_question(parts))
            agreed = f"按{'、'.join(part.full for part in parts)}导入"
        else:
            st.markdown(f"有 {len(offers)} 份文件没有写明下面的内容，文件名里写有。都按文件名导入？")
            st.html(records_table(FIELDS, map(_row, offers, offers.values()), "文件名写有的内容"))
            agreed = f"{len(offers)}份都按文件名导入"
        with st.container(horizontal=True):
            st.button(as_written(agreed), type="primary", on_click=partial(_agree, offers), key="name-agreed")
            st.button("不对，另行选定", on_click=partial(choose_by_hand, tuple(offers)), key="name-refused")


def _question(parts: Iterable[NamedPart]) -> str:
    return f"文件里没有写明{parts_words(part.part for part in parts)}，文件名写有{_quoted(parts)}。按此导入？"


def parts_words(parts: Iterable[str]) -> str:
    """月份和单位: the names of the open parts."""
    named = set(parts)
    return "和".join(name for part, name in PART_NAMES.items() if part in named)


def _quoted(parts: Iterable[NamedPart]) -> str:
    return "".join(f"“{as_written(part.words)}”" for part in parts)


def _row(file: str, parts: tuple[NamedPart, ...]) -> tuple[str, ...]:
    words, full = (
        "、".join(texts) for texts in zip(*((part.words, part.full) for part in parts), strict=True)
    )
    return file, parts_words(part.part for part in parts), words, full


def _agree(offers: Offers) -> None:
    for file, parts in offers.items():
        choose(file, {part.part: part.value for part in parts})


MOST_NAMED = 12
TYPED = "unit-offer-typed"  # stays when the units that it names are not loaded after all


def show_unit_offer(page: DataPage, waiting: Pending) -> None:
    """The name of the whole bureau, and the button that creates the units; nothing if units exist."""
    names = unknown_units(waiting.previews)
    if names is None or waiting.from_form or not may(page.person, Action.PLAN):
        return
    with st.container(border=True, key="unit-offer"):
        st.markdown(_what_is_named(names))
        root = st.text_input(
            "全局（上级单位）的名称",
            st.session_state.get(TYPED, ""),
            max_chars=LONGEST_NAME,
            key="unit-offer-root",
        ).strip()
        st.session_state[TYPED] = root
        if st.button("按本表建立单位", type="primary", key="unit-offer-made") and _is_named(root):
            made = units_request(page.catalogue, root, names, date.today())
            clear_uploader()
            keep(check_requests((made, *waiting.asked), page.catalogue, from_form=True))
            st.rerun()


def _is_named(root: str) -> bool:
    if not root:
        st.warning("请先填写全局的名称，如某某区交通运输局。", icon=":material/edit:")
    return bool(root)


def _what_is_named(names: tuple[str, ...]) -> str:
    shown = "、".join(as_written(name) for name in names[:MOST_NAMED])
    more = f"等{len(names)}个单位" if len(names) > MOST_NAMED else ""
    below = f"表中写有：{shown}{more}。" if names else "表中没有写单位，都算全局的。"
    after = "可以先按本表建立，核对后一并入库；名称、上级和填报内容以后可用单位表更正。"
    return f"还没有登记任何单位。{below}{after}"
