"""Daily backups in one folder: one file a day, tested before an older one makes room for it."""

import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.warehouse import versions
from etl.warehouse.backup import SUFFIX, backup, restore
from etl.warehouse.verify import verify
from etl.warehouse.warehouse import Warehouse

# Differs from the name of a downloaded backup, so that rotation never takes one for its own.
PREFIX = "法治看板每日备份-"
OWN_NAME = re.compile(rf"{PREFIX}\d{{8}}{re.escape(SUFFIX)}")


@dataclass(frozen=True)
class Kept:
    """A daily backup that was made, the older ones removed for it, and the faults its test found."""

    file: Path
    removed: tuple[Path, ...]
    faults: tuple[str, ...] = ()


def back_up_daily(warehouse: Warehouse, folder: Path, keep: int, today: date) -> Kept:
    """Write today's backup into the folder, test it, and remove all but the newest `keep`.

    A second one on the same day replaces the first. One with faults replaces and removes nothing: an older
    one may be the last that is whole. Raises WarehouseError, OSError, and BackupError if the new file cannot
    be restored at all.
    """
    target = folder / f"{PREFIX}{today:%Y%m%d}{SUFFIX}"
    fresh = folder / f".{target.name}.new"
    try:
        backup(warehouse, fresh, file=target.name)
        faults = tuple(faults_in(fresh))
        if not faults or not target.exists():
            versions.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    return Kept(target, () if faults else _rotate(folder, target, keep), faults)


def _rotate(folder: Path, newest: Path, keep: int) -> tuple[Path, ...]:
    """Remove the oldest daily backups; never the newest, even if the clock was set back since the others."""
    others = sorted(
        path
        for path in folder.iterdir()
        if OWN_NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink() and path != newest
    )
    surplus = others[: max(0, len(others) - (keep - 1))]
    for path in surplus:
        path.unlink()
    return tuple(surplus)


def faults_in(file: Path) -> list[str]:
    """Restore a backup into a temporary warehouse and verify that; every fault as a Chinese sentence.

    Raises WarehouseError, BackupError if the file cannot be restored at all.
    """
    with tempfile.TemporaryDirectory() as folder:
        trial = Warehouse(Path(folder) / "warehouse")
        restore(trial, file)
        return verify(trial)
