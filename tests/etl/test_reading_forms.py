"""Every form in which a sheet is really saved gives the figures of the plain UTF-8 file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from etl.read.read_tables import ReadFile
from tests.etl.sheets import (
    HEADER,
    ROWS,
    TABLE,
    Figures,
    as_html,
    as_text,
    as_xls,
    as_xlsx,
    errors,
    figures,
    findings,
    read,
)

PLAIN: Figures = {
    ("tickets_received", "brigade", "2023-05"): (2168, ""),
    ("tickets_closed", "brigade", "2023-05"): (2000, ""),
    ("tickets_satisfied", "brigade", "2023-05"): (7, ""),
    ("tickets_received", "office", "2023-05"): (12, ""),
    ("tickets_satisfied", "office", "2023-05"): (0, ""),
    ("tickets_received", "brigade", "2023-06"): (414, ""),
    ("tickets_closed", "brigade", "2023-06"): (400, ""),
    ("tickets_satisfied", "brigade", "2023-06"): (9, ""),
    ("tickets_received", "office", "2023-06"): (3, ""),
    ("tickets_closed", "office", "2023-06"): (5, ""),
}
# Four bytes in GB18030: a character that GBK does not have.
RARE = "𠮷"


def with_header(*header: str) -> str:
    return as_text([header, *ROWS])


def in_months(spell: Callable[[int], str]) -> str:
    return as_text([HEADER, *([spell(int(row[0][-1])), *row[1:]] for row in ROWS)])


def with_numbers(**spelt: str) -> str:
    return as_text([HEADER, *([spelt.get(f"n{cell}", cell) for cell in row] for row in ROWS)])


def with_column(header: str, cells: list[str], at: int) -> str:
    rows = [list(row) for row in TABLE]
    for row, cell in zip(rows, [header, *cells], strict=True):
        row.insert(at, cell)
    return as_text(rows)


def as_numbers() -> list[list[object]]:
    """The rows as a workbook holds them: dates and numbers."""

    def cell(text: str) -> object:
        return int(text) if text.isdecimal() else text or None

    dated = ([date(2023, int(row[0][-1]), 1), *map(cell, row[1:])] for row in ROWS)
    return [list(HEADER), *dated]


FORMS: dict[str, Any] = {
    "utf-8": as_text(TABLE),
    "utf-8 with byte order mark": as_text(TABLE).encode("utf-8-sig"),
    "gbk": as_text(TABLE).encode("gbk"),
    "gb18030 with four-byte characters": as_text([[f"月报{RARE}"], *TABLE]).encode("gb18030"),
    "utf-16 little-endian, tabs": b"\xff\xfe" + as_text(TABLE, "\t", "\r\n").encode("utf-16-le"),
    "utf-16 big-endian, tabs": b"\xfe\xff" + as_text(TABLE, "\t", "\r\n").encode("utf-16-be"),
    "tabs in gbk": as_text(TABLE, "\t", "\r\n").encode("gbk"),
    "semicolons": as_text(TABLE, ";"),
    "full-width commas": as_text(TABLE, "，"),
    "full-width commas with a quoted thousand": as_text(
        [[("2，168" if cell == "2168" else cell) for cell in row] for row in TABLE], "，"
    ),
    "crlf": as_text(TABLE, newline="\r\n"),
    "cr": as_text(TABLE, newline="\r"),
    "every cell quoted": "\n".join(",".join(f'"{cell}"' for cell in row) for row in TABLE),
    "trailing delimiters": as_text([[*row, "", ""] for row in TABLE]),
    "trailing empty rows": as_text(TABLE) + ",,,,\n\n,,\n",
    "blank lines between": "\n".join(["", *as_text(TABLE).split("\n")]).replace(
        "\n2023-06", "\n\n2023-06", 1
    ),
    "a title line": "2023年12345热线月报表,,,,\n" + as_text(TABLE),
    "ten title lines": "".join(f"填表须知第{n}条,,\n" for n in range(10)) + as_text(TABLE),
    "unit of counting above": "2023年月报表\n填报部门：法规科,,单位：件\n" + as_text(TABLE),
    "notes below": as_text(TABLE)
    + "制表人：张三,,审核人：李四,,\n填报日期：2023-07-05,,,,\n注：含转办件。\n",
    "a note without any mark below": as_text(TABLE) + "以上数据均已核实,,,,\n",
    "a note with a date below": as_text(TABLE) + "以上数据截至2023年6月30日,,,,\n",
    "a seal's place and a date below": as_text(TABLE) + ",,,（盖章）,\n,,,2023年7月3日,\n",
    "numbered notes below": as_text(TABLE) + "1.本表由各单位于每月五日前报送；,,,,\n",
    "running number": with_column("序号", ["1", "2", "3", "4"], 0),
    "remarks": with_column("备注", ["", "含转办", "", "12"], 5),
    "headers with counting units": with_header(
        "月份", "单位", "受理工单数（件）", "办结工单数(件)", "满意数[件]"
    ),
    "headers with spaces": with_header(" 月 份 ", "单　位", "受理 工单数", "办结工单数 ", "满 意 数"),
    "headers with line breaks": with_header("月\n份", "单位", "受理\n工单数", "办结工单数\n（件）", "满意数"),
    "english headers": with_header(
        "month", "unit", "tickets_received", "tickets_closed", "tickets_satisfied"
    ),
    "aliases": with_header("月份", "单位", "受理量", "已办", "满意件数"),
    "columns in another order": as_text([[row[i] for i in (4, 2, 1, 0, 3)] for row in TABLE]),
    "months with slash": in_months(lambda month: f"2023/{month}"),
    "months with point": in_months(lambda month: f"2023.0{month}"),
    "months in six digits": in_months(lambda month: f"20230{month}"),
    "months in words": in_months(lambda month: f"2023年{month}月"),
    "months in words with 份": in_months(lambda month: f"2023年0{month}月份"),
    "months in full-width digits": in_months(lambda month: f"２０２３年{chr(0xFF10 + month)}月"),
    "months as days": in_months(lambda month: f"2023-0{month}-30"),
    "months as 6月 under a title": "2023年月报表\n" + in_months(lambda month: f"{month}月"),
    "months as 六月份 under a title": "2023年月报表\n"
    + in_months(lambda month: f"{'〇一二三四五六'[month]}月份"),
    "a column of years beside the months": as_text(
        [["年份", *HEADER], *(["2023", f"{int(row[0][-1])}月", *row[1:]] for row in ROWS)]
    ),
    "a column of years beside numbers of months": as_text(
        [["年份", *HEADER], *(["2023年", row[0][-1], *row[1:]] for row in ROWS)]
    ),
    "headers that say 本月": with_header("月份", "单位", "受理工单数（本月）", "办结工单数(当月)", "满意数"),
    "thousands": with_numbers(n2168="2,168", n2000="2,000"),
    "full-width thousands": with_numbers(n2168="2，168", n2000="２０００"),
    "full-width digits": with_numbers(n2168="２１６８", n414="４１４"),
    "counting units behind numbers": with_numbers(n414="414起", n9="9条", n2168="2168 件"),
    "decimal zeros": with_numbers(n3="3.0", n0="0.0", n2168="2168.00"),
    "spaces around numbers": with_numbers(n414=" 414 ", n9="　9"),
    "wan": with_numbers(n2000="0.2万"),
    "无 for zero": with_numbers(n0="无"),
    "dashes for blanks": as_text([[cell or "—" for cell in row] for row in TABLE]),
    "slashes for blanks": as_text([[cell or "/" for cell in row] for row in TABLE]),
    "无数据 for blanks": as_text([[cell or "无数据" for cell in row] for row in TABLE]),
    "N/A for blanks": as_text([[cell or "N/A" for cell in row] for row in TABLE]),
    "hyphens for blanks": as_text([[cell or "-" for cell in row] for row in TABLE]),
    "units by code": as_text(TABLE).replace("综合执法大队", "brigade").replace("局机关", "office"),
    "units by alias": as_text(TABLE).replace("综合执法大队", "执法大队"),
    "units with stray spaces": as_text(TABLE).replace("综合执法大队", " 综合　执法 大队 "),
    "a total below": as_text([*TABLE, ["合计", "", "2597", "2405", "16"]]),
    "a total in the unit's column": as_text([*TABLE, ["", "合 计", "2597", "2405", "16"]]),
    "subtotals and a grand total": as_text(
        [
            *TABLE[:3],
            ["5月小计", "", "2180", "2000", "7"],
            *TABLE[3:],
            ["小计", "", "417", "405", "9"],
            ["总计", "", "2597", "2405", "16"],
        ]
    ),
    "xlsx of text": as_xlsx({"表": TABLE}),
    "xlsx of numbers and dates": as_xlsx({"表": as_numbers()}),
    "xls of text": as_xls(TABLE),
    "xls of numbers and dates": as_xls(as_numbers()),
    "html": as_html(TABLE),
    "html in gbk": as_html(TABLE).encode("gbk"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_gives_the_figures_of_the_plain_file(form: str) -> None:
    file = read(FORMS[form])
    assert errors(file) == []
    assert figures(file) == PLAIN
    assert [table.dataset for table in file.tables] == ["hotline"]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_raises_no_warning(form: str) -> None:
    assert findings(read(FORMS[form])) == []


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (as_text(TABLE).encode(), "utf-8"),
        (as_text(TABLE).encode("utf-8-sig"), "utf-8-sig"),
        (as_text(TABLE).encode("gbk"), "gb18030"),
        (as_text(TABLE).encode("utf-16"), "utf-16"),
        (as_xlsx({"表": TABLE}), None),
        (as_xls(TABLE), None),
    ],
)
def test_the_encoding_is_named_and_a_workbook_has_none(content: bytes, encoding: str | None) -> None:
    assert read(content).encoding == encoding


@pytest.mark.parametrize("name", ["月报.csv", "月报.xls", "月报.xlsx", "月报.txt", "月报"])
@pytest.mark.parametrize(
    "content",
    [
        as_text(TABLE, "\t").encode("gbk"),
        as_xlsx({"表": TABLE}),
        as_xls(TABLE),
        as_html(TABLE).encode(),
    ],
    ids=["tabs in gbk", "xlsx", "xls", "html"],
)
def test_the_content_decides_not_the_suffix(content: bytes, name: str) -> None:
    assert figures(read(content, name)) == PLAIN


def test_rows_are_counted_as_excel_counts_them() -> None:
    text = '标题,,\n\n月份,单位,受理工单数\n2023-06,局机关,"1"\n\n2023-05,"局\n机关",x\n'
    assert errors(read(text)) == [("not_a_number", 6, "受理工单数")]


def test_without_a_month_column_the_month_stands_in_the_title() -> None:
    rows = [row[1:] for row in TABLE[:3]]
    assert months(read("2023年6月12345热线月报表\n" + as_text(rows))) == {"2023-06"}
    assert months(read("二〇二三年六月份月报表\n" + as_text(rows), month=date(2022, 1, 1))) == {"2023-06"}


def test_without_a_month_anywhere_the_option_says_it() -> None:
    assert months(read(as_text([row[1:] for row in TABLE[:3]]), month=date(2023, 7, 1))) == {"2023-07"}


def test_a_span_of_months_in_the_title_is_no_month() -> None:
    text = "2023年1-6月12345热线月报表\n" + as_text([row[1:] for row in TABLE[:3]])
    assert errors(read(text)) == [("missing_column", None, "月份")]


def test_the_date_of_filling_in_is_not_the_month() -> None:
    text = "填报日期：2023年7月5日\n" + as_text([row[1:] for row in TABLE[:3]])
    assert errors(read(text)) == [("missing_column", None, "月份")]


def test_a_month_column_wins_over_the_title_and_the_title_over_the_option() -> None:
    text = "2023年9月月报表\n" + as_text(TABLE[:3])
    assert months(read(text, month=date(2023, 8, 1))) == {"2023-05"}


def test_the_year_of_the_title_wins_over_the_option() -> None:
    text = "2023年月报表\n月份,单位,受理工单数\n6月,局机关,1\n"
    assert months(read(text, year=2022)) == {"2023-06"}


def test_the_year_may_be_an_option() -> None:
    assert months(read("月份,单位,受理工单数\n6月,局机关,1\n", year=2022)) == {"2022-06"}


def test_without_a_unit_column_the_unit_stands_in_the_title_or_the_option() -> None:
    rows = [[row[0], *row[2:]] for row in (HEADER, ROWS[0], ROWS[2])]
    titled = "填报单位：综合执法大队,,填报日期：2023年7月1日,,单位：件\n" + as_text(rows)
    assert units(read(titled, unit="局机关")) == {"brigade"}
    assert units(read("填报单位,执法大队\n" + as_text(rows))) == {"brigade"}
    assert units(read(as_text(rows), unit="局 机关")) == {"office"}
    assert errors(read(as_text(rows))) == [("missing_column", None, "单位")]


def test_an_unknown_unit_in_the_title_or_the_option_is_named() -> None:
    rows = as_text([[row[0], *row[2:]] for row in (HEADER, ROWS[0])])
    assert errors(read("填报单位：执法二队\n" + rows)) == [("unknown_unit", 1, "填报单位")]
    assert errors(read(rows, unit="执法二队")) == [("unknown_unit", None, "单位")]


def months(file: ReadFile) -> set[str]:
    assert errors(file) == []
    return {month for _, _, month in figures(file)}


def units(file: ReadFile) -> set[str]:
    assert errors(file) == []
    return {unit for _, unit, _ in figures(file)}
