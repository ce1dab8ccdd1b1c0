"""What each header of a found table means for its dataset, and what is wrong with the headers."""

from collections.abc import Iterator
from dataclasses import dataclass

from etl.find_table import FoundTable
from etl.finding import Finding
from etl.reading.headers.header_book import PASSED_OVER, YEARS, HeaderBook
from etl.reading.headers.heading import NOT_THIS_MONTH
from etl.reading.headers.other_periods import columns_aside_finding
from etl.reading.nearest import limited
from etl.reading.opening.sheet import cell_at


@dataclass(frozen=True)
class Meanings:
    """`places`: column id → its place in the row. `other`: the places of headers that mean nothing here."""

    places: dict[str, int]
    other: tuple[int, ...]
    findings: tuple[Finding, ...]


def read_meanings(table: FoundTable, book: HeaderBook) -> Meanings:
    """Which column stands where; two headers of one meaning are an error, unknown headers a warning."""
    header, known = table.header, book.meanings[table.dataset]
    places: dict[str, int] = {}
    other: list[int] = []
    aside: list[str] = []
    findings: list[Finding] = []
    for place, key in enumerate(header.keys[: header.width]):
        id = known.get(key)
        if key == NOT_THIS_MONTH:
            aside.append(header.cells[place])
        elif id is None:
            other.append(place)
        elif id in places:
            other.append(place)
            findings.append(_ambiguous(table, places[id], place))
        else:
            places[id] = place
    findings.extend(_unknown(table, other, book))
    if aside:
        findings.append(columns_aside_finding(aside, header.row + 1))
    return Meanings(places, tuple(other), tuple(findings))


def _ambiguous(table: FoundTable, first: int, second: int) -> Finding:
    cells = table.header.cells
    message = f"与“{cells[first].strip()}”是同一个意思，不能确定以哪一列为准；请只留一列"
    return Finding("ambiguous_column", message, table.header.row + 1, cells[second], None)


def _unknown(table: FoundTable, other: list[int], book: HeaderBook) -> Iterator[Finding]:
    """A warning for each header that means nothing here, and for each column of values without a header."""
    keys, known = table.header.keys, book.meanings[table.dataset]
    unknown = [
        place for place in other if keys[place] and keys[place] not in PASSED_OVER | YEARS | known.keys()
    ]
    nearest = limited(lambda text: book.nearest_columns(text, [table.dataset]))
    for place in unknown:
        text = table.header.cells[place]
        near = nearest(text)
        hint = f"；相近的列：{'、'.join(near)}" if near else ""
        message = f"不认识这一列，没有读取{hint}"
        yield Finding("unknown_column", message, table.header.row + 1, text, None, "warning")
    for place in _filled_without_header(table, other):
        message = f"第 {place + 1} 列有内容而没有表头，没有读取"
        yield Finding("unknown_column", message, table.header.row + 1, None, None, "warning")


def _filled_without_header(table: FoundTable, other: list[int]) -> list[int]:
    """The places without a header under which something stands; those of a merged header aside."""
    header = table.header
    merged = {
        place
        for merge in table.sheet.merges
        if merge.top <= header.row <= merge.bottom
        for place in range(merge.left + 1, min(merge.right, header.width) + 1)
    }
    blank = [place for place in other if not header.keys[place] and place not in merged]
    if not blank:
        return []
    body = table.body
    return [place for place in blank if any(cell_at(row, place).strip() for row in body)]
