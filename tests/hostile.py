"""A warehouse whose units, tasks, notes, persons and files are named like code."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from tests.dashboard.command import run

# Each would be read as something else: an image from elsewhere, an element, a formula, an icon, a link.
CODES = {
    "unit": "![图](http://leak.example/u.png)",
    "below": '<i><a href="http://leak.example"><img src=x></a>:material/home: $x^2$ 甲</i>',
    "beside": '=HYPERLINK("http://leak.example") :smile: a -> b 1 -- 2 \' OR 1=1; DROP TABLE load_record --',
    "file": "**月报** [看](http://leak.example) :red[红] www.leak.example",
    "task": "@SUM(A1) `码` ~~删~~ :smile: <script>ran()</script>",
    "note": "-1+cmd|calc $\\frac12$ ![图](http://leak.example/n.png) &lt;b&gt;",
    "person": "+1 :material/lock: __某人__",
}
UNITS = ("r", "a", "b")
FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n](?![\d.,]+%?$)")


def hostile_warehouse(folder: Path) -> Path:
    """The warehouse, made through the loader's door in a folder without one."""
    rows: dict[str, list[tuple[object, ...]]] = {
        "单位": [
            ("单位代码", "单位名称", "上级单位", "填报内容"),
            ("r", CODES["unit"], "", ""),
            ("a", CODES["below"], "r", "hotline；training"),
            ("b", CODES["beside"], "r", "hotline"),
        ],
        "目标": [
            ("年度", "指标", "单位", "年度目标", "依据", "责任人"),
            *((2023, "满意率", unit, "95%", CODES["task"], CODES["person"]) for unit in UNITS),
        ],
        "热线": [
            ("月份", "单位", "受理工单数", "回访数", "满意数"),
            *((f"2023-{month:02}", u, 20, 10, met) for month in (5, 6) for u, met in (("a", 9), ("b", 10))),
        ],
        "任务": [
            ("年度", "任务编号", "任务名称", "责任单位", "完成时限", "状态"),
            (2023, "1", CODES["task"], "a", "2023-05-31", "未开始"),
        ],
        "说明": [("月份", "单位", "指标", "说明"), ("2023-06", "a", "满意率", CODES["note"])],
    }
    for name, table in rows.items():
        file = folder / f"{name}.csv"
        with file.open("w", encoding="utf-8", newline="") as written:
            csv.writer(written).writerows(table)
        signed = ("--by", CODES["person"], "--note", CODES["note"])
        done = run("etl", folder / "warehouse", "load", str(file), *signed)
        assert done.status == 0, done.out + done.err
    return folder / "warehouse"


def formulas(cells: Iterable[object]) -> list[object]:
    """The texts that a spreadsheet would work out."""
    return [cell for cell in cells if isinstance(cell, str) and FORMULA.match(cell)]
