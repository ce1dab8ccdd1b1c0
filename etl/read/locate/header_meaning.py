"""Choose the dataset of a table, map its headers to columns, and report errors in the headers.

Also filled columns without a header of their own: beside the others, or below a header merged over them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from domain.catalogue import Column, CountingUnits
from domain.finding import Finding, shorten
from domain.numbers import measure_of, read_figure
from domain.text import limited
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header import WIDEST, Header
from etl.read.locate.header_cell import (
    NOT_THIS_MONTH,
    HeaderClassifier,
    columns_aside_finding,
    columns_unread_finding,
    only_aside_finding,
)
from etl.read.locate.header_index import COUNTING_UNIT_HEADERS, LONG_FORM, PASSED_OVER, YEARS, HeaderIndex
from etl.read.locate.stated_unit import said_over
from etl.read.locate.time_words import comparison_finding
from etl.read.open.sheet import Sheet, cell_at

NO_MORE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Meanings:
    """`places`: column id → its place in the row. `other`: the places of unknown headers."""

    places: dict[str, int]
    other: tuple[int, ...]
    findings: tuple[Finding, ...]


def read_meanings(
    table: FoundTable, header_index: HeaderIndex, more_keys: Mapping[str, str] = NO_MORE
) -> Meanings:
    """The place of each column; two headers with the same meaning are an error, unknown headers a warning.

    `more_keys`: header key → column id, known in this table besides those of its dataset.
    """
    header, known = table.header, {**header_index.meanings[table.dataset], **more_keys}
    beside = counted_otherwise(table, known, header_index)
    places: dict[str, int] = {}
    other: list[int] = []
    aside: list[str] = []
    findings: list[Finding] = []
    for place, key in enumerate(header.keys[: header.width]):
        id = None if place in beside else known.get(key)
        if key == NOT_THIS_MONTH:
            aside.append(header.cells[place])
        elif id is None:
            other.append(place)
        elif id in places:
            other.append(place)
            findings.append(_ambiguous(table, places[id], place))
        else:
            places[id] = place
    findings.extend(_unknown(table, places, other, header_index, beside))
    if aside:
        is_monthly = any(table.dataset == dataset.id for dataset in header_index.catalogue.monthly)
        say = columns_aside_finding if is_monthly or table.dataset == LONG_FORM else columns_unread_finding
        findings.append(say(aside, header.row + 1))
    return Meanings(places, tuple(other), tuple(findings))


def _ambiguous(table: FoundTable, first: int, second: int) -> Finding:
    cells = table.header.cells
    message = f"与“{cells[first].strip()}”是同一个意思，不能确定以哪一列为准；请只留一列"
    return Finding("ambiguous_column", message, table.header.row + 1, cells[second], None)


def _unknown(
    table: FoundTable,
    places: Mapping[str, int],
    other: list[int],
    header_index: HeaderIndex,
    beside: Set[int],
) -> Iterator[Finding]:
    """A warning for each unknown header, and for each column of values without a header."""
    keys, known = table.header.keys, header_index.meanings[table.dataset]
    passed_over = PASSED_OVER | YEARS | COUNTING_UNIT_HEADERS | known.keys()
    named = (place for place in other if keys[place])
    unknown = [place for place in named if place in beside or keys[place] not in passed_over]
    nearest = limited(lambda text: header_index.nearest_columns(text, [table.dataset]))
    for place in unknown:
        text = table.header.cells[place]
        near = nearest(text)
        absent = may_be(table, place, near[:1], places, header_index)
        hint = f"；相近的列：{'、'.join(near)}" if near else ""
        if absent:
            hint = f"；表里缺“{absent}”，如果这一列就是，请把表头改成“{absent}”"
        message = COUNTED_OTHERWISE if place in beside else f"不认识这一列，没有读取{hint}"
        yield Finding("unknown_column", message, table.header.row + 1, text, None, "warning")
    yield from columns_without_header(table, other, header_index.counting_units)


PLAN = re.compile("目标|计划|任务分解")
DONE = re.compile("完成|情况|进度|进展|执行|实施|落实|月报|统计|汇总")
NO_INDICATOR = "表头只有单位和月份，看不出是哪个指标的数；请在标题行写明一个指标的全称，或照填报模板填写"
_NUMBER_OF_A_CASE = re.compile(r"(?:工单|案件|信访件|受理)编号$|案号$|文书号$")
MANY_DATASETS = 3  # more datasets fit only if nothing but 月份 or 单位 is known


def labels(sheet: Sheet, header: Header, classifier: HeaderClassifier) -> list[str]:
    """The keys that must fit a dataset: of the header, or of the indicators in a crossed table's rows."""
    if not header.indicator_columns:
        return [key for key in header.keys if key and key != NOT_THIS_MONTH]
    down = (row[column] for row in sheet.rows for column in header.indicator_columns if column < len(row))
    return [figure for text in down if (figure := classifier.figure(text))]


