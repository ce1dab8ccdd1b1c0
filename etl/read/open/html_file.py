"""Read HTML tables that another system saved as a workbook: rows and cells, with spans filled."""

from collections import defaultdict
from dataclasses import dataclass
from html.parser import HTMLParser

from etl.read.open.html_cell import A_FIELD, BLOCKS, FIELDS, Attributes, HtmlCell, Looks
from etl.read.open.plain_text import decode
from etl.read.open.sheet import Merge, UnreadableError, refuse_if_too_large

DAMAGED = "这是网页或 XML，里面没有可读的表格；如是系统导出的，请重新登录再导出，或另存为 xlsx 或 CSV 后再报"
LONGEST_TAG = 1_000_000  # the parser is extremely slow on a tag that never ends
WIDEST_SPAN = 1000
LONGEST_SPAN = 65_534
UNSEEN = frozenset({"script", "style", "title", "head", "xml", "rt", "rp", "template"})
HIDDEN_CELLS = "网页的表格里有隐藏的单元格，不能确定行列；请另存为 xlsx 后再报"


def looks_like_markup(content: bytes) -> bool:
    """Whether the content begins with a tag, in any encoding; a text table never does."""
    beginning = content[:4000].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()
    return beginning.startswith(b"<")


@dataclass(frozen=True)
class HtmlTables:
    """The tables of a web page, one below the other as in Excel."""

    encoding: str
    rows: list[list[str]]
    merges: list[Merge]
    hidden_rows: list[int]
    hidden_columns: list[int]


def read_html_file(content: bytes) -> HtmlTables:
    """The tables of a web page. Raises UnreadableError or TooLargeError."""
    text, encoding = decode(content)
    if max(map(len, text.split(">"))) > LONGEST_TAG:
        raise UnreadableError(DAMAGED)
    parser = _TableParser(Looks(text))
    parser.feed(text)
    parser.close()
    parser.end_line()
    if not parser.has_cells:
        raise UnreadableError(DAMAGED)
    columns = sorted(parser.hidden_columns)
    return HtmlTables(encoding, parser.rows, parser.merges, parser.hidden_rows, columns)


class _TableParser(HTMLParser):
    """Collects the rows of all tables; text outside a table, for example a title, becomes a row."""

    def __init__(self, looks: Looks) -> None:
        super().__init__(convert_charrefs=True)
        self._looks = looks
        self.rows: list[list[str]] = []
        self.merges: list[Merge] = []
        self.has_cells = False
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self._seen_columns: dict[int, set[bool]] = defaultdict(set)
        self._depth = 0
        self._row: dict[int, str] | None = None
        self._pending: dict[int, tuple[int, str]] = {}
        self._line = HtmlCell(looks)
        self._span = (1, 1)
        self._cell: HtmlCell | None = None
        self._row_look = ""
        self._is_hidden = False
        self._unseen = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("body", "table"):
            self._unseen = 0  # the head was never closed
        if tag in UNSEEN or tag in FIELDS:
            self._unseen += 1
            self._add(A_FIELD if tag in FIELDS and self._cell else "")
        elif tag == "table":
            self._begin_table()
        elif tag in ("tr", "caption") and self._depth:
            self._begin_row(tag, dict(attrs))
        elif tag in ("td", "th") and self._depth:
            self._begin_cell(tag, dict(attrs))
        elif self._cell:
            self._cell.begin(tag, dict(attrs))
        elif not self._depth:
            self._beside_tables(tag).begin(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN or tag in FIELDS:
            self._unseen = max(0, self._unseen - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "caption") and self._depth:
            self._end_row()
        elif tag == "table" and self._depth:
            self._end_table()
        elif self._cell:
            self._cell.end(tag)
        elif not self._depth:
            self._beside_tables(tag).end(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._add(data)

    def _add(self, text: str) -> None:
        if self._cell:
            self._cell.add(text)
        elif not self._depth:
            self._line.add(text)

    def _beside_tables(self, tag: str) -> HtmlCell:
        """The line of text outside a table; a paragraph begins a new one."""
        if tag in BLOCKS:
            self.end_line()
        return self._line

    def end_line(self) -> None:
        """Turn the text collected outside a table into a row."""
        text = " ".join(self._line.text().split())
        self._line = HtmlCell(self._looks)
        if text and not self._depth:
            self.rows.append([text])

    def _begin_table(self) -> None:
        if self._depth:
            raise UnreadableError("网页的表格里还有表格，不能确定行列；请另存为 xlsx 后再报")
        self.end_line()
        self._depth = 1

    def _begin_row(self, tag: str, attributes: Attributes) -> None:
        self._end_row()
        self._row, self._row_look = {}, self._looks.of(tag, attributes)
        if self._row_look == "hidden":
            self.hidden_rows.append(len(self.rows))
        if tag == "caption":
            self._begin_cell(tag, {})

    def _begin_cell(self, tag: str, attributes: Attributes) -> None:
        self._end_cell()
        if self._row is None:
            self._row = {}
        look = self._looks.of(tag, attributes)
        self._cell = HtmlCell(self._looks, look or self._row_look, attributes.get("x:num"))
        self._is_hidden = look == "hidden"
        self.has_cells |= tag != "caption"
        self._span = (
            _span(attributes.get("rowspan"), LONGEST_SPAN),
            _span(attributes.get("colspan"), WIDEST_SPAN),
        )

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text, self._cell = self._cell.text(), None
        self._fill_pending()
        left = len(self._row)
        down, across = self._span
        for place in range(left, left + across):
            self._row[place] = text
            if down > 1:
                self._pending[place] = (down - 1, text)
        if across == 1:
            self._seen_columns[left].add(self._is_hidden)
        top = len(self.rows)
        if down > 1 or across > 1:
            self.merges.append(Merge(top, left, top + down - 1, left + across - 1))

    def _fill_pending(self) -> None:
        """Add the cells of earlier rows that span down into this row."""
        assert self._row is not None
        while (place := len(self._row)) in self._pending:
            left, text = self._pending.pop(place)
            self._row[place] = text
            if left > 1:
                self._pending[place] = (left - 1, text)

    def _end_table(self) -> None:
        """Refuse a table in which a cell is hidden beside others of its column that are shown."""
        self._end_row()
        hidden = {place for place, looks in self._seen_columns.items() if True in looks}
        if any(False in self._seen_columns[place] for place in hidden):
            raise UnreadableError(HIDDEN_CELLS)
        self.hidden_columns |= hidden
        self._seen_columns.clear()
        self._pending.clear()
        self._depth -= 1

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._fill_pending()
        self._cells += len(self._row)
        refuse_if_too_large(len(self.rows), self._cells)
        self.rows.append(list(self._row.values()))
        self._row = None


def _span(text: str | None, most: int) -> int:
    """The number of rows or columns a cell spans."""
    return min(max(int(text), 1), most) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1
