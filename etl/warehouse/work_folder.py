"""Folders for copies of a warehouse in use; those of a killed program are removed by the next one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

NAME, GUARD = "work", "lock"


@contextmanager
def work_folder(parent: Path) -> Iterator[Path]:
    """An empty folder below `parent`, on its disk, removed at the end; elsewhere if `parent` is read-only."""
    root = parent / NAME
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / GUARD):
            _remove_abandoned(root)
            folder = root / uuid4().hex
            held = FileLock(_lock_of(folder))
            held.acquire()
            folder.mkdir()
    except OSError:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
        return
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        held.release()
        _lock_of(folder).unlink(missing_ok=True)


def _remove_abandoned(root: Path) -> None:
    """Remove the folders whose programs have ended. The guard is held: nobody begins a folder meanwhile."""
    for folder in filter(Path.is_dir, root.iterdir()):
        lock = FileLock(_lock_of(folder))
        try:
            with lock.acquire(timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
            _lock_of(folder).unlink(missing_ok=True)
        except Timeout:
            continue


def _lock_of(folder: Path) -> Path:
    return folder.with_suffix(".lock")
