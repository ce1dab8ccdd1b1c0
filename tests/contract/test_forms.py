"""Every form in which people save a table gives the figures of the plain UTF-8 CSV."""

import datetime
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
import xlwt

from tests.contract.office import HOTLINE, Office

PLAIN = HOTLINE + "2023-06,大队,2168,2000\n2023-07,大队,30,0\n"
FIGURES = {
    ("tickets_received", "dd", "2023-06"): 2168,
    ("tickets_closed", "dd", "2023-06"): 2000,
    ("tickets_received", "dd", "2023-07"): 30,
    ("tickets_closed", "dd", "2023-07"): 0,
}
TURNED = "指标,计量单位,6月,7月,合计\n受理工单数,件,2168,30,2198\n办结工单数,件,2000,0,2000\n"

TEXTS: dict[str, tuple[str | bytes, tuple[str, ...]]] = {
    "plain": (PLAIN, ()),
    "UTF-8 with BOM": (PLAIN.encode("utf-8-sig"), ()),
    "GBK": (PLAIN.encode("gbk"), ()),
    "GB18030, four bytes": ((PLAIN + "制表人：\U00020bb7㐀\n").encode("gb18030"), ()),
    "UTF-16 LE, tabs": (b"\xff\xfe" + PLAIN.replace(",", "\t").encode("utf-16-le"), ()),
    "UTF-16 BE, tabs": (b"\xfe\xff" + PLAIN.replace(",", "\t").encode("utf-16-be"), ()),
    "tabs": (PLAIN.replace(",", "\t"), ()),
    "semicolons": (PLAIN.replace(",", ";"), ()),
    "full-width commas": (PLAIN.replace(",", "，").replace("2168", '"2，168"'), ()),
    "CRLF": (PLAIN.replace("\n", "\r\n"), ()),
    "CR": (PLAIN.replace("\n", "\r"), ()),
    "blank lines": (PLAIN.replace("\n", "\n\n"), ()),
    "trailing delimiters and rows": (PLAIN.replace("\n", ",,,\n") + ",,,,,,\n,,,\n", ()),
    "ids and code": (
        "month,unit,tickets_received,tickets_closed\n2023-06,dd,2168,2000\n2023-07,dd,30,0\n",
        (),
    ),
    "aliases": (PLAIN.replace("受理工单数", "受理量").replace("办结工单数", "办结数"), ()),
    "units and breaks in headers": (
        PLAIN.replace("受理工单数", "受理工单数（件）").replace("办结工单数", '"办结\n工单数 (件)"'),
        (),
    ),
    "ten lines above": ("2023年热线月报表\n" + "说明\n" * 8 + "单位：件\n" + PLAIN, ()),
    "index, remarks, notes below": (
        "序号,月份,单位,受理工单数,办结工单数,备注\n1,2023-06,大队,2168,2000,好\n2,2023-07,大队,30,0,\n"
        "制表人：李,,,,,\n填报日期：2023年8月3日,,,,,\n",
        (),
    ),
    "totals": (PLAIN + "合计,,2198,2000\n", ()),
    "months of the title's year": (
        "2023年热线报表\n" + PLAIN.replace("2023-06", "6月").replace("2023-07", "七月"),
        (),
    ),
    "months of a given year": (
        PLAIN.replace("2023-06", "6月份").replace("2023-07", "七月"),
        ("--year", "2023"),
    ),
    "unit in the title": (
        "填报单位：综合执法大队\n月份,受理工单数,办结工单数\n2023-06,2168,2000\n2023-07,30,0\n",
        (),
    ),
    "unit as option": (
        "月份,受理工单数,办结工单数\n2023-06,2168,2000\n2023-07,30,0\n",
        ("--unit", "执法大队"),
    ),
    "title over option": (
        "填报单位：大队\n月份,受理工单数,办结工单数\n2023-06,2168,2000\n2023-07,30,0\n",
        ("--unit", "ju", "--month", "2022-01"),
    ),
    "turned": ("2023年热线\n填报单位：大队\n" + TURNED, ()),
    "turned by options": (TURNED, ("--year", "2023", "--unit", "大 队")),
    "long": (
        "数据集,指标,单位,月份,数值,约数\nhotline,tickets_received,dd,2023-06,2168,\n"
        "hotline,tickets_closed,dd,2023-06,2000,\nhotline,tickets_received,dd,2023-07,30,\n"
        "hotline,tickets_closed,dd,2023-07,0,\n",
        (),
    ),
    "tab-separated GBK as xls": (PLAIN.replace(",", "\t").encode("gbk"), ()),
}  # fmt: skip


