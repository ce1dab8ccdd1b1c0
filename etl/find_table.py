"""Where in a sheet the table is, what shape it has, and which dataset it holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from etl.finding import Finding, shorten
from etl.month import is_month_without_year, read_month
from etl.number import read_figure
from etl.reading.header import PASSED_OVER, HeaderBook
from etl.reading.sheet import Merge, Row, Sheet

TITLE_LINES = 10
LINES_TO_SEARCH = 60
MANY_DATASETS = 3  # more fit only where 月份 or 单位 is all that was known
OTHER_PERIODS = ("累计", "同期", "去年", "上年", "同比", "环比", "计划", "目标", "年初")
Shape = Literal["plain", "turned"]


@dataclass(frozen=True)
class Header:
    """The header row of a sheet (`row` counted from 0): the cells as written and their keys, by position.

    In a turned table `label_column` holds the indicators and the header the months.
    """

    row: int
    shape: Shape
    cells: tuple[str, ...]
    keys: tuple[str, ...]
    label_column: int | None = None

    @cached_property
    def width(self) -> int:
        """How many columns the header has, up to its last cell that is not blank."""
        return max((place + 1 for place, key in enumerate(self.keys) if key), default=0)


@dataclass(frozen=True)
class FoundTable:
    """A table and its dataset: the id of one, or "figures" for the long form of an export."""

    sheet: Sheet
    header: Header
    dataset: str

    @property
    def title_rows(self) -> Sequence[Row]:
        """The rows above the header."""
        return self.sheet.rows[: self.header.row]

    @property
    def first_row(self) -> int:
        """The number of the first row below the header, as Excel counts."""
        return self.header.row + 2

    @cached_property
    def body(self) -> Sequence[Row]:
        """The rows below the header."""
        return self.sheet.rows[self.header.row + 1 :]


def find_header(sheet: Sheet, book: HeaderBook) -> Header | None:
    """The header of the sheet's table: the row with the most known headers, or the months of a turned one.

    None where no row holds a known header.
    """
    best: Header | None = None
    best_score = 0
    for row in _rows_that_may_be_headers(sheet):
        if turned := _turned_header(sheet, row, book):
            return turned if best_score < 2 else best
        header = _plain_header(sheet, row, book)
        score = len(set(header.keys) & book.known)
        better = best and score == best_score and (_repeats(header, best) or _has_more(header, best, book))
        if score > best_score or better:
            best, best_score = header, score
    return best


def header_score(rows: Iterable[Row], book: HeaderBook) -> int:
    """How many known headers (or months over known indicators) the best of these rows holds."""
    sheet = Sheet("", list(rows))
    header = find_header(sheet, book)
    return len(set(header.keys) & book.known) + (header.shape == "turned") if header else 0


def _rows_that_may_be_headers(sheet: Sheet) -> Iterator[int]:
    """The first rows that are not blank: up to ten lines of title, the header, and a second header row."""
    seen, last = 0, len(sheet.rows)
    for row, cells in enumerate(sheet.rows):
        if any(cell.strip() for cell in cells):
            yield row
            seen += 1
            last = min(last, row + LINES_TO_SEARCH)
        if seen > TITLE_LINES + 1 or row >= last:
            return


def _has_more(header: Header, other: Header, book: HeaderBook) -> bool:
    """Whether this has figures and the other none: 填报单位 in a cell of its own is a title, not a header."""
    figures = book.figures.keys()
    return not figures.isdisjoint(header.keys) and figures.isdisjoint(other.keys)


def _repeats(header: Header, other: Header) -> bool:
    """Whether this is the second row of a header merged downwards."""
    return header.row == other.row + 1 and header.keys == other.keys


def _plain_header(sheet: Sheet, row: int, book: HeaderBook) -> Header:
    cells = tuple(sheet.rows[row])
    above = group_headers(sheet, row)
    cache: dict[str, str] = {}
    keys = []
    for place, cell in enumerate(cells):
        if cell not in cache:
            cache[cell] = book.key(cell)
        keys.append(_key_under(above[place], cache[cell], book) if place in above else cache[cell])
    _blank_repeats(keys, sheet.merges, row)
    return Header(row, "plain", cells, tuple(keys))


def group_headers(sheet: Sheet, row: int) -> dict[int, str]:
    """Column → the text of the merged cell right above it that spans some columns of the header, not all."""
    width = sum(1 for cell in sheet.rows[row] if cell.strip())
    found: dict[int, str] = {}
    for merge in sheet.merges:
        columns = merge.right - merge.left + 1
        if merge.bottom == row - 1 and 1 < columns < width:
            text = sheet.rows[row - 1][merge.left]
            found |= dict.fromkeys(range(merge.left, merge.right + 1), text)
    return found


def _key_under(group: str, key: str, book: HeaderBook) -> str:
    """The key of a header under a group header: 网上信访 over 件数 is 网上信访件数, 累计 over 办结数 none."""
    joined = book.key(group) + key
    return joined if joined in book.known or not _is_plain_group(group) else key


def _is_plain_group(group: str) -> bool:
    """Whether a group header leaves the meaning of those below: 办结情况 does, 累计 and 上年同期 do not."""
    return not any(word in group for word in OTHER_PERIODS)


def _blank_repeats(keys: list[str], merges: Iterable[Merge], row: int) -> None:
    """One header merged over several columns is the header of the first."""
    for merge in merges:
        if merge.top <= row <= merge.bottom:
            for place in range(merge.left + 1, min(merge.right + 1, len(keys))):
                keys[place] = ""


def _turned_header(sheet: Sheet, row: int, book: HeaderBook) -> Header | None:
    """The header of a table with the indicators down and the months across; None where this is none."""
    cells = tuple(sheet.rows[row])
    months = [place for place, cell in enumerate(cells[:400]) if is_month_header(cell)]
    keys = tuple(book.key(cell) for cell in cells[:400])
    if not months or book.meanings.get("targets", {}).keys() & {"年度目标", "target"} & set(keys):
        return None
    below = sheet.rows[row + 1 : row + 1 + LINES_TO_SEARCH]
    for column in range(months[0]):
        if any(_is_indicator_row(cells, column, months, book) for cells in below):
            return Header(row, "turned", cells, tuple(book.key(cell) for cell in cells), column)
    return None


def is_month_header(text: str) -> bool:
    """Whether a header cell names a month, with or without its year."""
    return len(text) < 20 and (is_month_without_year(text) or read_month(text) is not None)


def _is_indicator_row(cells: Row, column: int, months: list[int], book: HeaderBook) -> bool:
    """Whether the cell in this column is a known figure and figures stand under the months."""
    if column >= len(cells) or book.key(cells[column]) not in book.figures:
        return False
    values = [cells[place] for place in months if place < len(cells)]
    return any(read_figure(value).kind != "blank" for value in values) and not any(
        book.key(value) in book.known for value in values
    )


def labels(sheet: Sheet, header: Header, book: HeaderBook) -> list[str]:
    """What must fit a dataset: the keys of the header, or of the indicators down a turned table."""
    if header.label_column is None:
        return [key for key in header.keys if key]
    column = header.label_column
    return [book.key(row[column]) for row in sheet.rows[header.row + 1 :] if column < len(row)]


def choose_dataset(
    sheet: Sheet, header: Header, book: HeaderBook, asked: str | None
) -> tuple[str | None, Finding | None]:
    """The dataset of a table, or the finding that says why there is none."""
    keys = labels(sheet, header, book)
    fitting = book.fitting(keys)
    if header.label_column is not None:
        monthly = {dataset.id for dataset in book.catalogue.monthly}
        fitting = [id for id in fitting if id in monthly]
        asked = asked if asked in monthly else None
    if asked is not None and (asked in fitting or len(fitting) != 1):
        return asked, None
    if len(fitting) == 1:
        return fitting[0], None
    return None, unknown_dataset(keys, fitting, book)


def unknown_dataset(keys: list[str], fitting: list[str], book: HeaderBook) -> Finding:
    """Which headers were read, and which datasets come near."""
    shown = list(dict.fromkeys(key for key in keys if key and key not in PASSED_OVER))
    read = "、".join(shorten(key, 20) for key in shown[:20]) or "（无）"
    near = fitting or book.nearest_datasets(keys)
    names = "、".join(f"{book.catalogue.dataset(id).title}（{id}）" for id in near)
    if not names or len(fitting) > MANY_DATASETS:
        message = f"看不出是哪一类报表；读到的表头：{read}；请对照填报模板改正表头，或用 --dataset 指定"
    elif len(fitting) > 1:
        message = f"这些表头同时符合 {names}，请用 --dataset 或在页面上选定；读到的表头：{read}"
    else:
        message = f"不能确定是哪一类报表；读到的表头：{read}；相近的报表：{names}；可用 --dataset 指定"
    return Finding("unknown_dataset", message)
