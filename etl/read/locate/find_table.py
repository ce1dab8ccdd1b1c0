"""Find the table in a sheet and the shape of its header."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from domain.months import read_day
from domain.numbers import read_figure
from etl.read.locate.crossed_headers import LINES_TO_SEARCH, crossed_header, titled_header
from etl.read.locate.header import WIDEST, Header, plain_header
from etl.read.locate.header_cell import HeaderClassifier
from etl.read.locate.header_index import LONG_FORM, HeaderIndex
from etl.read.open.sheet import Row, Sheet

TITLE_LINES = 10
LONGEST_DAY = 10
LISTS = (
    ("targets", ("kpi", "target")),
    ("notes", ("kpi", "text")),
    ("tasks", ("task", "title")),
    (LONG_FORM, ("indicator", "value", "month")),
    (LONG_FORM, ("indicator", "value", "dataset")),
)


@dataclass(frozen=True)
class FoundTable:
    """A table and its dataset: a dataset id, or "figures" for the long form of an export.

    `cover`: the lines of the workbook's cover sheet that apply to the table too.
    """

    sheet: Sheet
    header: Header
    dataset: str
    cover: Sequence[Row] = ()

    @property
    def title_rows(self) -> Sequence[Row]:
        """The rows above the header."""
        return self.sheet.rows[: self.header.top]

    @property
    def rows_above(self) -> Sequence[Row]:
        """The title rows, and all header rows except the last."""
        return self.sheet.rows[: max(self.header.top, self.header.row)]

    @property
    def first_row(self) -> int:
        """The number of the first row below the header, as Excel counts."""
        return self.header.row + 2

    @cached_property
    def body(self) -> Sequence[Row]:
        """The rows below the header."""
        return self.sheet.rows[self.header.row + 1 :]


def find_header(sheet: Sheet, classifier: HeaderClassifier) -> Header | None:
    """The header of the sheet's table: the row with the most known headers, or the row above the indicators.

    None if no row holds a known header.
    """
    plain, crossed = _plain_header(sheet, classifier), crossed_header(sheet, classifier)
    if crossed is None:
        names_figures = plain is not None and not classifier.header_index.figures.keys().isdisjoint(
            plain.keys
        )
        return plain if names_figures else titled_header(sheet, classifier) or plain
    if plain is None:
        return crossed
    keys, gives_month = set(plain.keys), any(one.kind == "this" for one in crossed.headings)
    is_list = list_kind(keys, classifier.header_index) is not None and not gives_month
    return plain if is_list or _has_figures(sheet, plain, crossed, classifier.header_index) else crossed


def list_kind(keys: Set[str], header_index: HeaderIndex) -> str | None:
    """The dataset of a list with an indicator or a task per row: targets, notes, tasks, exported figures."""
    return next(
        (id for id, columns in LISTS if all(keys & header_index.spellings(id, column) for column in columns)),
        None,
    )


def _has_figures(sheet: Sheet, plain: Header, crossed: Header, header_index: HeaderIndex) -> bool:
    """Whether indicators are columns of the header, not rows beside their figures."""
    named = header_index.figures.keys() & set(plain.keys)
    numbers = any(read_figure(cell).kind == "figure" for cell in sheet.rows[plain.row][:WIDEST])
    return bool(named) and (plain.row <= crossed.row or (len(named) > 1 and not numbers))


def _plain_header(sheet: Sheet, classifier: HeaderClassifier) -> Header | None:
    """The header at the row with the most known headers; None if no row has any."""
    best, best_score = None, 0
    for row in _rows_that_may_be_headers(sheet):
        keys = _keys(sheet.rows[row], classifier)
        score = len(keys & classifier.header_index.known)
        better = best is not None and score == best_score and _has_more(keys, best, classifier.header_index)
        if score > best_score or (better and not _is_entry(sheet.rows[row])):
            best, best_score, best_row = keys, score, row
    return plain_header(sheet, best_row, classifier) if best is not None else None


def _keys(cells: Row, classifier: HeaderClassifier) -> set[str]:
    """The keys of a row's cells; 本月 and numbering are removed if the rest is an indicator."""
    different = dict.fromkeys(cells)
    if len(different) > WIDEST:
        return {classifier.header_index.key(cell) for cell in different}
    return {classifier[cell].key for cell in different}


def _has_more(keys: set[str], other: set[str], header_index: HeaderIndex) -> bool:
    """Whether these keys include figures and the others do not: 填报单位 in a cell of its own is a title."""
    figures = header_index.figures.keys()
    return not figures.isdisjoint(keys) and figures.isdisjoint(other)


def _is_entry(cells: Row) -> bool:
    """Whether a row is a ledger entry: a number or a day beside a word that is a header elsewhere."""
    beginnings = (cell.strip()[:LONGEST_DAY] for cell in cells[:WIDEST])
    return any(read_figure(text).kind == "figure" or read_day(text) for text in beginnings)


def header_score(rows: Iterable[Row], header_index: HeaderIndex) -> int:
    """The number of known headers (or months above known indicators) in the best of these rows."""
    sheet = Sheet("", list(rows))
    header = find_header(sheet, HeaderClassifier(header_index))
    return len(set(header.keys) & header_index.known) + (header.shape == "crossed") if header else 0


def _rows_that_may_be_headers(sheet: Sheet) -> Iterator[int]:
    """The first non-blank rows: up to ten title lines, the header, and a second header row."""
    seen, last = 0, len(sheet.rows)
    for row, cells in enumerate(sheet.rows):
        if any(cell.strip() for cell in cells):
            yield row
            seen += 1
            last = min(last, row + LINES_TO_SEARCH)
        if seen > TITLE_LINES + 1 or row >= last:
            return
