"""Files that went wrong on the way: seeds of every kind, and what chance does to their bytes."""

import random
from functools import cache

from tests.etl.containers import as_ods, as_spreadsheet_xml
from tests.etl.sheets import HEADER, TABLE, as_html, as_text, as_xls, as_xlsx
from tests.etl.xlsb import as_xlsb

PIECES = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\t",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x81\x30\x89\x38",
    b"9" * 400,
    b"<table>",
    b"</c>",
    b"<!DOCTYPE",
    b"PK\x03\x04",
    "合计".encode(),
    "月份".encode("gbk"),
    "2023年".encode(),
]


@cache
def seeds() -> dict[str, bytes]:
    """One file of every kind."""
    turned = [["指标", "1月", "2月", "合计"], ["办理案件数", "1", "2", "3"], ["法制审核数", "4", "", "4"]]
    long = [
        ["数据集", "指标", "单位", "月份", "数值", "约数"],
        ["cases", "办理案件数", "局机关", "2023-01", "5", "余"],
    ]
    targets = [["年度", "指标", "单位", "年度目标", "时序"], ["2023", "满意率", "", "98%", "按月均分"]]
    units = [["单位代码", "单位名称", "上级单位", "别名"], ["second", "二中队", "局机关", "二队"]]
    tasks = [
        ["年度", "任务编号", "任务名称", "责任单位", "完成时限", "状态"],
        ["2023", "A", "修订", "局机关", "2023-06-30", "进行中"],
    ]
    notes = [["月份", "单位", "指标", "说明"], ["2023-06", "局机关", "满意率", "口径调整"]]
    return {
        "utf-8": as_text([["2023年月报"], *TABLE, ["合计", "", "2597"]]).encode(),
        "gbk": as_text(TABLE, "\t", "\r\n").encode("gbk"),
        "utf-16": as_text(TABLE, "\t").encode("utf-16"),
        "turned": ("2023年\n填报单位：局机关\n" + as_text(turned)).encode(),
        "long": as_text(long).encode(),
        "targets": as_text(targets).encode(),
        "tasks": as_text(tasks).encode(),
        "units": as_text(units).encode(),
        "notes": as_text(notes).encode("gb18030"),
        "html": as_html(TABLE).encode("gbk"),
        "xlsx": as_xlsx({"热线": TABLE, "目标": targets, "单位": units}),
        "xls": as_xls([["2023年月报"], HEADER, *TABLE[1:]]),
        "ods": as_ods({"热线": TABLE, "目标": targets}),
        "xlsb": as_xlsb({"热线": TABLE, "目标": targets}),
        "xml": as_spreadsheet_xml({"热线": TABLE, "目标": targets}),
    }


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content after a few accidents: bytes changed, lost, doubled, swapped, cut off."""
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        chance.choice(ACCIDENTS)(data, chance)
    return bytes(data)


def _change(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _lose(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    del data[start : start + chance.choice([1, 2, 8, 64, 512])]


def _repeat(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.choice([1, 8, 64, 256])]
    data[start:start] = piece * chance.choice([1, 2, 30])


def _insert(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.choice(PIECES)


def _overwrite(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    data[place : place + 4] = chance.choice([b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"])


def _move(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    piece = bytes(data[start : start + 64])
    place = chance.randrange(len(data) + 1)
    data[place : place + len(piece)] = piece


def _cut_off(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


ACCIDENTS = [_change, _change, _change, _lose, _repeat, _insert, _overwrite, _move, _cut_off]
