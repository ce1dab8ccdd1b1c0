"""The findings of a file: a table to sort and download, and its rows with the faulty cells marked."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.ui.banners import ROW
from dashboard.ui.markup import Markup, tag
from dashboard.ui.tables import Field, records_table
from dashboard.ui.upload.words import SEVERITIES, all_findings, count_findings, page_words, severity_word
from domain.catalogue import Catalogue
from domain.finding import Finding, is_error
from domain.text import csv_text
from etl.load.marked_rows import MarkedTable, marked_tables
from etl.load.preview import Preview

SHOWN = 100
WARNINGS_SHOWN = 3
MOST_COLUMNS = 30
FIELDS = (Field("级别"), Field("行", "number"), Field("列"), Field("值"), Field("问题", "words"))
ORDERS: dict[str, Callable[[Finding], object]] = {
    "按级别": lambda finding: (not is_error(finding), finding.row or 0),
    "按行": lambda finding: finding.row or 0,
    "按列": lambda finding: (finding.column or "", finding.row or 0),
    "按问题": lambda finding: (finding.code, finding.row or 0),
}


def show_findings(preview: Preview, catalogue: Catalogue, key: str) -> None:
    """Heading, the findings in the chosen order, the download, and the rows that have errors."""
    findings = all_findings(preview)
    if not findings:
        return
    with st.container(key=f"findings-head-{key}", **ROW):
        st.header(count_findings(findings), anchor=False, width="content")
        order = _order(findings, key)
    ordered = sorted(findings, key=ORDERS[order])  # type: ignore[arg-type]
    table = st.container()
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = _shown(ordered, key)
        if len(shown) > SHOWN:
            st.caption(f"共 {len(findings):,} 处，这里列出前 {SHOWN} 处；下载的表里有全部。")
        st.download_button(
            "下载检查结果（CSV）",
            data=lambda: findings_csv(preview.file, ordered),
            file_name=f"{preview.file}-检查结果.csv",
            mime="text/csv",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
            key=f"findings-{key}",
        )
    table.html(records_table(FIELDS, map(_row, shown[:SHOWN]), "检查结果"))
    show_marked_rows(preview, catalogue)


def _shown(ordered: Sequence[Finding], key: str) -> Sequence[Finding]:
    """Every error; only the first of many warnings until all are requested."""
    warnings = [finding for finding in ordered if not is_error(finding)]
    hidden = len(warnings) - WARNINGS_SHOWN
    if hidden <= 1 or st.toggle(f"显示其余 {hidden:,} 处提醒", key=f"warnings-{key}"):
        return ordered
    first = {id(finding) for finding in warnings[:WARNINGS_SHOWN]}
    return [finding for finding in ordered if is_error(finding) or id(finding) in first]


def _order(findings: Sequence[Finding], key: str) -> str:
    """The chosen order; a single finding needs none."""
    if len(findings) < 2:
        return "按级别"
    return st.segmented_control(
        "排序",
        list(ORDERS),
        default="按级别",
        required=True,
        key=f"order-{key}",
        label_visibility="collapsed",
    )


def severity_mark(finding: Finding) -> Markup:
    """■ 错误, ？ 待选定 or ▲ 提醒, in colour, shape and word."""
    word = severity_word(finding)
    shape, name = SEVERITIES[word]
    return tag("span", f"{shape}\u00a0{word}", class_=f"lamp {name}")


def _row(finding: Finding) -> tuple[str, ...]:
    return (
        severity_mark(finding),
        "" if finding.row is None else str(finding.row),
        finding.column or "",
        tag("code", finding.value) if finding.value else "",
        page_words(finding.message),
    )


def findings_csv(file: str, findings: Sequence[Finding]) -> bytes:
    """Every finding for a spreadsheet: file, severity, row, column, value, message, code."""
    rows: list[tuple[object, ...]] = [("文件", "级别", "行", "列", "值", "问题", "代码")]
    for finding in findings:
        severity, message = severity_word(finding), page_words(finding.message)
        rows.append((file, severity, finding.row, finding.column, finding.value, message, finding.code))
    return csv_text(rows).encode()


def show_marked_rows(preview: Preview, catalogue: Catalogue) -> None:
    """The rows with errors as they are in the file."""
    for table in marked_tables(preview, catalogue):
        sheet = f"（工作表“{table.sheet}”）" if table.sheet else ""
        st.html(tag("h3", f"有错的行{sheet}", class_="table-title"))
        st.html(marked_html(table))
        if table.more:
            st.caption(f"另有 {table.more:,} 行有错，没有列出。")


def marked_html(table: MarkedTable) -> Markup:
    """The faulty rows as a table: the row number as in Excel, and its cells with the faulty ones marked."""
    places = _places(table)
    head = [tag("th", "行", class_="number"), *(tag("th", table.header[place]) for place in places)]
    rows = [
        tag(
            "tr",
            tag("th", str(row.row), class_="number", scope="row"),
            *(_cell(row.cells[place], place in row.bad) for place in places),
        )
        for row in table.rows
    ]
    grid = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows), class_="marked-rows")
    return tag("div", grid, class_="scrolls", tabindex="0", role="region", aria_label="有错的行")


def _places(table: MarkedTable) -> list[int]:
    """The columns to show: the first with a header, and every column with a faulty cell."""
    bad = {place for row in table.rows for place in row.bad}
    headed = [place for place, cell in enumerate(table.header) if cell.strip()][:MOST_COLUMNS]
    return sorted({*headed, *bad})


def _cell(text: str, bad: bool) -> Markup:
    if not bad:
        return tag("td", text)
    return tag("td", tag("mark", text or "（空）"), class_="bad", title="此格有错")
