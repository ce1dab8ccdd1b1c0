"""The figures behind a KPI's charts: a row a month, newest first, each with the load it came from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from dashboard.format import NOTHING, amount, change, month_name, number
from dashboard.kpi.sources import Source
from dashboard.reports.headline import parts_names
from dashboard.reports.narrative import adds_up
from dashboard.reports.rate_words import over_the_whole
from dashboard.ui.markup import Markup, join, tag
from dashboard.ui.series import Series
from dashboard.ui.tables import Column, telling_table_html
from etl.catalogue import Catalogue

Cells = list[str]
POINTS = "个百分点"
LOADS_SHOWN = 6
NO_LAST_YEAR = "上年同月没有数据，暂无同比。"


def month_table(
    series: Series,
    catalogue: Catalogue,
    sources: Mapping[date, Sequence[Source]],
    load_link: Callable[[int], str],
) -> Markup:
    """The year's months up to as-of; under them what asks for a word, and of what kind the loads are.

    `load_link` is the address of a load, "" for none.
    """
    year = series.frame()
    shown = year[year["month"] <= series.board.as_of].iloc[::-1]
    parts, with_sum = _part_names(series, catalogue), adds_up(catalogue, series.kpi)
    rows = [_row(series, row, bool(parts), with_sum, sources, load_link) for row in shown.itertuples()]
    table = telling_table_html(_columns(series, parts, with_sum), rows, f"{series.kpi.short_name}各月数据")
    first_year = "" if shown["last_year"].notna().any() else NO_LAST_YEAR
    words = filter(None, (first_year, over_the_whole(catalogue, series.kpi, shown["value"])))
    loads = [source for month in shown["month"] for source in sources.get(month, ())]
    return join(table, *(tag("p", said, class_="page-note") for said in words), _kinds(loads))


def _columns(series: Series, parts: Sequence[str], with_sum: bool) -> list[Column]:
    """What a row of _row holds."""
    return [
        Column("月份", number=False),
        *(Column(name, layout="breaks") for name in parts),
        Column("当月"),
        Column("上年同月"),
        Column(f"同比（{POINTS.removeprefix('个')}）" if series.kpi.kind == "rate" else "同比"),
        *([Column("累计")] if with_sum else []),
        *([Column("应完成")] if _has_pace(series) else []),
        Column("来源", number=False, layout="wraps"),
    ]


def _kinds(loads: Iterable[Source]) -> Markup:
    """What a source is, and which loads are examples; "" where there is none."""
    known = sorted(set(loads), key=lambda each: each.load)
    if not known:
        return Markup("")
    marks = dict.fromkeys(load.mark for load in known if load.mark)
    alike = {mark: "、".join(f"第{load.load}次" for load in known if load.mark == mark) for mark in marks}
    told = [f"{loads}为{mark}" for mark, loads in alike.items()]
    words = "来源为导入批次" + (f"：{'，'.join(told)}" if told else "") + "。"
    return tag("p", words, class_="page-note")


def _part_names(series: Series, catalogue: Catalogue) -> list[str]:
    """What a rate is made of: 满意数, 回访数."""
    return list(reversed(parts_names(catalogue, series.kpi))) if series.kpi.kind == "rate" else []


def _has_pace(series: Series) -> bool:
    return series.kpi.kind == "sum" and series.progress.target is not None


def _row(
    series: Series,
    row: object,
    with_parts: bool,
    with_sum: bool,
    sources: Mapping[date, Sequence[Source]],
    load_link: Callable[[int], str],
) -> Cells:
    month: date = row.month  # type: ignore[attr-defined]
    value, last_year = _known(row, "value"), _known(row, "last_year")
    kpi = series.kpi
    same_year = month.year == series.board.year
    cells: Cells = [month_name(month) if same_year else f"上年{month_name(month)}"]
    if with_parts:
        cells += [number(_known(row, "numerator")), number(_known(row, "denominator"))]
    cells.append("未报" if row.missing else str(row.text))  # type: ignore[attr-defined]
    cells.append(amount(last_year, kpi.kind))
    cells.append(change(value, last_year, kpi.kind, kpi.counting_unit).removesuffix(POINTS))
    if with_sum:
        cells.append(str(row.cumulative_text))  # type: ignore[attr-defined]
    if _has_pace(series):
        cells.append(number(_known(row, "expected")))
    cells.append(_loads(sources.get(month, ()), load_link))
    return cells


def _known(row: object, name: str) -> float | None:
    value = getattr(row, name)
    return None if pd.isna(value) else float(value)


def _loads(sources: Sequence[Source], load_link: Callable[[int], str]) -> Markup:
    """第8次、第15次: each leads to its load; of very many the last few."""
    if not sources:
        return Markup(NOTHING)
    written = [_load(source, load_link(source.load)) for source in sources[-LOADS_SHOWN:]]
    more = f"等{len(sources)}次" if len(sources) > LOADS_SHOWN else ""
    return join(*[part for each in written for part in ("、", each)][1:], more)


def _load(source: Source, link: str) -> str:
    words = f"第{source.load}次"
    return tag("a", words, href=link) if link else words
