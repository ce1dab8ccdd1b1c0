"""The figures behind a KPI's charts: one row per month, newest first, each with the load behind it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import isnan

from dashboard.board.board import Board
from dashboard.board.sources import Source
from dashboard.charts.year import YearMonth, known
from dashboard.ui.cards import STAR, STAR_WORDS, starred, year_ago_text
from dashboard.ui.dataset.dataset_board import KpiSeries
from dashboard.ui.lamps import MARK_WORDS, marked_lamp
from dashboard.ui.markup import Markup, join, tag
from dashboard.ui.tables import PageColumn, telling_table_html
from dashboard.wording.distance_words import goal_text
from dashboard.wording.format import NOTHING, amount, change, month_name, number
from dashboard.wording.headline import parts_names
from dashboard.wording.process_words import over_the_whole
from domain.catalogue import Catalogue, Kpi
from domain.months import format_month
from domain.text import csv_text

COLUMNS = (
    PageColumn("指标", number=False),
    PageColumn("亮灯", number=False, layout="first-line"),
    PageColumn("当月"),
    PageColumn("累计"),
    PageColumn("应完成"),
    PageColumn("年度目标"),
    PageColumn("上年同期"),
    PageColumn("同比"),
    PageColumn("责任单位", number=False, layout="first-line"),
)


def kpi_table(kpis: Iterable[Kpi], board: Board, catalogue: Catalogue, link: Callable[[Kpi], str]) -> Markup:
    """A row for each KPI in the given order, then what its marks or over 100 % mean; `link`: its charts."""
    shown = tuple(kpis)
    rows = [_kpi_row(kpi, board, catalogue, link(kpi)) for kpi in shown]
    has_star = any(cell.startswith(STAR) for row in rows for cell in row)
    table = telling_table_html(COLUMNS, rows, "全部指标")
    over = (over_the_whole(catalogue, kpi, [board.of(kpi.id).month_value]) for kpi in shown)
    partial = any(board.of(kpi.id).provisional for kpi in shown)
    notes = filter(None, (MARK_WORDS if partial else "", STAR_WORDS if has_star else "", *over))
    return join(table, *(tag("p", note, class_="page-note") for note in notes))


def _kpi_row(kpi: Kpi, board: Board, catalogue: Catalogue, link: str) -> list[str]:
    progress = board.of(kpi.id)
    is_compared = not kpi.is_stock or kpi.direction.is_judged
    to_date = None if kpi.is_stock else progress.year_to_date
    due = progress.expected_to_date if kpi.works_towards_target else None
    year_ago = amount(progress.year_ago_to_date if is_compared else None, kpi.kind, kpi.counting_unit)
    return [
        tag("a", kpi.name, href=link),
        marked_lamp(progress, catalogue),
        amount(progress.month_value, kpi.kind, kpi.counting_unit, progress.month_word),
        amount(to_date, kpi.kind, kpi.counting_unit, progress.word),
        amount(due, kpi.kind, kpi.counting_unit),
        goal_text(kpi, progress.target, kpi.counting_unit),
        starred(year_ago, progress),
        year_ago_text(kpi, progress) if is_compared else NOTHING,
        progress.owner,
    ]


Cells = list[str]
POINTS = "个百分点"
LOADS_SHOWN = 6
PARTIAL, PARTIAL_WORDS = "＊", "＊有单位未报，不与上年同月相比。"
NO_LAST_YEAR = "上年同月没有数据，暂无同比。"


def month_table(
    series: KpiSeries,
    catalogue: Catalogue,
    sources: Mapping[date, Sequence[Source]],
    load_link: Callable[[int], str],
) -> Markup:
    """The year's months up to as-of, with notes below on special cases and on the kind of the loads.

    `load_link` returns the address of a load, "" for none.
    """
    shown = [month for month in reversed(series.year) if month.month <= series.board.as_of]
    parts, with_sum = _part_names(series, catalogue), series.kpi.adds_up
    rows = [_row(series, row, bool(parts), with_sum, sources, load_link) for row in shown]
    table = telling_table_html(_columns(series, parts, with_sum), rows, f"{series.kpi.short_name}各月数据")
    first_year = "" if known(month.last_year for month in shown) else NO_LAST_YEAR
    partial = PARTIAL_WORDS if any(cell.endswith(PARTIAL) for row in rows for cell in row) else ""
    words = filter(
        None, (first_year, partial, over_the_whole(catalogue, series.kpi, [month.value for month in shown]))
    )
    loads = [source for month in shown for source in sources.get(month.month, ())]
    return join(table, *(tag("p", sentence, class_="page-note") for sentence in words), _kinds(loads))


def _columns(series: KpiSeries, parts: Sequence[str], with_sum: bool) -> list[PageColumn]:
    """The columns of a row from _row."""
    return [
        PageColumn("月份", number=False),
        *(PageColumn(name, layout="breaks") for name in parts),
        PageColumn("当月"),
        PageColumn("上年同月"),
        PageColumn(f"同比（{POINTS.removeprefix('个')}）" if series.kpi.is_share else "同比"),
        *([PageColumn("累计")] if with_sum else []),
        *(
            [PageColumn("不超过" if series.kpi.direction.wants_less else "应完成")]
            if _has_pace(series)
            else []
        ),
        PageColumn("来源", number=False, layout="wraps"),
    ]


def _kinds(loads: Iterable[Source]) -> Markup:
    """The kinds of sources, and which loads are samples; "" if there are none."""
    known = sorted(set(loads), key=lambda source: source.load)
    if not known:
        return Markup("")
    marks = dict.fromkeys(load.mark for load in known if load.mark)
    alike = {mark: "、".join(f"第{load.load}次" for load in known if load.mark == mark) for mark in marks}
    marked = [f"{loads}为{mark}" for mark, loads in alike.items()]
    words = "来源为导入批次" + (f"：{'，'.join(marked)}" if marked else "") + "。"
    return tag("p", words, class_="page-note")


def _part_names(series: KpiSeries, catalogue: Catalogue) -> list[str]:
    """The names of a rate's parts: 满意数, 回访数."""
    return list(reversed(parts_names(catalogue, series.kpi))) if series.kpi.is_quotient else []


