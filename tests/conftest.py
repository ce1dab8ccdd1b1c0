"""What every test may ask for: a warehouse with the sample, a copy of it, an empty one."""

import gc
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner

from dashboard.cli.serve import build_sample
from etl.warehouse.versions import remove, version_files

settings.register_profile(
    "house",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")
# Each AppTest looks through all installed packages for parts of pages, which takes longer than most pages.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3


def pytest_configure() -> None:
    """Tests write into memory where it has room: on a disk they spend a fifth of their time waiting for it.

    Whoever sets TMPDIR decides otherwise.
    """
    if "TMPDIR" in os.environ or not os.access(IN_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None  # asked for anew


def pytest_collection_finish() -> None:
    """The tests and what they import are needed to the end: they are left out of the search for garbage.

    What a test leaves behind is small, and need not be searched after every 700 objects.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(autouse=True)
def no_warehouse_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A WAREHOUSE in the developer's own shell must not be written to by tests."""
    monkeypatch.delenv("WAREHOUSE", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse folder with data/sample in it, built once for all workers. Never write to it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "sample-warehouse"
    with FileLock(shared / "sample-warehouse.lock"):
        if not folder.exists():
            build_sample(folder)
            keep_newest_versions(folder)
    return folder


def keep_newest_versions(folder: Path) -> None:
    """Keep two of the ten versions: hundreds of tests copy the folder, and the ten take 43 MB."""
    for version in version_files(folder / "versions")[:-2]:
        remove(version)


@pytest.fixture
def own_sample_warehouse(sample_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the sample warehouse that the test may write to."""
    folder = tmp_path / "own-sample-warehouse"
    shutil.copytree(sample_warehouse, folder)
    return folder


@pytest.fixture
def fresh_warehouse(tmp_path: Path) -> Path:
    """A folder for a warehouse of the test's own; the first command that writes to it makes it, empty."""
    return tmp_path / "warehouse"
