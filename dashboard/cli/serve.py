"""Starts the board on this machine: loads the sample if there are no figures yet, finds a port, serves."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import click

from etl.cli.console import REFUSED, UNUSABLE, say, say_error
from etl.warehouse import OFFICE, SAMPLE, Warehouse, WarehouseError

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_FILES = ROOT / "data" / "sample"
FIRST_PORT = 8501
LAST_PORT = 65535
PORTS_TRIED = 50
SECONDS_TO_START = 60.0
# Stored beside the sample's versions: a copy of the pointer as built, used by `make clean`.
AS_BUILT = "AS-BUILT"
KEPT_SAMPLE = "请换用新版程序，或把它移到别处后再启动；本单位的数据请用 python -m etl start 启用。"


class SampleRefusedError(Exception):
    """The checks refused the sample's own files."""


@click.command()
@click.option(
    "--serving",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="服务方式的设置文件，默认 data/serving.toml；没有这个文件时只在本机可以访问",
)
@click.option(
    "--port",
    type=click.IntRange(1, LAST_PORT),
    default=FIRST_PORT,
    show_default=True,
    help="端口；被占用时用下一个空闲的",
)
def serve(serving: Path | None, port: int) -> int:
    """启动看板；给谁看，由服务方式的设置文件决定。"""
    if serving is not None:
        # The server, a new process, reads the file that this variable names.
        os.environ["SERVING"] = str(serving.resolve())
    if shows_the_sample() and not is_usable(SAMPLE):
        if SAMPLE.exists() and not is_as_built(SAMPLE):
            say_error(f"示例数据仓库 {SAMPLE} 无法打开，其中有后来导入的数据，没有改动它。{KEPT_SAMPLE}")
            return UNUSABLE
        say("正在载入2023年示例数据……")
        try:
            build_sample(SAMPLE)
        except SampleRefusedError as error:
            say_error(f"示例数据没有载入：\n{error}")
            return REFUSED
    free = free_port(port)
    if free != port:
        say(f"端口 {port} 已被占用，改用 {free}。")
    return run_server(free)


def shows_the_sample() -> bool:
    """Whether to show the sample: WAREHOUSE names no warehouse and the office has none of its own."""
    return not os.environ.get("WAREHOUSE") and not Warehouse(OFFICE).exists()


def is_usable(folder: Path) -> bool:
    """Whether the folder holds a sample warehouse that this version of the board can open."""
    try:
        return Warehouse(folder).exists() and bool(Warehouse(folder).version())
    except WarehouseError:
        return False


def build_sample(folder: Path) -> None:
    """Load data/sample into a warehouse marked as the sample; on failure nothing remains.

    Replaces only a sample that is still as built; any other folder of this name raises OSError. Raises
    SampleRefusedError with the loader's output if a file was refused.
    """
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    Warehouse(unfinished).begin("sample")
    command = [sys.executable, "-m", "etl", "--warehouse", str(unfinished), "load", str(SAMPLE_FILES)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    loaded = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if loaded.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise SampleRefusedError(loaded.stdout + loaded.stderr)
    shutil.copyfile(unfinished / "CURRENT", unfinished / AS_BUILT)
    if folder.exists() and is_as_built(folder):
        shutil.rmtree(folder)
    unfinished.replace(folder)


def is_as_built(folder: Path) -> bool:
    """Whether nothing was written to a sample warehouse since it was built, so its pointer is unchanged."""
    try:
        return (folder / AS_BUILT).read_bytes() == (folder / "CURRENT").read_bytes()
    except OSError:
        return False


def run_server(port: int) -> int:
    """Serve app.py on the port until it is stopped; the server itself says where it is opened.

    Returns the exit status.
    """
    server = subprocess.Popen(server_command(port), cwd=ROOT)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.wait()
        say("看板已停止。")
        return 0


def server_command(port: int) -> list[str]:
    """The command that serves app.py; all other settings are in .streamlit/config.toml."""
    return [sys.executable, "-m", "dashboard.ui.serving.server", "--port", str(port)]


def free_port(first: int) -> int:
    """The first free port from `first` on. Raises a usage error if all are in use."""
    for port in range(first, min(first + PORTS_TRIED, LAST_PORT + 1)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise click.BadParameter(f"{first} 起的端口都被占用，请另选一个，如 --port 8600", param_hint="--port")


def answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the server responds within SECONDS_TO_START; False as soon as its process has ended."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1):
                return True
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    return False
