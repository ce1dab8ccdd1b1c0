"""A lasting process that forks a bounded child for each file, so that a server does not read it itself.

A fresh Python would import pandas for half a second. A fork of a process that has imported it takes a few
milliseconds. The process listens to nobody: its starter hands it one end of a socket for each child, and it
ends with its starter.
"""

import gc
import importlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeVar

from etl.child_process import PROJECT, ChildError, ChildTimeoutError, bound_child, place_for_child

SECONDS = 40  # of processor time
# By the clock: on a busy machine a large honest file takes several times its processor time.
LONGEST_WAIT = 240
MEMORY = 3 * 1024 * 1024 * 1024
LARGEST_ANSWER = 1024 * 1024 * 1024
AT_A_TIME = 1024 * 1024
Answer = TypeVar("Answer")
IS_POSSIBLE = hasattr(os, "fork") and hasattr(socket, "send_fds")  # not on Windows


class ReadingProcess:
    """The process, with these modules imported before it forks. It is started anew if it has ended."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._modules = tuple(modules)
        self._lock = Lock()
        self._control: socket.socket | None = None

    def start(self) -> None:
        """Start it, so that nobody waits for its imports later."""
        with self._lock:
            self._control = self._control or self._started()

    def run(self, function: Callable[..., Answer], *arguments: object) -> Answer:
        """What the function answers in a child. Raises ChildError if it fails or exceeds its limits."""
        began = time.monotonic()
        with place_for_child(), self._child() as child:
            try:
                child.sendall(pickle.dumps((function, arguments), protocol=5))
                answer = _received(child)
            except OSError as error:
                raise ChildError(f"the child was lost: {error}") from error
        if not answer and time.monotonic() - began >= SECONDS:
            raise ChildTimeoutError(f"{function.__name__} took more than {SECONDS} s of processor time")
        if not answer:
            raise ChildError(f"{function.__name__} ended without an answer")
        done, value = pickle.loads(answer)  # written by our own code below, never by the file
        if not done:
            raise ChildError(value)
        return value

    def _child(self) -> socket.socket:
        """Our end of the socket to a new child."""
        own, other = socket.socketpair()
        own.settimeout(LONGEST_WAIT + 5)
        with other, self._lock:
            self._control = self._control or self._started()
            try:
                socket.send_fds(self._control, [b"."], [other.fileno()])
            except OSError:  # it was ended from outside
                self._control.close()
                self._control = self._started()
                socket.send_fds(self._control, [b"."], [other.fileno()])
        return own

    def _started(self) -> socket.socket:
        own, other = socket.socketpair()
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(other.fileno()), *self._modules],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[other.fileno()],
                env=os.environ | {"PYTHONPATH": str(PROJECT), "OPENBLAS_NUM_THREADS": "1"},
            )
        return own


def _received(child: socket.socket) -> bytes:
    """All that the child sends until it ends."""
    answer = bytearray()
    while part := child.recv(AT_A_TIME):
        answer += part
        if len(answer) > LARGEST_ANSWER:
            raise ChildError("the answer is too large")
    return bytes(answer)


def main() -> None:
    """Import the modules, then fork a child for each socket that arrives, until the starter ends."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system removes children that have ended
    for module in sys.argv[2:]:
        importlib.import_module(module)
    gc.freeze()
    while True:
        _, ends, _, _ = socket.recv_fds(control, 1, 1)
        if not ends:
            return
        if os.fork() == 0:
            control.close()
            _answer_and_exit(socket.socket(fileno=ends[0]))
        os.close(ends[0])


def _answer_and_exit(starter: socket.socket) -> None:
    """Run what the starter asks for, within limits, and end without returning."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    bound_child(MEMORY, SECONDS)
    signal.alarm(LONGEST_WAIT)
    try:
        with starter.makefile("rb") as request:
            function, arguments = pickle.load(request)
        starter.sendall(pickle.dumps((True, function(*arguments)), protocol=5))
    except Exception as error:
        starter.sendall(pickle.dumps((False, _where(error))))
        raise
    finally:
        os._exit(0)


def _where(error: Exception) -> str:
    """The kind of error and its place; not its words, which may quote the file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, line {last.lineno} of {last.filename}"


if __name__ == "__main__":
    main()
