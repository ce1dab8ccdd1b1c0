"""Find label columns (unit, month, period) by header, or by the cells below a blank or slanted header."""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace

from domain.text import name_key
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import HeaderClassifier, is_month_without_day
from etl.read.locate.result import Context
from etl.read.locate.rows import is_note, total_word
from etl.read.locate.stated_unit import listed_units
from etl.read.open.sheet import Row, cell_at

ROWS_TO_LOOK_AT = 500
MOST_COLUMNS = 40
LONGEST_SLANTED = 40
_SLANTED = re.compile(
    r"(?:[\\/、,|_—-]|单位|部门|科室|股室|中队|机构|名称|月份|时间|项目|指标|内容|类别|月|区域|乡镇)*"
)


@dataclass(frozen=True)
class LabelColumns:
    """The columns of units, months and the words 本月 or 累计, None if absent; `places` are all labels."""

    unit: int | None
    month: int | None
    period: int | None
    places: frozenset[int]


def crossed_labels(table: FoundTable, context: Context, classifier: HeaderClassifier) -> LabelColumns:
    """The label columns of a table with indicators in its rows, or months or units in its header."""
    own = table.header.indicator_columns
    places = [place for place in range(min(len(table.header.cells), MOST_COLUMNS)) if place not in own]
    unit = next((place for place in places if _holds_units(table, place, context)), None)
    month = next(
        (place for place in places if place != unit and _holds_months(table, place, context, classifier)),
        None,
    )
    period = next((place for place in places if _holds_periods(table, place, classifier)), None)
    index = {place for place in places if table.header.keys[place] in {"序号"}}
    found = {place for place in (unit, month, period) if place is not None}
    return LabelColumns(unit, month, period, frozenset({*own, *found, *index}))


def may_be_slanted(text: str) -> bool:
    """Whether a header is blank or slanted, naming both axes of a table: 单位\\项目."""
    return len(text) <= LONGEST_SLANTED and _SLANTED.fullmatch(name_key(text)) is not None


def column_of(table: FoundTable, known: Container[str], is_one: Callable[[str], bool]) -> int | None:
    """The only column with a blank or slanted, unknown header and cells that all match; else None."""
    header = table.header
    found = [
        place
        for place in range(min(len(header.cells), MOST_COLUMNS))
        if header.keys[place] not in known
        and may_be_slanted(header.cells[place])
        and _mostly(_texts(table.body, place), is_one)
    ]
    return found[0] if len(found) == 1 else None


def with_slanted_header(table: FoundTable, context: Context) -> FoundTable:
    """Name the blank or slanted header above the units or months of a monthly table."""
    keys = list(table.header.keys)
    catalogue = context.header_index.catalogue
    asked = (
        (catalogue.unit_column, lambda text: context.units.find(text) is not None),
        (catalogue.month_column, is_month_without_day),
    )
    for column, is_one in asked:
        if context.header_index.spellings(table.dataset, column.id).isdisjoint(keys):
            place = column_of(table, context.header_index.meanings[table.dataset], is_one)
            if place is not None:
                keys[place] = context.header_index.key(column.name)
    return replace(table, header=replace(table.header, keys=tuple(keys)))


def _holds_units(table: FoundTable, place: int, context: Context) -> bool:
    """Whether a column holds reporting units (not counting units beside indicators)."""
    texts = _texts(_rows_of(table), place)
    if table.header.keys[place] in context.header_index.unit_keys:
        return bool(texts) and not _are_counting_units(texts, context)
    slanted = may_be_slanted(table.header.cells[place])
    return slanted and _mostly(texts, lambda text: context.units.find(text) is not None)


def _are_counting_units(texts: Sequence[str], context: Context) -> bool:
    """Whether most of the texts are counting units and none is a reporting unit."""
    units = context.header_index.counting_units
    is_one = [bool(listed_units(text, units)) for text in texts]
    return 2 * sum(is_one) > len(texts) and not any(map(context.units.find, texts))


def _holds_months(table: FoundTable, place: int, context: Context, classifier: HeaderClassifier) -> bool:
    texts = _texts(_rows_of(table), place)
    month_keys = context.header_index.spellings(table.dataset, "month")
    is_one = table.header.keys[place] in month_keys or may_be_slanted(table.header.cells[place])
    return is_one and _mostly(texts, lambda text: classifier[text].kind == "month")


def _holds_periods(table: FoundTable, place: int, classifier: HeaderClassifier) -> bool:
    """Whether a column holds 本月 and 累计 beside each indicator."""
    texts = _texts(_rows_of(table), place)
    return bool(texts) and all(classifier[text].kind in ("this", "other") for text in texts)


def _rows_of(table: FoundTable) -> Sequence[Row]:
    """The rows below the header, without notes."""
    return [row for row in table.body[:ROWS_TO_LOOK_AT] if not is_note(row)]


def _texts(rows: Sequence[Row], place: int) -> list[str]:
    """The distinct non-blank cells of a column, without totals."""
    found = dict.fromkeys(cell_at(row, place) for row in rows[:ROWS_TO_LOOK_AT])
    return [text for text in found if text.strip() and not total_word(text, with_beginning=True)]


def _mostly(texts: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    return bool(texts) and 2 * sum(1 for text in texts if is_one(text)) > len(texts)
