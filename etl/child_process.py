"""Run a module of ours in a child process with limits, so that a hostile file harms nobody else."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

PROJECT = Path(__file__).resolve().parents[1]
# At the same time, per server: the others wait, and the pages keep a core.
CHILDREN = max(2, (os.cpu_count() or 2) // 2)
SECONDS_TO_WAIT = 90
BUSY = "正在处理的文件较多，请稍后再试"
PROCESSOR_TIME_USED_UP = getattr(signal, "SIGXCPU", 24)  # Windows has none
_places = BoundedSemaphore(CHILDREN)


class ChildError(Exception):
    """The child crashed, or asked for more memory than it may have."""


class ChildTimeoutError(ChildError):
    """The child took too long and was stopped."""


class BusyError(ChildError):
    """Other children have held every place for too long; nothing was run."""


@contextmanager
def place_for_child() -> Iterator[None]:
    """One of the few places for children, once it is free. Raises BusyError."""
    if not _places.acquire(timeout=SECONDS_TO_WAIT):
        raise BusyError(BUSY)
    try:
        yield
    finally:
        _places.release()


def run_child(module: str, *arguments: str, content: bytes = b"", seconds: float) -> bytes:
    """The standard output of `python -m module`, given `content` on its standard input. Raises ChildError."""
    environment = os.environ | {
        "PYTHONPATH": str(PROJECT),
        "PYTHONIOENCODING": "utf-8",
        "RUST_BACKTRACE": "0",
    }
    try:
        with place_for_child():
            done = subprocess.run(
                [sys.executable, "-m", module, *arguments],
                input=content,
                capture_output=True,
                timeout=seconds,
                env=environment,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise ChildTimeoutError(f"{module} took more than {seconds} s") from error
    if done.returncode == -PROCESSOR_TIME_USED_UP:
        raise ChildTimeoutError(f"{module} used up its processor time")
    if done.returncode != 0:
        raise ChildError(f"{module} ended with {done.returncode}: {done.stderr[-500:]!r}")
    return done.stdout


def bound_child(memory: int, seconds: int) -> None:
    """Limit the memory (bytes) and processor time of this process, and let the server's pages go first."""
    try:
        import resource
    except ImportError:  # Windows
        return
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
