"""A warehouse whose units, tasks, notes, persons, files and definitions are named like code."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterable
from itertools import count, cycle
from pathlib import Path
from unittest.mock import patch

from domain.catalogue import catalogue as catalogue_module
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
# The same for what the definitions call things; a short name has six letters at most.
SHORT = ("<b>甲", "**甲**", "$x^2$", "![](x", "`码`", "=1+1", "~~删~~", "@SUM", "+1甲", "<i>乙", ":red[")
UNIT = "<u>件</u> :red[$"
UNITS = ("r", "a", "b")
FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n](?![\d.,]+%?$)")
RATE = "hotline_satisfaction_rate"


def hostile_warehouse(folder: Path) -> Path:
    """The warehouse, restored from the backup of an office whose definitions are hostile too."""
    rows: dict[str, list[tuple[object, ...]]] = {
        "单位": [
            ("单位代码", "单位名称", "上级单位", "填报内容"),
            ("r", CODES["unit"], "", ""),
            ("a", CODES["below"], "r", "hotline；training"),
            ("b", CODES["beside"], "r", "hotline"),
        ],
        "目标": [
            ("年度", "指标", "单位", "年度目标", "依据", "责任人"),
            *((2023, RATE, unit, "95%", CODES["task"], CODES["person"]) for unit in UNITS),
        ],
        "热线": [
            ("月份", "单位", "受理工单数", "回访数", "满意数"),
            *((f"2023-{month:02}", u, 20, 10, met) for month in (5, 6) for u, met in (("a", 9), ("b", 10))),
        ],
        "任务": [
            ("年度", "任务编号", "任务名称", "责任单位", "完成时限", "状态"),
            (2023, "1", CODES["task"], "a", "2023-05-31", "未开始"),
        ],
        "说明": [("月份", "单位", "指标", "说明"), ("2023-06", "a", RATE, CODES["note"])],
    }
    with patch.object(catalogue_module, "DEFAULT_FOLDER", hostile_definitions(folder / "catalogue")):
        for name, table in rows.items():
            file = folder / f"{name}.csv"
            with file.open("w", encoding="utf-8", newline="") as written:
                csv.writer(written).writerows(table)
            signed = ("--by", CODES["person"], "--note", CODES["note"])
            done = run("etl", folder / "theirs", "load", str(file), *signed)
            assert done.status == 0, done.out + done.err
        assert run("etl", folder / "theirs", "backup", str(folder / "theirs.zip")).status == 0
    done = run("etl", folder / "warehouse", "restore", str(folder / "theirs.zip"))
    assert done.status == 0, done.out + done.err
    return folder / "warehouse"


def hostile_definitions(folder: Path) -> Path:
    """The house's definitions with hostile names, units, words and texts; files may use the old headers."""
    shutil.copytree(catalogue_module.DEFAULT_FOLDER, folder)
    codes, short = cycle(CODES.values()), cycle(SHORT)
    numbers = count(1)
    named = lambda old: f"{next(codes)}{next(numbers)}{old}"  # noqa: E731

    def rename(file: str, before: str, name: Callable[[str], str]) -> None:
        path = folder / file
        pattern = re.compile(rf'({before})"([^"]+)"', re.MULTILINE)
        text = pattern.sub(lambda found: found[1] + quoted(name(found[2])), path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")

    rename("kpis.toml", "^(?:name|scope|owner|why|source) = ", named)
    rename("kpis.toml", "^short_name = ", lambda old: f"{next(short)[:4]}{next(numbers) % 100}")
    rename("datasets.toml", "^title = ", named)
    rename("datasets.toml", r"(?<=\bcounting_unit = )", lambda old: UNIT if old == "件" else old)
    rename("counting-units.toml", r"(?<=\[)", lambda old: UNIT if old == "件" else old)
    rename("lamps.toml", r"^(?:\w+_)?word = ", named)
    path = folder / "datasets.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(_renamed(line, named("")) for line in lines), encoding="utf-8")
    return folder


def _renamed(line: str, name: str) -> str:
    """The line of a column (not of month and unit, which every table has), its old name now an alias."""
    found = re.match(r'(?!month|unit)\w+ = \{ name = ("[^"]+")', line)
    if found is None:
        return line
    others = re.search(r"aliases = \[(.*?)\]", line)
    aliases = ", ".join([found[1], *([others[1]] if others else [])])
    rest = re.sub(r", aliases = \[.*?\]", "", line).replace(found[1], quoted(name), 1)
    return rest.removesuffix(" }") + f", aliases = [{aliases}] }}"


def quoted(text: str) -> str:
    """A text in TOML."""
    return json.dumps(text, ensure_ascii=False)


def formulas(cells: Iterable[object]) -> list[object]:
    """The texts that a spreadsheet would work out."""
    return [cell for cell in cells if isinstance(cell, str) and FORMULA.match(cell)]
