"""Report hidden content: hidden sheets are skipped, hidden rows and columns are read."""

from collections.abc import Callable, Collection, Iterator, Sequence

from domain.finding import Finding
from domain.months import month_words
from etl.read.locate.result import TidyTable
from etl.read.open.sheet import Sheet, cell_at

MOST_NAMED = 10

ReadSheet = Callable[[Sheet], Sequence[TidyTable]]


def hidden_sheet_findings(
    sheets: Sequence[Sheet], titles: dict[str, str], tables_of: ReadSheet
) -> Iterator[Finding]:
    """A warning for each hidden sheet: its name, and what would have been read from it.

    `titles`: dataset → its title; `tables_of` reads a sheet as if it were visible.
    """
    for sheet in sheets:
        if any(cell.strip() for row in sheet.rows for cell in row):
            tables = [table for table in tables_of(sheet) if table.dataset and table.rows]
            what = "、".join(_what(table, titles) for table in tables)
            held = f"其中有{what}；要导入这些数，请先取消隐藏" if what else "其中没有认得的报表"
            message = f"工作表“{sheet.name}”是隐藏的，没有读取；{held}"
            yield Finding("hidden_sheet", message, None, None, sheet.name, "warning")


def _what(table: TidyTable, titles: dict[str, str]) -> str:
    """A table in a few words: 12345热线 2 行（2023年5月）."""
    title = f"“{titles.get(table.dataset or '', '数据')}”{table.rows} 行"
    months = sorted(set(table.figures["month"])) if len(table.figures) else []
    if not months:
        return title
    last = f"至{month_words(months[-1])}" if len(months) > 1 else ""
    return f"{title}（{month_words(months[0])}{last}）"


def hidden_row_findings(sheets: Sequence[Sheet], used: Collection[str]) -> Iterator[Finding]:
    """For each sheet that was read (by name), a warning about hidden rows and one about hidden columns."""
    for sheet in sheets:
        if sheet.name not in used:
            continue
        where = f"工作表“{sheet.name}”" if len(sheets) > 1 else ""
        if sheet.hidden_rows:
            rows = _numbers([row + 1 for row in sheet.hidden_rows])
            message = f"{where}第 {rows} 行是隐藏的，也读取了；请取消隐藏核对，不要的请删去再报"
            yield Finding("hidden_rows", message, sheet.hidden_rows[0] + 1, None, None, "warning")
        if sheet.hidden_columns:
            columns = "、".join(_column(sheet, place) for place in sheet.hidden_columns[:MOST_NAMED])
            more = "等" if len(sheet.hidden_columns) > MOST_NAMED else ""
            message = f"{where}{columns}{more}是隐藏的，也读取了；请取消隐藏核对，不要的请删去再报"
            yield Finding("hidden_rows", message, None, None, None, "warning")


def _numbers(rows: Sequence[int]) -> str:
    """Row numbers as ranges, at most ten: 3、5—7."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][-1] + 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    shown = "、".join("—".join(map(str, span)) for span in spans[:MOST_NAMED])
    return shown + ("等" if len(spans) > MOST_NAMED else "")


def _column(sheet: Sheet, place: int) -> str:
    """第 4 列（D，办结工单数）: number, letters and first text of a column."""
    texts = (cell_at(row, place).strip() for row in sheet.rows)
    first = next((text for text in texts if text), "")
    return f"第 {place + 1} 列（{column_letters(place)}，{first[:20]}）"


def column_letters(place: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
