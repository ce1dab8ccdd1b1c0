"""Find the header of a table with indicators in its rows, or with one indicator in its title."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.numbers import CellKind, read_figure
from domain.text import name_key
from etl.read.locate.header import (
    MOST_LEVELS,
    WIDEST,
    Header,
    HeaderLevels,
    find_levels,
    headings,
    is_level_above,
    written_cells,
)
from etl.read.locate.header_cell import HeaderCell, HeaderClassifier, Word, WordKind, key_of
from etl.read.locate.stated_unit import units_in_titles
from etl.read.locate.title_time import title_line
from etl.read.open.sheet import Row, Sheet, cell_at

FIGURES: frozenset[CellKind] = frozenset({"figure"})
NUMBERS: frozenset[CellKind] = frozenset({"negative", "not_whole", "too_big", "wrong_unit"})  # 0.5, 50%, -3
LINES_TO_SEARCH = 60
SEARCHED_COLUMNS = 40
ROWS_BETWEEN = 6
CROSSED_KINDS: frozenset[WordKind] = frozenset({"month", "unit", "this", "other", "total", "quantity"})


def crossed_header(sheet: Sheet, classifier: HeaderClassifier) -> Header | None:
    """The header above a column of indicators with figures beside them; None if there is no such column."""
    rows = [row[:WIDEST] for row in sheet.rows[:LINES_TO_SEARCH]]
    labels = sorted({column for row in rows for column in _labels_with_figures(row, classifier)})
    if not labels:
        return None
    first = next(
        (number for number, row in enumerate(rows) if _is_indicator_row(row, labels, classifier)), None
    )
    if first is None:
        return None
    values = _columns_of(rows[first:], labels, FIGURES)
    row = _header_row(rows, first, labels, values, classifier)
    if row is None:
        return _without_header(rows, first, labels, values)
    top = row
    numbers = values | _columns_of(rows[first:], labels, NUMBERS)
    others = [place for place in range(len(rows[row])) if place not in numbers]
    if top and _heads_halves(rows[top - 1], labels, classifier):
        top -= 1
    while row - top < MOST_LEVELS - 1 and is_level_above(sheet, top - 1, row, others, classifier):
        top -= 1
    levels = HeaderLevels(top, _last_level(rows, row, first, numbers))
    over = headings(sheet, levels, classifier)
    cells = written_cells(sheet, levels, over)
    keys = tuple(classifier.header_index.key(one.text) for one in over)
    return Header(levels.bottom, "crossed", cells, keys, top, over, tuple(labels))


def _labels_with_figures(row: Row, classifier: HeaderClassifier) -> Iterator[int]:
    """The columns of a row with an indicator, if a figure is between it and the next indicator."""
    labels = [place for place, cell in enumerate(row[:SEARCHED_COLUMNS]) if _is_indicator(cell, classifier)]
    for place, end in pairwise([*labels, len(row)]):
        if any(read_figure(cell).kind == "figure" for cell in row[place + 1 : end]):
            yield place


def _is_indicator(cell: str, classifier: HeaderClassifier) -> bool:
    return not cell.isdecimal() and bool(classifier.figure(cell))


def _is_indicator_row(row: Row, labels: Sequence[int], classifier: HeaderClassifier) -> bool:
    """Whether a row has indicators in exactly these columns."""
    named = {place for place, cell in enumerate(row) if _is_indicator(cell, classifier)}
    return bool(named) and named <= set(labels)


def _columns_of(rows: Sequence[Row], labels: Sequence[int], kinds: frozenset[CellKind]) -> frozenset[int]:
    """The columns with cells of these kinds to the right of the first label."""
    return frozenset(
        place
        for row in rows
        for place, cell in enumerate(row)
        if place > labels[0] and place not in labels and read_figure(cell).kind in kinds
    )


def _header_row(
    rows: Sequence[Row],
    first: int,
    labels: Sequence[int],
    values: frozenset[int],
    classifier: HeaderClassifier,
) -> int | None:
    """The nearest row above the first indicator that describes the figures below it."""
    above = range(first - 1, max(first - 1 - ROWS_BETWEEN, -1), -1)
    for number in above:
        if _may_be_header(rows[number], labels, classifier) and any(
            classifier[cell].kind in CROSSED_KINDS
            for place, cell in enumerate(rows[number])
            if place in values
        ):
            return number
    return next((number for number in above if _heads_all(rows[number], labels, values, classifier)), None)


def _heads_halves(row: Row, labels: Sequence[int], classifier: HeaderClassifier) -> bool:
    """Whether a row names the time of each table side by side: 本月 and 累计, each over a 指标."""
    first = {cell.strip(): place for place, cell in reversed(list(enumerate(row))) if cell.strip()}
    are_times = all(classifier[text].kind in ("this", "other") for text in first)
    return are_times and len(first) > 1 and set(first.values()) <= set(labels)


def _last_level(rows: Sequence[Row], header: int, first: int, values: frozenset[int]) -> int:
    """The last row that divides columns of the header: 网络 and 电话 below a unit."""
    last = header
    while last + 1 < first and _divides(rows[last + 1], rows[header], values):
        last += 1
    return last


def _divides(row: Row, above: Row, values: frozenset[int]) -> bool:
    """Whether a row only has words over figures, several of them below one cell of the header."""
    written = [place for place, cell in enumerate(row) if cell.strip()]
    words = values.intersection(written)
    beside = all(cell_at(row, place) == cell_at(above, place) for place in written if place not in values)
    shares = any(cell_at(above, place) in ("", cell_at(above, place - 1)) for place in words)
    return beside and shares and not any(read_figure(row[place]).kind in FIGURES | NUMBERS for place in words)


def _may_be_header(row: Row, labels: Sequence[int], classifier: HeaderClassifier) -> bool:
    """Whether a row is not a title line and has different texts above the labels and the figures."""
    label = cell_at(row, labels[0]).strip()
    others = {cell.strip() for place, cell in enumerate(row) if place != labels[0]} - {"", label}
    return bool(others) and ":" not in classifier[label].key


def _heads_all(row: Row, labels: Sequence[int], values: frozenset[int], classifier: HeaderClassifier) -> bool:
    """Whether a row has a word above every figure column, and none is a title sentence."""
    texts = [cell_at(row, place) for place in (labels[0], *sorted(values))]
    return all(text.strip() and ":" not in classifier[text].key for text in texts) and len(set(texts)) == len(
        texts
    )


def _without_header(rows: Sequence[Row], first: int, labels: Sequence[int], values: frozenset[int]) -> Header:
    """The header of a list of indicators and figures directly below the title."""
    width = max((len(row) for row in rows[first:]), default=0)
    keys = ["" for _ in range(width)]
    for place in (*labels, *values):
        keys[place] = "数量" if place in values else "指标"
    return Header(first - 1, "crossed", ("",) * width, tuple(keys), first, (), tuple(labels))


TITLED_LINES_TO_SEARCH = 12
FEWEST = 2
LONGEST_TITLE = 200
SHORTEST_NAME = 4
_BEFORE = re.compile(r"(?:^|[年月份度位局科股室所站队的中心)\]:])$")
_AFTER = re.compile(
    r"(?:件|次|起)?数?(?P<unit>[(\[](?:单位:)?[^()\[\]]{1,6}[)\]])?(?:分月|各月|按月|逐月|月度|各单位)?"
    r"(?:统计|汇总|情况|明细|月报|报|一览)*表?(?:[(\[].*[)\]])?"
)


def titled_header(sheet: Sheet, classifier: HeaderClassifier) -> Header | None:
    """The header of months or units under a title that names one indicator; None if there is none."""
    for row, cells in enumerate(sheet.rows[:TITLED_LINES_TO_SEARCH]):
        texts = dict.fromkeys(cells[:WIDEST])
        across = max(sum(classifier[text].kind == kind for text in texts) for kind in ("month", "unit"))
        if across >= FEWEST and _has_figures(sheet.rows[row + 1 :]):
            levels = find_levels(sheet, row, classifier)
            figure, unit = figure_in_title(sheet.rows[: levels.top], classifier)
            if not figure:
                return None
            unit = unit or _unit_of_title(sheet.rows[: levels.top], classifier)
            over = tuple(_under(figure, figure + unit, one) for one in headings(sheet, levels, classifier))
            keys = tuple(key_of(one, classifier.header_index) for one in over)
            written = written_cells(sheet, levels, over)
            return Header(levels.bottom, "crossed", written, keys, levels.top, over)
    return None


def figure_in_title(rows: Sequence[Row], classifier: HeaderClassifier) -> tuple[str, str]:
    """The key of the only indicator named in the title lines, and the bracket after it.

    Both are "" if the lines name none or several. The name must not be part of a longer word:
    未办结工单数 and 执法培训参训人数 are other things.
    """
    texts = dict.fromkeys(name_key(cell[:LONGEST_TITLE]) for row in rows for cell in row[:WIDEST])
    found: list[tuple[str, str]] = []
    for text in texts:
        for key in sorted(classifier.header_index.figures, key=len, reverse=True):
            before, name, after = text.partition(key)
            if name and len(name) >= SHORTEST_NAME:
                alone = _stands_alone(before, after, classifier)
                found.append((key, _unit_behind(after)) if alone else ("", ""))
                text = before + " " + after
    return found[0] if len(found) == 1 else ("", "")


def _unit_of_title(rows: Sequence[Row], classifier: HeaderClassifier) -> str:
    """The only counting unit that the title lines state, in brackets: the unit of their one indicator."""
    stated = units_in_titles(map(title_line, rows), classifier.header_index.counting_units)
    return f"({stated[0].text})" if len(stated) == 1 else ""


def _unit_behind(after: str) -> str:
    found = _AFTER.fullmatch(after)
    return found["unit"] or "" if found else ""


def _stands_alone(before: str, after: str, classifier: HeaderClassifier) -> bool:
    titles = tuple(dataset.title for dataset in classifier.header_index.catalogue.datasets)
    begins = _BEFORE.search(before) is not None or before.endswith(titles)
    return begins and _AFTER.fullmatch(after) is not None


def _under(figure: str, text: str, heading: HeaderCell) -> HeaderCell:
    """The HeaderCell of a figure column as if the indicator, written as `text`, were above it."""
    if not (heading.first("month") or heading.first("unit") or heading.first("total")):
        return heading
    return HeaderCell((text, *heading.texts), (Word("figure", figure), *heading.words))


def _has_figures(rows: Sequence[Row]) -> bool:
    return any(
        read_figure(cell).kind == "figure" for row in rows[:TITLED_LINES_TO_SEARCH] for cell in row[1:WIDEST]
    )
