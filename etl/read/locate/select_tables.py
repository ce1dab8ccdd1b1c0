"""Select the sheets of a file that are tables, and the sheets to skip."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.catalogue import Dataset
from domain.finding import Finding
from etl.read.locate.find_table import FoundTable, find_header
from etl.read.locate.header import Header
from etl.read.locate.header_cell import ONLY_THIS_MONTH, HeaderClassifier
from etl.read.locate.header_index import LONG_FORM, HeaderIndex
from etl.read.locate.header_meaning import choose_dataset, labels, unknown_dataset
from etl.read.locate.month_column import with_bare_months, with_month_column
from etl.read.locate.result import Context
from etl.read.locate.several_tables import split_halves, split_stacked
from etl.read.locate.title import Title, read_title
from etl.read.locate.unit_column import with_unit_column
from etl.read.open.sheet import Row, Sheet

KEY_COLUMNS = {
    "targets": {"kpi", "target"},
    "tasks": {"task", "title"},
    "units": {"unit", "name"},
    "notes": {"month", "kpi", "text"},  # indicators with words alone explain the table beside them
}
ENOUGH_HEADERS = 3


@dataclass(frozen=True)
class Selection:
    """The tables of a file, the other sheets, and the findings on sheets that only look like tables."""

    tables: tuple[FoundTable, ...]
    passed_over: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Candidate:
    """A sheet with a header, and its dataset or the finding that explains why it has none."""

    sheet: Sheet
    header: Header
    dataset: str | None
    finding: Finding | None


def select_tables(sheets: Sequence[Sheet], header_index: HeaderIndex, asked: str | None) -> Selection:
    """Every sheet with a known header is a table; a single sheet must be a table or an error."""
    candidates = []
    classifier = HeaderClassifier(header_index)
    sheets = [with_bare_months(sheet, classifier) for sheet in sheets]
    parts = [part for sheet in sheets for part in split_stacked(sheet, classifier)]
    parts = [half for part in parts for half in _halves(part, classifier)]
    for sheet in parts:
        if header := find_header(sheet, classifier):
            header = with_unit_column(sheet, with_month_column(sheet, header, header_index), header_index)
            candidates.append(Candidate(sheet, header, *choose_dataset(sheet, header, classifier, asked)))
    if len(candidates) > 1:
        sure = [candidate for candidate in candidates if _is_table(candidate, classifier)]
        candidates = _with_rows(sure or candidates)
    tables = tuple(FoundTable(one.sheet, one.header, one.dataset) for one in candidates if one.dataset)
    findings = [one.finding for one in candidates if one.finding]
    if not candidates:
        findings.append(_nothing_found(sheets, header_index))
    findings.extend(_not_as_asked(tables, header_index, asked))
    used = {id(table.sheet) for table in tables}
    passed_over = tuple(sheet for sheet in parts if id(sheet) not in used)
    return Selection(tables, passed_over, tuple(findings))


def _halves(sheet: Sheet, classifier: HeaderClassifier) -> list[Sheet]:
    """The tables that are side by side in a sheet."""
    header = find_header(sheet, classifier)
    return split_halves(sheet, header, classifier) if header else [sheet]


def _is_table(candidate: Candidate, classifier: HeaderClassifier) -> bool:
    """Whether a sheet among others is a table, not just a sheet with a word that is a header elsewhere."""
    header_index = classifier.header_index
    keys = set(labels(candidate.sheet, candidate.header, classifier))
    if candidate.dataset is None:
        return bool(keys & header_index.figures.keys())
    known = header_index.meanings[candidate.dataset]
    ids = {known[key] for key in keys & known.keys()}
    if candidate.dataset == LONG_FORM:
        return {"indicator", "value"} <= ids
    dataset = header_index.catalogue.dataset(candidate.dataset)
    return _has_its_columns(dataset, ids)


def _has_its_columns(dataset: Dataset, ids: set[str]) -> bool:
    if dataset.kind == "monthly":
        return bool(ids & {column.id for column in dataset.columns})
    return KEY_COLUMNS[dataset.kind] <= ids or len(ids) >= ENOUGH_HEADERS


def _with_rows(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with rows below the header, if any has: an unused template sheet is not an error."""
    filled = [one for one in candidates if _has_rows(one)]
    return filled or candidates[:1]


def _has_rows(candidate: Candidate) -> bool:
    below = candidate.sheet.rows[candidate.header.row + 1 :]
    return any(cell.strip() for row in below for cell in row)


def _nothing_found(sheets: Sequence[Sheet], header_index: HeaderIndex) -> Finding:
    rows = [row for sheet in sheets for row in sheet.rows[:60] if any(cell.strip() for cell in row)]
    if not rows:
        return Finding("empty_file", "文件是空的；请填写数据后再报")
    return unknown_dataset(_likeliest_header(rows[:11], header_index), [], header_index)


def _likeliest_header(rows: Sequence[Row], header_index: HeaderIndex) -> list[str]:
    """The texts of the row with the most cells."""
    fullest = max(rows, key=lambda row: sum(1 for cell in row[:1000] if cell.strip()))
    return [header_index.key(cell) for cell in fullest[:1000]]


def _not_as_asked(
    tables: Sequence[FoundTable], header_index: HeaderIndex, asked: str | None
) -> list[Finding]:
    """An error if a dataset was requested and no table belongs to it."""
    kinds = [table.dataset for table in tables]
    if asked is None or not kinds or asked in kinds or LONG_FORM in kinds:
        return []
    title, found = header_index.catalogue.dataset(asked).title, header_index.catalogue.dataset(kinds[0]).title
    return [Finding("unknown_dataset", f"指定的是“{title}”，而表头是“{found}”的；请核对文件或改选报表")]


_SUMS_UP = re.compile(r"汇总|累计|合计|总表|全年|年度统计")


def without_summaries(
    tables: Sequence[FoundTable], context: Context
) -> tuple[tuple[FoundTable, ...], tuple[Finding, ...]]:
    """Drop summary tables, with a warning for each.

    A summary is a table without a month whose sheet name or title says 汇总, if other tables have a month.
    """
    if len(tables) < 2:
        return tuple(tables), ()
    monthly = {dataset.id for dataset in context.header_index.catalogue.monthly}
    titles = [read_title(table, context) for table in tables]
    bare = [_is_bare(table, context) and table.dataset in monthly for table in tables]
    if not any(one and title.names_month for one, title in zip(bare, titles, strict=True)):
        return tuple(tables), ()
    kept = [
        not (one and not title.names_month and _sums_up(table, title))
        for one, title, table in zip(bare, titles, tables, strict=True)
    ]
    findings = tuple(_left_out(table) for table, keep in zip(tables, kept, strict=True) if not keep)
    return tuple(table for table, keep in zip(tables, kept, strict=True) if keep), findings


def _is_bare(table: FoundTable, context: Context) -> bool:
    """Whether neither a column nor the header of the table holds months."""
    months = (
        context.header_index.spellings(table.dataset, "month")
        if table.dataset in context.header_index.meanings
        else set()
    )
    return table.header.shape == "plain" and months.isdisjoint(table.header.keys)


def _sums_up(table: FoundTable, title: Title) -> bool:
    lines = [table.sheet.name, *(cell for row in table.title_rows for cell in row)]
    return bool(title.cumulative) or any(_SUMS_UP.search(line) for line in lines)


def _left_out(table: FoundTable) -> Finding:
    message = f"工作表“{table.sheet.name}”没有月份，像是各月的汇总，没有读取；{ONLY_THIS_MONTH}"
    return Finding("looks_cumulative", message, None, None, table.sheet.name, "warning")
