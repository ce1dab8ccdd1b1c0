"""Findings, files and changes in the words of the page 数据填报."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd

from dashboard.ui.markup import as_written
from dashboard.wording.format import NOTHING, number, year_and_month
from domain.catalogue import Catalogue
from domain.finding import Finding, is_error
from domain.text import visible
from etl.export.export import beside_word
from etl.load.preview import Preview

MONTH_COLUMN, UNIT_COLUMN = "月份", "单位"
SEVERITIES = {"错误": ("■", "error"), "待选定": ("？", "open"), "提醒": ("▲", "warning")}
PRIVATE = frozenset({"classified", "personal_data"})
KINDS = {"changed": "改动", "added": "新增", "withdrawn": "撤下", "unchanged": "不变"}
_OPTION = re.compile(r"([请可或])用 --(dataset|year|month|unit)(?: 或在页面上选定| 指定)")
_NAME_HINT = re.compile(r"（文件名不作依据；如确是 [^（）]+，写 --[^（）]+）")
_UNFREEZE = re.compile(r"（python -m etl unfreeze [^）]+）")
_OPTION_NAMES = {"dataset": "报表", "year": "年份", "month": "月份", "unit": "单位"}
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "gb18030": "GBK/GB18030"}


def page_words(message: str) -> str:
    """A finding's message with command-line options replaced by the names of the page's controls.

    What the file's name says is offered beside these controls.
    """

    def choice(found: re.Match[str]) -> str:
        return f"{'或' if found[1] == '或' else '请'}在页面上选定{_OPTION_NAMES[found[2]]}"

    plain = _UNFREEZE.sub("（在“催报与封账”页）", _NAME_HINT.sub("", visible(message)))
    return _OPTION.sub(choice, plain)


def is_private(preview: Preview) -> bool:
    """Whether the file may not be held here, because it is classified or names persons."""
    return any(finding.code in PRIVATE for finding in preview.findings)


def all_findings(preview: Preview) -> list[Finding]:
    """The findings of the file and its tables, errors first. With several sheets each names its sheet.

    For a file that may not be held here only the reason, because nothing else in it needs correction.
    """
    if is_private(preview):
        return [finding for finding in preview.findings if finding.code in PRIVATE]
    several = len({table.sheet for table in preview.tables}) > 1
    found = [*preview.findings]
    for table in preview.tables:
        where = f"工作表“{table.sheet}”：" if several and table.sheet else ""
        found += [replace(finding, message=where + finding.message) for finding in table.findings]
    return sorted(found, key=lambda finding: not is_error(finding))


def count_findings(findings: Iterable[Finding]) -> str:
    """1处错误、2处待选定、2处提醒; "" without any."""
    counts = Counter(map(severity_word, findings))
    return "、".join(f"{counts[word]:,}处{word}" for word in SEVERITIES if counts[word])


def severity_word(finding: Finding) -> str:
    """错误, 提醒, or 待选定 if a choice is enough."""
    if not is_error(finding):
        return "提醒"
    return "待选定" if only_to_choose(finding) else "错误"


def left_open(finding: Finding) -> str | None:
    """Which of dataset, year, month and unit the user can choose to resolve the finding."""
    match finding.code, finding.column:
        case "unknown_dataset", _:
            return "dataset"
        case "missing_column", str(column) if column == MONTH_COLUMN:
            return "year" if "--year" in finding.message else "month"
        case "missing_column", str(column) if column == UNIT_COLUMN:
            return "unit"
        case "bad_month", _ if "--year" in finding.message:
            return "year"
    return None


def only_to_choose(finding: Finding) -> bool:
    """Whether a choice is enough. A table of unknown kind is excluded: it may be no submission at all."""
    if left_open(finding) == "dataset":
        return "或在页面上选定" in finding.message
    return left_open(finding) is not None


def what_was_read(preview: Preview, catalogue: Catalogue, *, in_markdown: bool = False) -> str:
    """12345热线 · 5个单位 · 2023年5月—6月 · 10行60个数 · 编码 GB18030, for each table of the file.

    With several sheets each is named, hidden ones included.
    """
    titles = {dataset.id: dataset.title for dataset in catalogue.datasets}
    kinds = {dataset.id: dataset.kind for dataset in catalogue.datasets}
    several = len({table.sheet for table in preview.tables}) > 1
    parts = []
    for place, table in enumerate(preview.tables):
        figures = preview.figure_changes[preview.figure_changes["table_number"] == place]
        title = titles.get(table.dataset or "", "未能识别")
        name = as_written(table.sheet) if in_markdown else table.sheet
        sheet = f"工作表“{name}”：" if several and name else ""
        what = [sheet + (f"**{as_written(title)}**" if in_markdown else title)]
        if len(figures):
            what += [f"{figures['unit'].nunique()}个单位", months_span(figures["month"])]
        unit = "个数" if kinds.get(table.dataset or "") == "monthly" else "条"
        what.append(f"{table.rows:,}行" + (f"{table.figures:,}{unit}" if len(figures) else ""))
        parts.append(" · ".join(what))
    encoding = ENCODINGS.get(preview.encoding or "", preview.encoding or "")
    return "；".join(parts) + (f" · 编码 {encoding}" if encoding and parts else "")


def months_span(months: pd.Series) -> str:
    """2023年5月—6月, 2022年11月—2023年2月; a single month by itself."""
    first, last = months.min(), months.max()
    if pd.isna(first):
        return ""
    if first == last:
        return year_and_month(first)
    return f"{year_and_month(first)}—{_beside(last, first)}"


def _beside(month: date, other: date) -> str:
    return f"{month.month}月" if month.year == other.year else year_and_month(month)


def count_changes(preview: Preview) -> dict[str, int]:
    """The number of figures or rows over all tables, by kind: changed, added, withdrawn, unchanged."""
    counts = dict.fromkeys(KINDS, 0)
    for table in preview.tables:
        for kind in KINDS:
            counts[kind] += getattr(table.changes, kind)
    return counts


def figure_text(value: float, word: str | None) -> str:
    """1,000余; — if there is none. As it was written: 41余 is not rounded to tens, as the board does."""
    said = "" if pd.isna(word) else word
    return NOTHING if pd.isna(value) else beside_word(number(float(value)), said)


def difference_text(old: float, new: float, *words: str | None) -> str:
    """+3, −5, 约+25 if a word marks one of them; "" if one of them is missing or they are equal."""
    if pd.isna(old) or pd.isna(new) or old == new:
        return ""
    about = "约" if any(isinstance(word, str) and word for word in words) else ""
    return about + ("+" if new > old else "−") + number(abs(new - old))
