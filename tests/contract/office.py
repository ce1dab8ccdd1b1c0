"""An office for tests of the data contract: files in, JSON out, through the command lines alone."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from dashboard.__main__ import dashboard
from etl.__main__ import etl

UNITS = (
    "单位代码,单位名称,上级单位,别名,填报内容\n"
    "b,示例局,,全局;局,\n"
    "ju,局机关,b,机关,\n"
    "dd,综合执法大队,b,执法大队;大队,\n"
)
HOTLINE = "月份,单位,受理工单数,办结工单数\n"

Found = list[tuple[int | None, str | None, str | None, str]]


@dataclass
class Office:
    """One warehouse and a folder for files. `status` is the exit status of the last command."""

    folder: Path
    warehouse: Path
    status: int = 0
    out: str = ""
    err: str = field(default="", repr=False)

    def run(self, *words: str | Path, group: Any = etl) -> str:
        """What a command prints."""
        result = CliRunner().invoke(group, ["--warehouse", str(self.warehouse), *map(str, words)])
        self.status, self.out, self.err = result.exit_code, result.stdout, result.stderr
        return self.out

    def write(self, content: str | bytes, name: str = "月报.csv") -> Path:
        """A file in the office's folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def check(self, content: str | bytes, *options: str, name: str = "月报.csv") -> Any:
        """What `check --json` prints."""
        return json.loads(self.run("check", self.write(content, name), *options, "--json"))

    def load(self, content: str | bytes, *options: str, name: str = "月报.csv") -> Any:
        """What `load --json` prints."""
        return json.loads(self.run("load", self.write(content, name), *options, "--json"))

    def figures(self) -> list[dict[str, Any]]:
        """What `figures --format json` prints."""
        return json.loads(self.run("figures", "--format", "json"))

    def values(self) -> dict[tuple[str, str, str], float]:
        """(indicator, unit, month) → value."""
        return {(one["indicator"], one["unit"], one["month"]): one["value"] for one in self.figures()}

    def kpis(self, *options: str | Path) -> list[dict[str, Any]]:
        """What `kpis --format json` prints."""
        return json.loads(self.run("kpis", "--format", "json", *options, group=dashboard))

    def trend(self, *options: str | Path) -> dict[str, Any]:
        """What `trend --format json` prints."""
        return json.loads(self.run("trend", "--format", "json", *options, group=dashboard))


def found(report: dict[str, Any], kind: str) -> Found:
    """(row, column, value, code) of each error or warning."""
    return [(one["row"], one["column"], one["value"], one["code"]) for one in report[kind]]