def choose_dataset(
    sheet: Sheet, header: Header, classifier: HeaderClassifier, asked: str | None
) -> tuple[str | None, Finding | None]:
    """The dataset of a table, or the finding that explains why there is none."""
    header_index = classifier.header_index
    keys = labels(sheet, header, classifier)
    fitting = header_index.fitting(keys)
    lists = {dataset.id for dataset in header_index.catalogue.datasets} - {
        one.id for one in header_index.catalogue.monthly
    }
    may_compare = asked not in lists and (len(fitting) != 1 or fitting[0] not in lists)
    if may_compare and (compared := comparison_finding(sheet, header, header_index)):
        return None, compared
    if header.shape == "crossed":
        monthly = {dataset.id for dataset in header_index.catalogue.monthly}
        fitting = [id for id in fitting if id in monthly]
        asked = asked if asked in monthly else None
    if asked is not None and (asked in fitting or len(fitting) != 1):
        return asked, None
    if fitting == ["targets"] and not _is_part_of_list(set(keys), header_index):
        return None, Finding("unknown_dataset", NO_INDICATOR)
    if len(fitting) == 1:
        finding = _says_plan(sheet, header, fitting[0], header_index)
        return (None, finding) if finding else (fitting[0], None)
    has_figures = not header_index.figures.keys().isdisjoint(keys)
    aside = None if has_figures else _nothing_of_the_month(header)
    return None, aside or unknown_dataset(keys, fitting, header_index)


def _says_plan(sheet: Sheet, header: Header, dataset: str, header_index: HeaderIndex) -> Finding | None:
    """An error if the title of monthly figures says that they are a plan."""
    title = "".join(dict.fromkeys(cell for row in sheet.rows[: header.top] for cell in row[:WIDEST]))
    is_plan = PLAN.search(title) and not DONE.search(title)
    if not is_plan or header_index.catalogue.dataset(dataset).kind != "monthly":
        return None
    return Finding(
        "unknown_dataset", f"标题写着“{shorten(title, 20)}”，像是目标或计划数；这里只收实际完成的当月数"
    )


def _is_part_of_list(keys: Set[str], header_index: HeaderIndex) -> bool:
    """Whether the keys include more of a target list than unit and month: then it only lacks columns."""
    months = {key for month in range(1, 13) for key in header_index.spellings("targets", f"plan_{month}")}
    return not keys & header_index.known <= months | header_index.spellings("targets", "unit")


def _nothing_of_the_month(header: Header) -> Finding | None:
    """The finding for a table that holds only years to date and similar columns; None for others."""
    aside = [cell for cell, key in zip(header.cells, header.keys, strict=True) if key == NOT_THIS_MONTH]
    return only_aside_finding("unknown_dataset", aside) if aside else None


def unknown_dataset(keys: list[str], fitting: list[str], header_index: HeaderIndex) -> Finding:
    """The finding that lists the headers that were read and the most similar datasets."""
    shown = list(dict.fromkeys(key for key in keys if key and key not in PASSED_OVER))
    read = "、".join(shorten(key, 20) for key in shown[:20]) or "（无）"
    near = fitting or header_index.nearest_datasets(keys)
    names = "、".join(f"{header_index.catalogue.dataset(id).title}（{id}）" for id in near)
    if not names or len(fitting) > MANY_DATASETS:
        message = f"看不出是哪一类报表；读到的表头：{read}；请对照填报模板改正表头，或用 --dataset 指定"
    elif len(fitting) > 1:
        message = f"这些表头同时符合 {names}，请用 --dataset 或在页面上选定；读到的表头：{read}"
    else:
        stray = _not_of(near[0], shown, header_index)
        message = f"不能确定是哪一类报表；读到的表头：{read}；相近的报表：{names}{stray}；可用 --dataset 指定"
    if any(map(_NUMBER_OF_A_CASE.search, shown)):
        message += "；如是逐件登记的明细，请按月、按单位汇总后再报"
    return Finding("unknown_dataset", message)


