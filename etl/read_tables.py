"""The one door of reading: a file's bytes in, its tidy tables and findings out. No input raises."""

from etl.catalogue import Catalogue
from etl.find_table import FoundTable, choose_dataset, find_header, header_score
from etl.finding import Finding
from etl.read_file import read_file
from etl.reading.context import Context
from etl.reading.header import HeaderBook
from etl.reading.result import BadRow, ReadFile, ReadOptions, TidyTable
from etl.tidy import tidy_monthly
from etl.units import UnitDirectory

__all__ = ["BadRow", "ReadFile", "ReadOptions", "TidyTable", "read_tables"]


def read_tables(
    content: bytes, name: str, catalogue: Catalogue, units: UnitDirectory, options: ReadOptions
) -> ReadFile:
    """Read every table of a file; what is wrong stands in the findings of the file and of its tables."""
    book = HeaderBook(catalogue)
    context = Context(book, units, options)
    file = read_file(content, lambda rows: header_score(rows, book))
    if file.findings:
        return ReadFile(file.encoding, (), file.findings)
    found: list[FoundTable] = []
    findings: list[Finding] = []
    for sheet in file.sheets:
        header = find_header(sheet, book)
        if header is None:
            continue
        dataset, finding = choose_dataset(sheet, header, book, options.dataset)
        if dataset:
            found.append(FoundTable(sheet, header, dataset))
        elif finding:
            findings.append(finding)
    if not found and not findings:
        findings.append(Finding("unknown_dataset", "没有"))
    tables = tuple(tidy_monthly(table, context) for table in found)
    return ReadFile(file.encoding, tables, tuple(findings))
