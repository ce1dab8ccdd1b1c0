"""The three servers that are compared, each on a free port, with the processor time each has used."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.cli.serve import server_command

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60.0


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    process: int

    def seconds(self) -> float:
        """Processor seconds used so far; 0 if the system does not report it."""
        stat = Path(f"/proc/{self.process}/stat")
        if not stat.exists():
            return 0.0
        fields = stat.read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def board_command(port: int) -> list[str]:
    """The command that starts the board, as `make run` does."""
    return server_command(port)


def streamlit_command(port: int) -> list[str]:
    """The command for the leanest Streamlit page, with the board's own server settings."""
    page = "bench/leanest_streamlit.py"
    return [sys.executable, "-m", "streamlit", "run", page, "--server.port", str(port)]


def dash_command(port: int) -> list[str]:
    """The command for the same page in Dash."""
    return [sys.executable, "-m", "bench.leanest_dash", str(port)]


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str], log: Path) -> Iterator[Server]:
    """Start a server, wait until it responds, and stop it at the end."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://localhost:{port}"
            _wait(process, url, log)
            yield Server(url, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
