"""Assemble a tidy table from its parts: figures and findings in file order."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from domain.finding import Finding, header_shown, is_error
from domain.months import month_words, read_year
from etl.read.locate.find_table import TITLE_LINES, FoundTable
from etl.read.locate.header_index import YEARS
from etl.read.locate.result import BadRow, TidyTable
from etl.read.locate.stated_unit import unit_sayings
from etl.read.locate.title import sheet_as_title
from etl.read.locate.title_time import title_line
from etl.read.locate.title_unit import signature_rows, who_signed
from etl.read.open.sheet import cell_at
from etl.read.shapes.block import Block, figures_frame

MOST_FINDINGS = 100_000


def assemble(
    table: FoundTable, data_rows: np.ndarray, blocks: Sequence[Block], findings: Iterable[Finding]
) -> TidyTable:
    """Build the tidy table from blocks. `data_rows` are the numbers of its data rows, as Excel counts."""
    findings = chain(findings, _contradicted_years(table, blocks))
    return finish(table, data_rows, figures_frame(blocks), pd.DataFrame(), findings)


def _contradicted_years(table: FoundTable, blocks: Sequence[Block]) -> Iterator[Finding]:
    """An error for each row whose 年份 is not the year of the months that its figures have otherwise."""
    place = next((place for place, key in enumerate(table.header.keys) if key in YEARS), None)
    if place is None:
        return
    pairs = (pair for block in blocks for pair in zip(block.rows.tolist(), block.months, strict=True))
    wrong: dict[int, Finding] = {}
    for row, month in dict.fromkeys(pairs):
        text = cell_at(table.sheet.rows[row - 1], place)
        year = read_year(text)
        if year and month and month.year != year:
            message = f"这一行写的是 {year} 年，数却记在{month_words(month)}；请把标题、表头和这一列改成一致"
            wrong.setdefault(row, Finding("bad_month", message, row, table.header.cells[place], text))
    yield from wrong.values()


def finish(
    table: FoundTable,
    data_rows: np.ndarray,
    figures: pd.DataFrame,
    records: pd.DataFrame,
    findings: Iterable[Finding],
) -> TidyTable:
    """Complete the tidy table with its findings in file order and its bad rows."""
    errors, warnings = _divided(findings)
    ordered = in_order([*errors, *warnings], table.header.cells)
    return TidyTable(
        dataset=table.dataset,
        sheet=table.sheet.name,
        rows=len(data_rows),
        figures=figures,
        records=records,
        findings=tuple(ordered),
        title_lines=_title_lines(table),
        header=table.header.cells,
        bad_rows=_bad_rows(table, data_rows, ordered),
    )


def _title_lines(table: FoundTable) -> tuple[tuple[str, ...], ...]:
    """The non-blank lines above the table, preceded by those from cover, sheet name and signature."""
    above = [tuple(row) for row in table.rows_above if any(cell.strip() for cell in row)]
    around = [*map(tuple, table.cover), *who_signed(table), *sheet_as_title(table.sheet.name)]
    around += [(said,) for row in signature_rows(table).values() for said in unit_sayings(title_line(row))]
    return (*around[: max(TITLE_LINES - len(above), 0)], *above)


def in_order(findings: Iterable[Finding], header: Sequence[str]) -> list[Finding]:
    """Findings by row and column; those about the whole table first."""
    place = {header_shown(cell): number for number, cell in reversed(list(enumerate(header)))}
    return sorted(findings, key=lambda finding: (finding.row or 0, place.get(finding.column or "", -1)))


def _divided(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Errors and warnings, each limited to a readable number; one more without a row stands for the rest."""
    errors: list[Finding] = []
    warnings: list[Finding] = []
    for finding in findings:
        named = errors if is_error(finding) else warnings
        if len(named) < MOST_FINDINGS:
            named.append(finding)
        elif len(named) == MOST_FINDINGS:
            message = f"以上已列出 {MOST_FINDINGS} 处，其余没有逐一列出；请先改正"
            named.append(Finding(finding.code, message, severity=finding.severity))
        if len(errors) > MOST_FINDINGS:
            break
    return errors, warnings


def _bad_rows(table: FoundTable, data_rows: np.ndarray, findings: Iterable[Finding]) -> tuple[BadRow, ...]:
    """Every data row with an error, and the reasons."""
    reasons: dict[int, list[str]] = {}
    rows = set(data_rows.tolist())
    for finding in findings:
        if is_error(finding) and finding.row is not None and finding.row in rows:
            words = " ".join(filter(None, (finding.column, finding.value)))
            reasons.setdefault(finding.row, []).append(f"{words} {finding.message}（{finding.code}）".strip())
    return tuple(
        BadRow(row, tuple(table.sheet.rows[row - 1]), tuple(texts)) for row, texts in sorted(reasons.items())
    )