def xlsx(rows: Sequence[Sequence[Any]], *merged: str) -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for area in merged:
        book.active.merge_cells(area)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def xls(rows: Sequence[Sequence[Any]]) -> bytes:
    """An old workbook of one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(place, column, value, *([day] if isinstance(value, datetime.date) else []))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


HEADER = ["月份", "单位", "受理工单数（件）", "办结\n工单数"]
JUNE, JULY = datetime.date(2023, 6, 1), datetime.date(2023, 7, 31)
ROWS = [["热线月报表", None, None, None], HEADER, [JUNE, "大队", 2168, "2,000"], [JULY, "大 队", "30件", 0]]
PARENTS = [
    ["月份", "单位", "工单", None],
    [None, None, "受理工单数", "办结工单数"],
    [JUNE, "大队", 2168, 2000],
    [JULY, "大队", 30, 0],
]
WORKBOOKS: dict[str, bytes] = {
    "xlsx": xlsx(ROWS, "A1:D1"),
    "xls": xls(ROWS),
    "merged header": xlsx(PARENTS, "A1:A2", "B1:B2", "C1:D1"),
    "unit merged over its months": xlsx(
        [["单位", "月份", *HEADER[2:]], ["大队", JUNE, 2168, 2000], [None, JULY, 30, 0]], "A2:A3"
    ),
    "dates across a turned table": xlsx(
        [["填报单位：大队"], ["指标", JUNE, JULY], ["受理工单数", 2168, 30], ["办结工单数", 2000, 0]]
    ),
}


@pytest.mark.parametrize(("content", "options"), TEXTS.values(), ids=TEXTS)
def test_a_text_gives_the_figures_of_the_plain_file(
    office: Office, content: str | bytes, options: tuple[str, ...]
) -> None:
    name = "月报.xls" if isinstance(content, bytes) else "月报.csv"
    report = office.load(content, *options, name=name)
    assert (report["status"], report["errors"], report["warnings"]) == ("ok", [], [])
    assert office.values() == FIGURES
    assert office.load(PLAIN)["status"] == "unchanged"


@pytest.mark.parametrize("content", WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_workbook_gives_the_figures_of_the_plain_file(office: Office, content: bytes) -> None:
    report = office.load(content, name="月报.csv")
    assert (report["status"], report["encoding"], office.values()) == ("ok", None, FIGURES)


@pytest.mark.parametrize(
    "month",
    ["2023-06", "2023/6", "2023.06", "202306", "2023年6月", "2023年06月份", "2023-06-30", "２０２３年６月"],
)
def test_a_month_may_be_spelt_in_many_ways(reader: Office, month: str) -> None:
    report = reader.check(f"{HOTLINE}{month},大队,1,1\n2023-06,dd,1,1\n")
    assert [one["code"] for one in report["errors"]] == ["duplicate_row"]


@pytest.mark.parametrize(
    ("cells", "value", "word"),
    [
        (("２１６８", '"2,168"', '"2，168"', "2168件", " 2168 ", "2168.0", "'2168"), 2168, ""),
        (("1.2万", "12000", "12000起"), 12000, ""),
        (("无", "0", "0.0", "０"), 0, ""),
        (("1000余", "1000余件"), 1000, "余"),
        (("约1000",), 1000, "约"),
        (("近1000",), 1000, "近"),
        (("1000多",), 1000, "多"),
        (("1000+",), 1000, "+"),
    ],
)
def test_a_number_may_be_spelt_in_many_ways(
    office: Office, cells: tuple[str, ...], value: float, word: str
) -> None:
    statuses = [office.load(f"{HOTLINE}2023-06,大队,{cell},\n")["status"] for cell in cells]
    assert statuses == ["ok"] + ["unchanged"] * (len(cells) - 1)
    (figure,) = office.figures()
    assert (figure["value"], figure["approximate"]) == (value, bool(word))
    assert office.run("figures").splitlines()[1].split(",")[-1].lstrip("'") == word


@pytest.mark.parametrize("blank", ["", "—", "-", "/", "无数据", "N/A", "——", "－"])
def test_a_blank_is_not_reported_unless_it_is_said_to_be_zero(reader: Office, blank: str) -> None:
    text = f"{HOTLINE}2023-06,大队,1,{blank}\n"
    assert reader.check(text)["figures"] == 1
    assert reader.check(f"{HOTLINE}2023-06,大队,1,\n", "--blank-is-zero")["figures"] == 2
