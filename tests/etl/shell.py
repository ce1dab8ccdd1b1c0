"""python -m etl for tests: in this process on a warehouse of the test's own, or in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from etl.__main__ import etl
from tests.etl.desk import hotline

ROOT = Path(__file__).resolve().parents[2]
GOOD = hotline("2023-06,甲大队,100,90", "2023-06,乙大队,50余,40")
BAD = hotline("2023-06,甲大队,abc,90", "2023-06,丁大队,50,-4")


@dataclass
class Shell:
    """Runs commands on one warehouse, in a folder of its own."""

    warehouse: Path
    folder: Path
    status: int = 0
    out: str = ""
    err: str = ""

    def run(self, *words: str | Path) -> str:
        result = CliRunner().invoke(etl, ["--warehouse", str(self.warehouse), *map(str, words)])
        self.status, self.out, self.err = result.exit_code, result.stdout, result.stderr
        return self.out

    def json(self, *words: str | Path) -> Any:
        return json.loads(self.run(*words, "--json"))

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return path

    def figures(self, *words: str) -> list[dict[str, Any]]:
        """What `figures --format json` prints."""
        return json.loads(self.run("figures", *words, "--format", "json"))


def python_m_etl(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "etl", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
