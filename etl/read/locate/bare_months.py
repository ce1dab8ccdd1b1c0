"""Recognise bare numbers beside or below 月份 as months: 1 2 3 for 1月 2月 3月."""

from dataclasses import replace
from itertools import islice

from domain.months import month_number
from etl.read.locate.header_cell import HeaderClassifier
from etl.read.open.sheet import Row, Sheet, cell_at

LINES_TO_SEARCH = 15
WIDEST = 40
FEWEST = 2


def with_bare_months(sheet: Sheet, classifier: HeaderClassifier) -> Sheet:
    """The sheet with the numbers of its first such line written as months."""
    above: Row = ()
    for number, row in enumerate(islice(sheet.rows, LINES_TO_SEARCH)):
        places = _months(row)
        if places and _are_named(row, above, places, classifier):
            named = [f"{cell.strip()}月" if place in places else cell for place, cell in enumerate(row)]
            return replace(sheet, rows=[*sheet.rows[:number], named, *sheet.rows[number + 1 :]])
        above = row
    return sheet


def _months(row: Row) -> range:
    """The places of the row's numbers if they are successive months side by side; else empty."""
    numbers = {place: cell.strip() for place, cell in enumerate(row[:WIDEST]) if cell.strip().isdecimal()}
    places = range(min(numbers, default=0), max(numbers, default=-1) + 1)
    months = [month_number(numbers.get(place, "")) for place in places]
    follows = all(months) and months == list(range(months[0], months[0] + len(months))) if months else False
    return places if follows and len(places) >= FEWEST and len(row) <= WIDEST else range(0)


def _are_named(row: Row, above: Row, places: range, classifier: HeaderClassifier) -> bool:
    """Whether 月份 stands before the numbers, or over all of them."""
    before = next((cell for cell in reversed(row[: places.start]) if cell.strip()), "")
    over = {cell_at(above, place).strip() for place in places} - {""}
    is_over = bool(cell_at(above, places.start).strip()) and len(over) == 1
    return _is_month(before, classifier) or (is_over and _is_month(over.pop(), classifier))


def _is_month(text: str, classifier: HeaderClassifier) -> bool:
    index = classifier.header_index
    return index.row_keys.get(classifier[text].key) == index.catalogue.month_column.id
