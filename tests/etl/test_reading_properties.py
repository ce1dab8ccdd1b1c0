"""Any combination of encoding, delimiter, decoration and spelling gives the plain file's figures.

And whatever bytes come in, findings come out.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Sheet:
    """A table as drawn: what it says, and its cells as spelt."""

    expected: Figures
    rows: list[list[str]]
    sums: list[str]


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A table of a few rows, every header, month, unit and number spelt in some way."""
    indicators = draw(st.permutations(sorted(COLUMNS)))[: draw(st.integers(1, 3))]
    keys = draw(
        st.lists(st.tuples(st.integers(1, 12), st.sampled_from(sorted(UNIT_NAMES))), min_size=1, unique=True)
    )
    header = ["月份", "单位", *(draw(st.sampled_from(COLUMNS[one])) for one in indicators)]
    expected: Figures = {}
    rows = [header]
    sums = [0] * len(indicators)
    for month, unit in keys:
        cells = [draw(st.sampled_from(MONTHS))(month), draw(st.sampled_from(UNIT_NAMES[unit]))]
        for place, indicator in enumerate(indicators):
            value = draw(st.none() | st.integers(0, 20_000))
            cells.append(
                draw(st.sampled_from(BLANKS)) if value is None else draw(st.sampled_from(NUMBERS))(value)
            )
            if value is not None:
                expected[indicator, unit, f"2023-{month:02d}"] = (value, "")
                sums[place] += value
        rows.append(cells)
    return Sheet(expected, rows, [str(value) for value in sums])


@st.composite
def decorated(draw: st.DrawFn) -> tuple[Figures, list[list[str]]]:
    """The same with titles, running numbers, remarks, totals and notes around it."""
    sheet = draw(sheets())
    rows = [list(row) for row in sheet.rows]
    if draw(st.booleans()):
        rows.append([draw(st.sampled_from(["合计", "总计", "合 计"])), "", *sheet.sums])
    if draw(st.booleans()):
        rows = [
            [first, *row] for first, row in zip(["序号", *map(str, range(1, len(rows)))], rows, strict=True)
        ]
    if draw(st.booleans()):
        rows = [[*row, last] for last, row in zip(["备注", *["含转办"] * (len(rows) - 1)], rows, strict=True)]
    titles = [["2023年12345热线月报表"]]
    titles += draw(
        st.lists(st.sampled_from([["填报部门：法规科", "单位：件"], ["（内部资料）"], []]), max_size=6)
    )
    notes = draw(
        st.lists(
            st.sampled_from([["制表人：张三", "", "审核人：李四"], ["注：以上含转办件。"], []]), max_size=3
        )
    )
    return sheet.expected, [*titles, *rows, *notes]


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]
DELIMITERS = [",", "\t", ";", "，"]
NEWLINES = ["\n", "\r\n", "\r"]


@given(decorated(), st.sampled_from(ENCODINGS), st.sampled_from(DELIMITERS), st.sampled_from(NEWLINES))
def test_any_combination_as_text_gives_the_plain_figures(
    drawn: tuple[Figures, list[list[str]]], encoding: str, delimiter: str, newline: str
) -> None:
    expected, rows = drawn
    assert_same(read(as_text(rows, delimiter, newline).encode(encoding)), expected)


# Fewer: each opens in a process of its own, and what is drawn is what the texts above are drawn from.
@settings(max_examples=40)
@given(decorated(), st.sampled_from(["xlsx", "xls", "html"]))
def test_any_combination_as_a_workbook_gives_the_plain_figures(
    drawn: tuple[Figures, list[list[str]]], kind: str
) -> None:
    expected, rows = drawn
    made = {
        "xlsx": lambda: as_xlsx({"表": rows}),
        "xls": lambda: as_xls(rows),
        "html": lambda: as_html(rows).encode(),
    }
    assert_same(read(made[kind]()), expected)


def assert_same(file: ReadFile, expected: Figures) -> None:
    assert errors(file) == []
    assert warnings(file) == []
    assert figures(file) == expected


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