def _not_of(id: str, keys: Iterable[str], header_index: HeaderIndex) -> str:
    """The headers, known in other datasets, that do not fit the most similar dataset."""
    stray = [key for key in keys if key in header_index.known and key not in header_index.meanings[id]]
    names = "、".join(f"“{shorten(key, 20)}”" for key in stray[:5])
    return f"；但{names}不是“{header_index.catalogue.dataset(id).title}”的列" if names else ""


ROWS_TO_LOOK_AT = 500


def may_be(
    table: FoundTable, place: int, near: Iterable[str], places: Mapping[str, int], header_index: HeaderIndex
) -> str:
    """The name of the absent column that an unknown column may be; "" if none.

    `near`: column names with similar spelling, most similar first; `places`: the columns that were found.
    """
    if table.dataset not in {dataset.id for dataset in header_index.catalogue.monthly}:
        return ""
    columns = {column.name: column for column in header_index.catalogue.dataset(table.dataset).columns}
    absent = (columns[name] for name in near if name in columns and columns[name].id not in places)
    return next((column.name for column in absent if _holds_figures(table, place, column, header_index)), "")


def _holds_figures(table: FoundTable, place: int, column: Column, header_index: HeaderIndex) -> bool:
    """Whether nearly all cells below a header could be figures of this column."""
    measure = measure_of(header_index.counting_units, column)
    texts = (cell_at(row, place) for row in table.body[:ROWS_TO_LOOK_AT])
    kinds = [read_figure(text, measure, column.in_whole_numbers).kind for text in texts if text.strip()]
    return 2 * kinds.count("figure") > len(kinds)


COUNTED_OTHERWISE = "单位与同名的另一列不同，不是这个指标的数，没有读取"


def counted_otherwise(table: FoundTable, known: Mapping[str, str], header_index: HeaderIndex) -> Set[int]:
    """The places of headers whose unit does not fit, if another header with the same meaning fits."""
    named: dict[str, list[int]] = {}
    for place, key in enumerate(table.header.keys[: table.header.width]):
        if key in known:
            named.setdefault(known[key], []).append(place)
    several = {id: places for id, places in named.items() if len(places) > 1}
    if not several or table.dataset not in {dataset.id for dataset in header_index.catalogue.monthly}:
        return frozenset()
    misfits: set[int] = set()
    for id, places in several.items():
        bad = [place for place in places if not _fits(table, place, id, header_index)]
        misfits.update(bad if len(bad) < len(places) else ())
    return misfits


def _fits(table: FoundTable, place: int, id: str, header_index: HeaderIndex) -> bool:
    column = next(
        (one for one in header_index.catalogue.dataset(table.dataset).columns if one.id == id), None
    )
    if column is None:
        return True
    measure = measure_of(header_index.counting_units, column)
    return all(map(measure.fits, said_over(table.header, place, header_index.counting_units)))


def columns_without_header(
    table: FoundTable, places: Iterable[int], units: CountingUnits
) -> Iterator[Finding]:
    """A warning for each of these places with cells and no header.

    Below a merged header, cells count that are not merged too; figures other than 0 there are an error,
    because it is not sure in which of its columns the header's figures are.
    """
    first_of = _merged_from(table)
    for place in places:
        if table.header.keys[place]:
            continue
        own = _own_cells(table, place, first_of.get(place))
        if place in first_of and any(map(_is_amount, own)):
            header = table.header.cells[first_of[place]]
            message = f"这个表头合并了几列，第 {place + 1} 列也有数，不能确定哪一列是它的数；请给每一列写表头"
            yield Finding("ambiguous_column", message, table.header.row + 1, header, None)
        elif own and not (place in first_of and all(map(units.read, own))):
            message = f"第 {place + 1} 列有内容而没有表头，没有读取"
            yield Finding("unknown_column", message, table.header.row + 1, None, None, "warning")


def _is_amount(text: str) -> bool:
    figure = read_figure(text)
    return figure.kind == "figure" and figure.value != 0


def _merged_from(table: FoundTable) -> dict[int, int]:
    """Place → the first column of the header that is merged over it."""
    header = table.header
    return {
        place: merge.left
        for merge in table.sheet.merges
        if merge.top <= header.row <= merge.bottom
        for place in range(merge.left + 1, min(merge.right, header.width) + 1)
    }


def _own_cells(table: FoundTable, place: int, first: int | None) -> set[str]:
    """The different texts below a place, without those that repeat the cell of the header's first column."""
    cells = ((cell_at(row, place).strip(), cell_at(row, first).strip()) for row in table.body)
    return {text for text, before in cells if text and text != before}
