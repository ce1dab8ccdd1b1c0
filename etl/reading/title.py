"""The lines above a table: which month and year they name, and which unit reports."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from etl.month import is_month_without_year, read_month, western_year
from etl.reading.sheet import Row
from etl.text import half_width
from etl.units import Unit, UnitDirectory

LONGEST_LINE = 2000

_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_FILLED_IN = re.compile(
    r"(?:填报|填表|制表|报送|上报|打印|导出|生成|制作|审核)(?:日期|时间)\s*:?\s*[0-9年月日/.\-]*"
)
_DAY = re.compile(r"[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*[日号]")
_DAY_IN_DIGITS = re.compile(r"(?<![0-9])[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])")
_SPAN = re.compile(
    rf"([0-9]{{4}})\s*年\s*{_MONTH_NUMBER}\s*月?\s*[-~—–至到]+\s*(?:[0-9]{{4}}\s*年\s*)?{_MONTH_NUMBER}\s*月份?"
)
_MONTH = re.compile(
    rf"(?<![0-9])[0-9]{{4}}\s*年\s*{_MONTH_NUMBER}\s*月份?|(?<![0-9])[0-9]{{4}}[-/.][0-9]{{1,2}}(?![-/.0-9])"
)
_SINCE_JANUARY = re.compile(
    rf"(?<![0-9])0?1\s*月?\s*[-~—–至到]+\s*{_MONTH_NUMBER}\s*月份?|累计|今年以来|年初以来"
)
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*年")
_LABELLED_MONTH = re.compile(
    rf"(?:月份|报告期|统计月份|报表月份|统计时间|所属期)\s*:?\s*([0-9]{{4}}[-/.][0-9]{{1,2}}(?:[-/.][0-9]{{1,2}})?|{_MONTH_NUMBER}\s*月份?)"
)
_LEADING_MONTH = re.compile(rf"(?:^|  )({_MONTH_NUMBER}\s*月份?)(?![0-9 ]*[日号前底至到\-~—])")
_UNIT_LABEL = re.compile(
    r"(?P<asked>填报|报送|上报|编报|填表|制表|报告|统计)?单位(?:名称)?\s*(?:\((?:盖章|公章|签章|章)\))?\s*(?P<colon>:)?\s*(?P<rest>.*)"
)
_NEXT_LABEL = re.compile(r"\s*(?:填报|填表|制表|审核|报送|联系|负责|日期|时间|月份|单位|统计|\(|\[)")


@dataclass(frozen=True)
class Title:
    """What the lines above a table say. `months` are all months named, a month without year apart.

    `cumulative` are the words that tell of a year to date (1-10月, 累计), "" without any.
    `unit_text` is what stands behind 填报单位： and `unit` who that is, None where nobody goes by it.
    """

    months: tuple[date, ...] = ()
    month_without_year: str = ""
    years: tuple[int, ...] = ()
    unit: Unit | None = None
    unit_text: str = ""
    unit_row: int | None = None
    cumulative: str = ""

    @property
    def year(self) -> int | None:
        """The year of the title, where it names just one."""
        return self.years[0] if len(self.years) == 1 else None

    def month(self, year: int | None) -> date | None:
        """The month of the title, where it names just one; `year` helps where the title has none."""
        if self.months:
            return self.months[0] if len(self.months) == 1 else None
        return read_month(self.month_without_year, self.year or year) if self.month_without_year else None


def read_title(rows: Sequence[Row], units: UnitDirectory) -> Title:
    """What the rows above the header say."""
    lines = [_line(row) for row in rows]
    months, years, alone = _months(lines)
    unit_row, unit_text, unit = _unit(lines, units)
    cumulative = next((found[0] for line in lines if (found := _SINCE_JANUARY.search(line))), "")
    return Title(months, alone, years, unit, unit_text, unit_row, cumulative)


def _line(row: Row) -> str:
    """The different cells of a row as one text, two spaces between; a merged title counts once."""
    cells = [half_width(cell[:LONGEST_LINE]).replace("\n", "  ").strip() for cell in row[:200]]
    return western_year("  ".join(dict.fromkeys(cell for cell in cells if cell)))[:LONGEST_LINE]


def _months(lines: Iterable[str]) -> tuple[tuple[date, ...], tuple[int, ...], str]:
    """All months and years named, and the month that stands without a year (the first, else "")."""
    months: dict[date, None] = {}
    years: dict[int, None] = {}
    alone = ""
    for line in lines:
        line = _FILLED_IN.sub(" ", line)
        if found := _LABELLED_MONTH.search(line):
            alone = alone or (found[1] if is_month_without_year(found[1]) else "")
            months |= dict.fromkeys(filter(None, [read_month(found[1])]))
        line = _DAY_IN_DIGITS.sub(" ", _DAY.sub(" ", line))
        years |= dict.fromkeys(int(found) for found in _YEAR.findall(line))
        line = _SPAN.sub(" ", line)
        months |= dict.fromkeys(filter(None, (read_month(found[0]) for found in _MONTH.finditer(line))))
        if not alone and (found := _LEADING_MONTH.search(line)):
            alone = found[1]
    years |= dict.fromkeys(month.year for month in months)
    return tuple(months), tuple(years), alone


def _unit(lines: Sequence[str], units: UnitDirectory) -> tuple[int | None, str, Unit | None]:
    """Row (from 1), text and unit behind 填报单位：, or behind 单位： where it names a unit."""
    for row, line in enumerate(lines, start=1):
        for label in re.finditer(r"(?:填报|报送|上报|编报|填表|制表|报告|统计)?单位", line):
            found = _UNIT_LABEL.match(line, label.start())
            if not found or not (found["asked"] or found["colon"]):
                continue
            text, unit = _unit_in(found["rest"], units)
            if unit or (found["asked"] and found["colon"] and text):
                return row, text, unit
    return None, "", None


def _unit_in(rest: str, units: UnitDirectory) -> tuple[str, Unit | None]:
    """The unit that the text behind a label names: its longest known beginning, cut at spaces."""
    rest = rest.strip()
    words = rest.split(" ")
    for count in range(len(words), 0, -1):
        text = "".join(words[:count])
        if text and (unit := units.find(text)):
            return text, unit
    beginning = re.split(r"\s{2,}", rest)[0]
    return ("" if _NEXT_LABEL.match(beginning) else beginning), None
