"""Refuse tables that compare whole or partial years and have no figures of a single month."""

import re
from itertools import islice

from domain.finding import Finding
from domain.months import western_year
from domain.text import name_key
from etl.read.locate.header import Header
from etl.read.locate.header_index import YEARS, HeaderIndex
from etl.read.open.sheet import Sheet, cell_at

ROWS_LOOKED_AT = 200
WHAT_TO_DO = "系统只收当月数，同比、累计由系统计算，请按月填写，表头或月份列写明几年几月再报"
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:年度?|$)")
_MONTH = re.compile(
    r"[0-9]年?度?[-/.年]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月|[0-9]{4}[-/.][0-9]{1,2}"
)


def comparison_finding(sheet: Sheet, header: Header, header_index: HeaderIndex) -> Finding | None:
    """The error for a table with figures by year; None if any figure belongs to a month."""
    years = sorted({year for text in _years_across(header, header_index) for year in _YEAR.findall(text)})
    if len(years) < 2:
        years = _years_down(sheet, header, header_index)
    if len(years) < 2:
        return None
    named = "、".join(f"{year}年" for year in years[:4])
    message = f"这是年度对比表（{named}），几年的数并排，不是一列一项的当月数；{WHAT_TO_DO}"
    return Finding("missing_column" if header.indicator_columns else "unknown_dataset", message)


def _years_across(header: Header, header_index: HeaderIndex) -> list[str]:
    """The headers of columns that name a year; empty if any column belongs to a month."""
    over = [one.texts for one in header.headings] or [(cell,) for cell in header.cells]
    texts = ["\n".join(western_year(name_key(text)) for text in column) for column in over]
    named = [place for place, text in enumerate(texts) if _YEAR.search(text)]
    others = set(range(len(texts))) - set(named)
    is_of_month = any(
        _MONTH.search(texts[place]) or _is_above_month(header, place) for place in named
    ) or any(header.keys[place] in header_index.figures or _says_a_month(header, place) for place in others)
    return [] if is_of_month else [texts[place] for place in named]


def _is_above_month(header: Header, place: int) -> bool:
    """Whether a column's header has a month, such as 6月 below 2023年."""
    return bool(header.headings and header.headings[place].first("month"))


def _says_a_month(header: Header, place: int) -> bool:
    """Whether a column's header says 6月, 本月 or 数量."""
    heading = header.headings[place] if header.headings else None
    return heading is not None and bool(heading.first("month") or heading.kind in ("this", "quantity"))


def _years_down(sheet: Sheet, header: Header, header_index: HeaderIndex) -> list[str]:
    """The years in a 年度 column beside figures without a month."""
    months = header_index.spellings("cases", "month") if "cases" in header_index.meanings else set()
    place = next((place for place, key in enumerate(header.keys) if key in YEARS), None)
    is_figures = not header_index.figures.keys().isdisjoint(header.keys) and months.isdisjoint(header.keys)
    if place is None or not is_figures or header.shape != "plain":
        return []
    below = islice(sheet.rows, header.row + 1, header.row + 1 + ROWS_LOOKED_AT)
    cells = {western_year(name_key(cell_at(row, place))) for row in below}
    return sorted({found[1] for cell in cells if (found := _YEAR.match(cell))})
