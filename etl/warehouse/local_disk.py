"""Whether a folder lies on a network drive, where locks and flushing to disk are not to be relied on."""

import os
from pathlib import Path

MOUNTS = Path("/proc/mounts")
NETWORK = frozenset(
    (
        *(
            "9p",
            "afs",
            "ceph",
            "cifs",
            "davfs",
            "glusterfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
            "smb3",
            "smbfs",
        ),
        *("fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "virtiofs"),
    )
)
DRIVE_REMOTE = 4  # GetDriveTypeW


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