def _has_pace(series: KpiSeries) -> bool:
    return series.kpi.adds_up and series.progress.target is not None


def _row(
    series: KpiSeries,
    row: YearMonth,
    with_parts: bool,
    with_sum: bool,
    sources: Mapping[date, Sequence[Source]],
    load_link: Callable[[int], str],
) -> Cells:
    month, kpi = row.month, series.kpi
    value, last_year = _or_none(row.value), _or_none(row.last_year)
    same_year = month.year == series.board.year
    cells: Cells = [month_name(month) if same_year else f"上年{month_name(month)}"]
    if with_parts:
        cells += [number(_or_none(row.numerator)), number(_or_none(row.denominator))]
    is_partial = not row.missing and format_month(month) in _partial_months(series)
    text = f"{row.text}{PARTIAL if is_partial else ''}"
    cells.append("未报" if row.missing else text)
    cells.append(row.last_year_text)
    about = (row.text, row.last_year_text) != (amount(value, kpi.kind), amount(last_year, kpi.kind))
    changed = change(value, last_year, kpi.kind, kpi.counting_unit, about=about)
    compared = NOTHING if is_partial else changed
    cells.append(compared.removesuffix(POINTS))
    if with_sum:
        cells.append(row.cumulative_text)
    if _has_pace(series):
        cells.append(number(_or_none(row.expected)))
    cells.append(_loads(sources.get(month, ()), load_link))
    return cells


def _partial_months(series: KpiSeries) -> set[str]:
    """The months of the year that some units still owe."""
    progress = series.progress
    return {owed.month for owed in progress.owed_before} | (
        {progress.as_of} if progress.incomplete else set()
    )


def _or_none(value: float) -> float | None:
    return None if isnan(value) else value


def _loads(sources: Sequence[Source], load_link: Callable[[int], str]) -> Markup:
    """第8次、第15次, each linked to its load; only the last few if there are many."""
    if not sources:
        return Markup(NOTHING)
    written = [_load(source, load_link(source.load)) for source in sources[-LOADS_SHOWN:]]
    more = f"等{len(sources)}次" if len(sources) > LOADS_SHOWN else ""
    return join(*[part for load in written for part in ("、", load)][1:], more)


def _load(source: Source, link: str) -> str:
    words = f"第{source.load}次"
    return tag("a", words, href=link) if link else words


FIGURES = {
    "value": "当月",
    "last_year": "上年同月",
    "numerator": "分子",
    "denominator": "分母",
    "cumulative": "累计",
    "expected": "应完成",
}
HEADER = ("单位", "指标", "计量单位", "月份", *FIGURES.values(), "年度目标")


def figures_csv(kpis: Iterable[Kpi], board: Board, unit_name: str) -> bytes:
    """A row for each KPI and month of the year up to as-of; numbers unrounded, blank if not reported."""
    rows = ([unit_name, *row] for kpi in kpis for row in _rows(KpiSeries(kpi, board)))
    return csv_text([HEADER, *rows]).encode()


def _rows(series: KpiSeries) -> Iterator[list[object]]:
    kpi = series.kpi
    unknown = (() if kpi.adds_up else ("cumulative",)) + (
        () if kpi.is_quotient else ("numerator", "denominator")
    )
    for month in series.year:
        if month.position > 0 and month.month <= series.board.as_of:
            numbers = [None if name in unknown else _or_none(getattr(month, name)) for name in FIGURES]
            yield [kpi.name, kpi.counting_unit, format_month(month.month), *numbers, series.progress.target]
