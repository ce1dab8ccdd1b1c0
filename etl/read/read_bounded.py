"""Read a file's tables within limits: a server has them read in a child, a command reads them itself.

A child costs a tenth of a second, so a server also reads small plain texts itself: short lines, no quotes
that could join lines. Even a pattern that takes a square of a cell's length is done with these in no time.
"""

import logging
from collections.abc import Callable, Collection

from domain.catalogue import Catalogue
from domain.finding import Finding
from domain.units import UnitDirectory
from etl.child_process import BusyError, ChildError, ChildTimeoutError
from etl.read.locate.find_table import header_score
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.select_tables import select_tables
from etl.read.open.read_file import read_file
from etl.read.open.sheet import Sheet
from etl.read.open.workbook import is_workbook
from etl.read.read_tables import ReadFile, ReadOptions, read_tables
from etl.reading_process import IS_POSSIBLE, Answer, ReadingProcess

TOO_LONG = "文件太大或过于复杂，未能及时读完；请分成几个文件再报"
TOO_MUCH = "文件过于复杂，读取时超出了限度，已停止；请删去无关的内容，或另存为 xlsx 再报"
log = logging.getLogger(__name__)
SMALL_TEXT = 64 * 1024
LONGEST_LINE = 1000
_processes: list[ReadingProcess] = []
Place = tuple[str, int]  # the name of a sheet, and a row of it as Excel counts


class NotReadError(Exception):
    """The file could not be read within the limits; the message says so in Chinese."""


def read_in_children() -> None:
    """From now on, this program has every file read in a child with limits."""
    if IS_POSSIBLE and not _processes:
        _processes.append(ReadingProcess([__name__]))
        _processes[0].start()


def read_bounded(
    content: bytes, name: str, catalogue: Catalogue, units: UnitDirectory, options: ReadOptions
) -> ReadFile:
    """The tables of a file, as `read_tables` reads them; a file that exceeds the limits gives a finding."""
    try:
        return _within_limits(read_tables, content, name, catalogue, units, options)
    except NotReadError as error:
        return not_read(str(error))


def find_datasets(content: bytes, catalogue: Catalogue, asked: str | None) -> tuple[str, ...]:
    """The datasets of a file's tables. Raises NotReadError."""
    return _within_limits(_datasets_in, content, catalogue, asked)


def read_rows(
    content: bytes, catalogue: Catalogue, wanted: Collection[Place]
) -> dict[Place, tuple[str, ...]]:
    """The cells of some rows as the file has them. Raises NotReadError."""
    return _within_limits(_rows_in, content, catalogue, frozenset(wanted))


def not_read(why: str) -> ReadFile:
    """What is read of a file that could not be read within the limits: the finding that refuses it."""
    return ReadFile(None, (), (Finding("too_large", why),))


def _datasets_in(content: bytes, catalogue: Catalogue, asked: str | None) -> tuple[str, ...]:
    header_index = HeaderIndex(catalogue)
    sheets = _sheets_in(content, header_index)
    return tuple(table.dataset for table in select_tables(sheets, header_index, asked).tables)


def _rows_in(content: bytes, catalogue: Catalogue, wanted: Collection[Place]) -> dict[Place, tuple[str, ...]]:
    rows = {sheet.name: sheet.rows for sheet in _sheets_in(content, HeaderIndex(catalogue))}
    return {(sheet, row): tuple(rows[sheet][row - 1]) for sheet, row in wanted}


def _sheets_in(content: bytes, header_index: HeaderIndex) -> tuple[Sheet, ...]:
    return read_file(content, lambda rows: header_score(rows, header_index)).sheets


def _within_limits(function: Callable[..., Answer], content: bytes, *arguments: object) -> Answer:
    if not _processes or is_small_text(content):
        return function(content, *arguments)
    try:
        return _processes[0].run(function, content, *arguments)
    except BusyError as error:
        raise NotReadError(str(error)) from error
    except ChildTimeoutError as error:
        raise NotReadError(TOO_LONG) from error
    except ChildError as error:
        log.error("A file could not be read: %s", error)
        raise NotReadError(TOO_MUCH) from error


def is_small_text(content: bytes) -> bool:
    """Whether reading takes little time, whatever is written in the file."""
    if len(content) > SMALL_TEXT or is_workbook(content) or b'"' in content:
        return False
    return max(map(len, content.splitlines()), default=0) <= LONGEST_LINE
