"""Files that do not say which month (or year, unit, table) they are of, though their names do: asked once."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

import streamlit as st

from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import as_written
from dashboard.ui.records_table import Field, records_table
from dashboard.ui.upload.file_name import Known, Said, said_by_name
from dashboard.ui.upload.options import PART_NAMES, choose, choose_by_hand, chosen_by_hand, chosen_for, needed
from dashboard.ui.upload.pending import Pending
from dashboard.ui.upload.words import all_findings
from etl.finding import Finding
from etl.preview import Preview
from etl.reading.headers.other_periods import ONLY_THIS_MONTH

Offers = Mapping[str, tuple[Said, ...]]  # by file
FIELDS = (Field("文件", "strong"), Field("没有写明"), Field("文件名写有"), Field("按此导入"))


def name_offers(page: DataPage, waiting: Pending) -> Offers:
    """What the names of the waiting files say of what the files leave open; without those chosen by hand."""
    month = page.view.as_of if page.view else page.due_month
    known = Known(page.catalogue, page.directory, month, date.today())
    if waiting.from_form or waiting.is_private:
        return {}
    offers = {
        preview.file: _offer(preview, known)
        for preview in waiting.previews
        if preview.status == "refused" and not chosen_by_hand(preview.file)
    }
    return {file: said for file, said in offers.items() if said}


def _offer(preview: Preview, known: Known) -> tuple[Said, ...]:
    findings = all_findings(preview)
    chosen = chosen_for(preview.file)
    still_open = {part for part in needed(preview) if not getattr(chosen, part)}
    said = said_by_name(preview.file, still_open, known)
    return tuple(one for one in said if any(_suits(one, finding) for finding in findings))


def _suits(said: Said, finding: Finding) -> bool:
    """Whether the finding leaves open just this part: not where the figures look like a year to date."""
    if said.part == "dataset":
        return finding.code == "unknown_dataset" and f"（{said.value}）" in finding.message
    return f"--{said.part}" in finding.message and ONLY_THIS_MONTH not in finding.message


def show_offers(offers: Offers) -> None:
    """The question, the button that takes what the names say, and the one that leaves it to be chosen."""
    if not offers:
        return
    with st.container(border=True, key="name-offer"):
        if len(offers) == 1:
            (said,) = offers.values()
            st.markdown(_question(said))
            agreed = f"按{'、'.join(one.full for one in said)}导入"
        else:
            st.markdown(f"有 {len(offers)} 份文件没有写明下面的内容，文件名里写有。都按文件名导入？")
            st.html(records_table(FIELDS, map(_row, offers, offers.values()), "文件名写有的内容"))
            agreed = f"{len(offers)}份都按文件名导入"
        with st.container(horizontal=True):
            st.button(agreed, type="primary", on_click=partial(_agree, offers), key="name-agreed")
            st.button("不对，另行选定", on_click=partial(choose_by_hand, tuple(offers)), key="name-refused")


def _question(said: Iterable[Said]) -> str:
    return f"文件里没有写明{parts_words(one.part for one in said)}，文件名写有{_quoted(said)}。按此导入？"


def parts_words(parts: Iterable[str]) -> str:
    """月份和单位: the names of what is left open."""
    named = set(parts)
    return "和".join(name for part, name in PART_NAMES.items() if part in named)


def _quoted(said: Iterable[Said]) -> str:
    return "".join(f"“{as_written(one.words)}”" for one in said)


def _row(file: str, said: tuple[Said, ...]) -> tuple[str, ...]:
    words, full = ("、".join(texts) for texts in zip(*((one.words, one.full) for one in said), strict=True))
    return file, parts_words(one.part for one in said), words, full


def _agree(offers: Offers) -> None:
    for file, said in offers.items():
        choose(file, {one.part: one.value for one in said})
