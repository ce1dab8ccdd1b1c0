"""Runs the board's command line as a person does, and makes warehouses through the loader's door."""

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from dashboard.__main__ import dashboard
from etl.__main__ import etl
from etl.cli import console

ROOT = Path(__file__).resolve().parent.parent.parent
GROUPS = {"dashboard": dashboard, "etl": etl}
UNITS = "单位代码,单位名称,上级单位,别名\nroot,示例局,,全局\na,甲大队,root,甲队;一大队\nb,乙站,root,\n"


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


def run(module: str, warehouse: Path, *arguments: str) -> Ran:
    """`python -m module --warehouse … arguments`, in this process: the same door without starting Python."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    line = ["-m", "--warehouse", str(warehouse), *arguments]
    with (
        patch.object(sys, "argv", line),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
        patch.dict(os.environ),
    ):
        status = console.run(GROUPS[module])
    return Ran(status, text_of(out), text_of(err))


def text_of(stream: io.TextIOWrapper) -> str:
    """Everything that was written to the stream."""
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode("utf-8")


def run_apart(module: str, warehouse: Path, *arguments: str) -> Ran:
    """The same in a process of its own, with the encoding of a bare terminal."""
    done = subprocess.run(
        [sys.executable, "-m", module, "--warehouse", str(warehouse), *arguments],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def loaded(folder: Path, **tables: str) -> Path:
    """A warehouse under `folder` with the three units and these tables (file name = CSV text) loaded."""
    files = folder / "files"
    files.mkdir()
    for name, text in {"units": UNITS, **tables}.items():
        (files / f"{name}.csv").write_text(text, encoding="utf-8")
    warehouse = folder / "warehouse"
    done = run("etl", warehouse, "load", str(files))
    assert done.status == 0, done.out + done.err
    return warehouse
