"""Starts the board on this machine: loads the sample where there are no figures yet, finds a port, serves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
FIRST_PORT = 8501
PORTS_TRIED = 50
SECONDS_TO_START = 60.0


@click.command()
@click.option("--port", default=FIRST_PORT, show_default=True, help="端口；被占用时用下一个空闲的")
def serve(port: int) -> None:
    """启动看板，只在本机可以访问。"""
    load_sample_if_needed()
    chosen = free_port(port)
    server = subprocess.Popen(streamlit_command(chosen), cwd=ROOT)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        if wait_until_healthy(server, chosen):
            click.echo(f"看板已启动：http://localhost:{chosen}  （按 Ctrl+C 停止）")
        sys.exit(server.wait())
    except KeyboardInterrupt:
        server.wait()
        click.echo("看板已停止。")


def streamlit_command(port: int) -> list[str]:
    """The command that serves app.py; everything else stands in .streamlit/config.toml."""
    return [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]


def load_sample_if_needed() -> None:
    """Load data/sample into its own warehouse, unless there is one to show already.

    An office that has begun its own warehouse, or names one in WAREHOUSE, keeps exactly what it has.
    """
    warehouse = ROOT / "data" / "sample-warehouse"
    begun = (ROOT / "data" / "warehouse").exists()
    if os.environ.get("WAREHOUSE") or begun or warehouse.exists():
        return
    click.echo("首次启动：正在载入2023年示例数据……")
    command = [sys.executable, "-m", "etl", "--warehouse", str(warehouse), "load", "data/sample"]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if loaded.returncode != 0:
        raise click.ClickException(f"示例数据没有载入：\n{loaded.stdout}{loaded.stderr}")


def free_port(first: int) -> int:
    """The first port from `first` on that nothing listens on. Raises ClickException where all are taken."""
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise click.ClickException(f"端口 {first} 起的 {PORTS_TRIED} 个都被占用，请用 --port 指定别的端口。")


def wait_until_healthy(server: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the server answers within SECONDS_TO_START; False as soon as it has ended."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1):
                return True
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    return False
