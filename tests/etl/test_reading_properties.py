"""Any combination of encoding, delimiter, decoration and spelling gives the plain file's figures.

And whatever bytes come in, findings come out.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.read.read_tables import ReadFile
from tests.etl.mutations import mutated, seeds
from tests.etl.sheets import Figures, as_html, as_text, as_xls, as_xlsx, errors, figures, read, warnings

COLUMNS = {
    "tickets_received": ["受理工单数", "受理量（件）", "tickets_received", "受理 总数", "受理工单数\n(件)"],
    "tickets_closed": ["办结工单数", "已办", "办结工单数【件】", " 办结量 "],
    "tickets_satisfied": ["满意数", "满意件数", "满意数（件）", "满　意　数"],
}
UNIT_NAMES = {
    "brigade": ["综合执法大队", "执法大队", "brigade", "综合执法 大队", "　综合执法大队"],
    "office": ["局机关", "office", "局 机 关", "ｏｆｆｉｃｅ"],
}
MONTHS: list[Callable[[int], str]] = [
    lambda month: f"2023-{month:02d}",
    lambda month: f"2023/{month}",
    lambda month: f"2023.{month:02d}",
    lambda month: f"2023{month:02d}",
    lambda month: f"2023年{month}月",
    lambda month: f"2023年{month:02d}月份",
    lambda month: f"2023-{month:02d}-28",
    lambda month: f"{month}月",
    lambda month: f"{'零一二三四五六七八九十'[month] if month < 11 else '十' + '一二'[month - 11]}月",
]
NUMBERS: list[Callable[[int], str]] = [
    str,
    lambda value: f"{value:,}",
    lambda value: f"{value:,}".replace(",", "，"),
    lambda value: "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)),
    lambda value: f"{value}件",
    lambda value: f" {value} ",
    lambda value: f"{value}.0",
    lambda value: "无" if value == 0 else str(value),
    lambda value: f"{value / 10000:.4f}万",
]
BLANKS = ["", "—", "-", "/", "无数据", "N/A", "　"]


SCALES = {"件": 1, "起": 1, "个": 1, "百件": 100, "千件": 1000, "万件": 10_000, "万": 10_000}
OTHER_UNITS = ["人次", "%", "天", "万元", "百人"]


@dataclass(frozen=True)
class Stated:
    """A counting unit as the file states it: which, and where."""

    unit: str = ""
    where: str = ""

    @property
    def scale(self) -> int:
        return SCALES.get(self.unit, 1)

    @property
    def is_refused(self) -> bool:
        """Whether no figure may be read: another unit, or one that does not say of which figures."""
        return self.unit == "万" if self.where == "title" else self.unit in OTHER_UNITS

    def number(self, value: int, spell: Callable[[int], str]) -> str:
        """A number as this unit has it."""
        return spell(value) if self.scale == 1 else f"{Decimal(value) / self.scale:f}"


@st.composite
def stated(draw: st.DrawFn) -> Stated:
    where = draw(st.sampled_from(["", "", "header", "level", "column", "title"]))
    return Stated(draw(st.sampled_from([*SCALES, *OTHER_UNITS])), where) if where else Stated()


@dataclass(frozen=True)
class Sheet:
    """A table as drawn: what it says, and its cells as spelt, `levels` rows of header first."""

    expected: Figures
    rows: list[list[str]]
    sums: list[str]
    stated: Stated = Stated()

    @property
    def levels(self) -> int:
        return 2 if self.stated.where == "level" else 1


def with_unit(sheet: Sheet) -> Sheet:
    """The sheet with its counting unit where it is stated, the title aside."""
    unit, where = sheet.stated.unit, sheet.stated.where
    header, *below = sheet.rows
    if where == "header":
        header = [*header[:2], *(f"{cell}（{unit}）" for cell in header[2:])]
    if where == "level":
        below = [["", "", *[unit] * (len(header) - 2)], *below]
    rows = [header, *below]
    if where == "column":
        beside = ["计量单位", *[unit] * len(below)]
        rows = [[*row[:2], cell, *row[2:]] for row, cell in zip(rows, beside, strict=True)]
        return replace(sheet, rows=rows, sums=[unit, *sheet.sums])
    return replace(sheet, rows=rows)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A table of a few rows, every header, month, unit and number spelt in some way."""
    said = draw(stated())
    indicators = draw(st.permutations(sorted(COLUMNS)))[: draw(st.integers(1, 3))]
    keys = draw(
        st.lists(st.tuples(st.integers(1, 12), st.sampled_from(sorted(UNIT_NAMES))), min_size=1, unique=True)
    )
    spelt = [COLUMNS[one][:1] if said.where in ("header", "level") else COLUMNS[one] for one in indicators]
    if said.scale > 1:  # a header that says （件） would contradict
        spelt = [[name for name in names if "件" not in name[-3:]] for names in spelt]
    header = ["月份", "单位", *(draw(st.sampled_from(names)) for names in spelt)]
    expected: Figures = {}
    rows = [header]
    sums = [0] * len(indicators)
    for month, unit in keys:
        cells = [draw(st.sampled_from(MONTHS))(month), draw(st.sampled_from(UNIT_NAMES[unit]))]
        for place, indicator in enumerate(indicators):
            value = draw(st.none() | st.integers(0, 20_000))
            spell = draw(st.sampled_from(BLANKS if value is None else NUMBERS))
            cells.append(spell if isinstance(spell, str) else said.number(value or 0, spell))
            if value is not None:
                expected[indicator, unit, f"2023-{month:02d}"] = (value, "")
                sums[place] += value
        rows.append(cells)
    return with_unit(Sheet(expected, rows, [said.number(value, str) for value in sums], said))


