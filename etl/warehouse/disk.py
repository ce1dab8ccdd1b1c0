"""What a warehouse asks of its disk: whether it is a network drive, and folders for copies in use."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

NAME, GUARD = "work", "lock"
# On network drives neither locks nor flushing to disk are to be relied on.
MOUNTS = Path("/proc/mounts")
NETWORK = {
    *("9p", "afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"),
    *("fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "virtiofs"),
}
DRIVE_REMOTE = 4  # GetDriveTypeW


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


def is_on_network(folder: Path) -> bool:
    """Whether the folder, which need not exist yet, lies on a network drive; False where nobody can say."""
    if os.name == "nt":
        return _is_remote_on_windows(folder)
    kinds: dict[Path, str] = {}
    try:
        for line in MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
            _, at, kind, *_ = line.split()
            kinds[Path(at.encode().decode("unicode_escape"))] = kind  # a later mount covers an earlier one
    except (OSError, ValueError):
        return False
    place = folder.resolve()
    return next((kinds[above] for above in (place, *place.parents) if above in kinds), "") in NETWORK


def _is_remote_on_windows(folder: Path) -> bool:
    import ctypes

    windows = getattr(ctypes, "windll", None)
    anchor = folder.resolve().anchor
    return anchor.startswith("\\\\") or (
        windows is not None and windows.kernel32.GetDriveTypeW(anchor) == DRIVE_REMOTE
    )
