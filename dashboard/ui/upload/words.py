"""Findings, files and changes in the words of the page."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd

from dashboard.format import NOTHING, number, year_and_month
from etl.catalogue import Catalogue
from etl.finding import Finding, is_error
from etl.preview import Preview

STATES = {"active": "有效", "undone": "已撤销"}
KINDS = {"changed": "改动", "added": "新增", "withdrawn": "撤下", "unchanged": "不变"}
_OPTION = re.compile(r"([请可或])用 --(dataset|year|month|unit)(?: 或在页面上选定| 指定)")
_NAME_HINT = re.compile(r"（文件名不作依据；如确是 [^（）]+，写 --[^（）]+）")
_OPTION_NAMES = {"dataset": "报表", "year": "年份", "month": "月份", "unit": "单位"}
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "gb18030": "GBK/GB18030"}


def page_words(message: str) -> str:
    """A finding's message with the options of the command line named as the choices on the page.

    What the file's name says is offered there beside the choices.
    """

    def choice(found: re.Match[str]) -> str:
        return f"{'或' if found[1] == '或' else '请'}在下面选定{_OPTION_NAMES[found[2]]}"

    return _OPTION.sub(choice, _NAME_HINT.sub("", message))


def all_findings(preview: Preview) -> list[Finding]:
    """Those of the file and of its tables, errors first; of several sheets each says which it is in."""
    several = len({table.sheet for table in preview.tables}) > 1
    found = [*preview.findings]
    for table in preview.tables:
        where = f"工作表“{table.sheet}”：" if several and table.sheet else ""
        found += [replace(finding, message=where + finding.message) for finding in table.findings]
    return sorted(found, key=lambda finding: not is_error(finding))


def count_findings(findings: Iterable[Finding]) -> str:
    """1处错误、2处提醒; "" without any."""
    found = list(findings)
    errors = sum(map(is_error, found))
    counts = ((errors, "错误"), (len(found) - errors, "提醒"))
    return "、".join(f"{count:,}处{word}" for count, word in counts if count)


def what_was_read(preview: Preview, catalogue: Catalogue) -> str:
    """12345热线 · 5个单位 · 2023年5月—6月 · 10行60个数 · 编码 GB18030, for each table of the file."""
    titles = {dataset.id: dataset.title for dataset in catalogue.datasets}
    kinds = {dataset.id: dataset.kind for dataset in catalogue.datasets}
    parts = []
    for place, table in enumerate(preview.tables):
        figures = preview.figure_changes[preview.figure_changes["table_number"] == place]
        what = [f"**{titles.get(table.dataset or '', '未能识别')}**"]
        if len(figures):
            what += [f"{figures['unit'].nunique()}个单位", months_span(figures["month"])]
        unit = "个数" if kinds.get(table.dataset or "") == "monthly" else "条"
        what.append(f"{table.rows:,}行" + (f"{table.figures:,}{unit}" if len(figures) else ""))
        parts.append(" · ".join(what))
    encoding = ENCODINGS.get(preview.encoding or "", preview.encoding or "")
    return "；".join(parts) + (f" · 编码 {encoding}" if encoding and parts else "")


def months_span(months: pd.Series) -> str:
    """2023年5月—6月, 2022年11月—2023年2月; one month alone where it is one."""
    first, last = months.min(), months.max()
    if pd.isna(first):
        return ""
    if first == last:
        return year_and_month(first)
    return f"{year_and_month(first)}—{_beside(last, first)}"


def _beside(month: date, other: date) -> str:
    return f"{month.month}月" if month.year == other.year else year_and_month(month)


def count_changes(preview: Preview) -> dict[str, int]:
    """How many figures or rows of each kind, over all tables: keys changed, added, withdrawn, unchanged."""
    counts = dict.fromkeys(KINDS, 0)
    for table in preview.tables:
        for kind in KINDS:
            counts[kind] += getattr(table.changes, kind)
    return counts


def figure_text(value: float, word: str | None) -> str:
    """1,000余; — where there is none."""
    return NOTHING if pd.isna(value) else number(float(value), word="" if pd.isna(word) else word)


def difference_text(old: float, new: float) -> str:
    """+3, −5; "" where one of them is missing or nothing differs."""
    if pd.isna(old) or pd.isna(new) or old == new:
        return ""
    return ("+" if new > old else "−") + number(abs(new - old))