@dataclass(frozen=True)
class Drawn:
    """A file as drawn: its cells, what it says, and whether units contradict each other or do not fit."""

    expected: Figures
    rows: list[list[str]]
    stated: Stated
    is_refused: bool


@st.composite
def decorated(draw: st.DrawFn) -> Drawn:
    """The same with titles, running numbers, remarks, totals and notes around it."""
    sheet = draw(sheets())
    rows = [list(row) for row in sheet.rows]
    if draw(st.booleans()):
        rows.append([draw(st.sampled_from(["合计", "总计", "合 计"])), "", *sheet.sums])
    if draw(st.booleans()):
        index = [*["序号", ""][: sheet.levels], *map(str, range(1, len(rows) - sheet.levels + 1))]
        rows = [[first, *row] for first, row in zip(index, rows, strict=True)]
    if draw(st.booleans()):
        remarks = [*["备注", ""][: sheet.levels], *["含转办"] * (len(rows) - sheet.levels)]
        rows = [[*row, last] for last, row in zip(remarks, rows, strict=True)]
    titles = [["2023年12345热线月报表"]]
    more = draw(
        st.lists(st.sampled_from([["填报部门：法规科", "单位：件"], ["（内部资料）"], []]), max_size=6)
    )
    notes = draw(
        st.lists(
            st.sampled_from([["制表人：张三", "", "审核人：李四"], ["注：以上含转办件。"], []]), max_size=3
        )
    )
    if sheet.stated.where == "title":
        titles.append(["", f"单位：{sheet.stated.unit}"])
    said_twice = sheet.stated.scale > 1 and ["填报部门：法规科", "单位：件"] in more
    refused = sheet.stated.is_refused or said_twice
    return Drawn(sheet.expected, [*titles, *more, *rows, *notes], sheet.stated, refused)


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]
DELIMITERS = [",", "\t", ";", "，"]
NEWLINES = ["\n", "\r\n", "\r"]


@given(decorated(), st.sampled_from(ENCODINGS), st.sampled_from(DELIMITERS), st.sampled_from(NEWLINES))
def test_any_combination_as_text_gives_the_plain_figures(
    drawn: Drawn, encoding: str, delimiter: str, newline: str
) -> None:
    assert_same_or_refused(read(as_text(drawn.rows, delimiter, newline).encode(encoding)), drawn)


# Fewer: each opens in a process of its own, and what is drawn is what the texts above are drawn from.
@settings(max_examples=25)
@given(decorated(), st.sampled_from(["xlsx", "xls", "html"]))
def test_any_combination_as_a_workbook_gives_the_plain_figures(drawn: Drawn, kind: str) -> None:
    rows = drawn.rows
    made = {
        "xlsx": lambda: as_xlsx({"表": rows}),
        "xls": lambda: as_xls(rows),
        "html": lambda: as_html(rows).encode(),
    }
    assert_same_or_refused(read(made[kind]()), drawn)


def assert_same_or_refused(file: ReadFile, drawn: Drawn) -> None:
    if drawn.is_refused:
        assert "wrong_unit" in {code for code, _, _ in errors(file)}
        return
    assert errors(file) == []
    assert {code for code, _, _ in warnings(file)} <= ({"scaled"} if drawn.stated.scale > 1 else set())
    assert figures(file) == drawn.expected


def as_stated(numbers: list[int], said: Stated) -> list[list[str]]:
    """The same bare numbers below a counting unit."""
    rows = [["月份", "单位", "受理工单数"]]
    rows += [[f"2023-{month:02d}", "局机关", str(number)] for month, number in enumerate(numbers, start=1)]
    titles = [["2023年12345热线月报表"]]
    titles += [["", f"单位：{said.unit}"]] if said.where == "title" else []
    return [*titles, *with_unit(Sheet({}, rows, [], said)).rows]


@given(
    st.lists(st.integers(0, 20_000), min_size=1, max_size=3),
    st.sampled_from(["header", "level", "column", "title"]),
    st.sampled_from([*SCALES, *OTHER_UNITS]),
    st.sampled_from([*SCALES, *OTHER_UNITS]),
    st.sampled_from(DELIMITERS),
)
def test_files_that_differ_only_in_a_stated_unit_differ_by_its_scale_or_one_is_refused(
    numbers: list[int], where: str, one: str, other: str, delimiter: str
) -> None:
    said = [Stated(one, where), Stated(other, where)]
    files = [read(as_text(as_stated(numbers, each), delimiter)) for each in said]
    for file, each in zip(files, said, strict=True):
        assert bool(errors(file)) == each.is_refused
    if not any(each.is_refused for each in said):
        first, second = ([value or 0 for value, _ in figures(file).values()] for file in files)
        assert [value * said[1].scale for value in first] == [value * said[0].scale for value in second]


@settings(max_examples=50)
@given(st.sampled_from(sorted(seeds())), st.integers(0, 2**32))
def test_a_mutated_file_gives_findings_never_an_exception(seed: str, chance: int) -> None:
    file = read(mutated(seeds()[seed], random.Random(chance)))
    for table in file.tables:
        assert set(table.figures["unit"]) <= {"root", "brigade", "office", "second"}
    assert file.findings or file.tables


@given(st.binary(max_size=300))
def test_any_bytes_give_findings_never_an_exception(content: bytes) -> None:
    assert errors(read(content))


@given(
    st.text(alphabet=st.sampled_from("月份单位受理工单数局机关2036-,;\t\n\r\"' 年合计注：，|"), max_size=200)
)
def test_any_text_gives_findings_or_figures_never_an_exception(text: str) -> None:
    file = read(text)
    assert file.findings or file.tables
