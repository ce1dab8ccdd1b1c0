"""A lake whose data and originals are in a store that speaks S3: nothing of an office is lost on the way."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from etl.warehouse import Warehouse, WarehouseError
from etl.warehouse.backup import backup, restore
from etl.warehouse.choice import named_warehouse
from etl.warehouse.copy_warehouse import copy_warehouse
from etl.warehouse.kept_files import ORIGINALS
from etl.warehouse.originals import take_original
from etl.warehouse.verify import verify
from tests.browser.conftest import free_port
from tests.etl.desk import UNITS, Desk, hotline
from tests.lake.conftest import NUMBERS
from tests.lake.database import Database
from tests.lake.test_lake import run

JUNE = hotline("2023-06,甲大队,130,90")
WORDS = "s3://board/office endpoint={} region=cn-north-1"
Named = Callable[..., str]


class Store:
    """A running store on this machine, which can be stopped and started again, then empty."""

    def __init__(self) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.start()

    def start(self) -> None:
        port = self.url.rpartition(":")[2]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-p", port],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < until, "the store did not start"
            time.sleep(0.05)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            with urlopen(self.url, timeout=5):
                return True
        except (URLError, OSError):
            return False


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    if find_spec("moto") is None or find_spec("duckdb_extension_httpfs") is None:
        pytest.skip("needs moto and httpfs (requirements-lake-dev.txt): make test-lake installs them")
    import boto3

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "board")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "geheim")
    running = Store()
    boto3.client("s3", endpoint_url=running.url, region_name="us-east-1").create_bucket(Bucket="board")
    yield running
    running.stop()


@pytest.fixture
def named(server: Database, store: Store, tmp_path: Path) -> Named:
    """The lake of a test as each machine names it."""
    name = f"store{next(NUMBERS)}"
    server.ask("postgres", f"CREATE DATABASE {name}")

    def on(machine: str = "here") -> str:
        where = WORDS.format(store.url)
        return f"ducklake:postgres:{server.server(name)} data_path={where} local_path={tmp_path / machine}"

    return on


def test_an_office_moves_into_a_store_and_back_without_loss(
    office: Desk, named: Named, tmp_path: Path
) -> None:
    here = Desk(named_warehouse(named()))
    assert copy_warehouse(office.warehouse, here.warehouse) == []
    before = here.whole_figures()
    assert before == office.whole_figures()
    assert here.load(JUNE, "六月再报.csv").status == "ok"
    there = Desk(named_warehouse(named("there")))
    assert there.figures() == here.figures()
    assert take_original(there.warehouse, 4) == JUNE.encode()
    there.undo(4)
    assert here.whole_figures() == before
    assert run(named(), "merge-files")[0] == 0
    assert [verify(desk.warehouse) for desk in (here, there)] == [[], []]
    back = Desk(Warehouse(tmp_path / "back"))
    assert copy_warehouse(here.warehouse, back.warehouse) == []
    assert back.whole_figures() == before
    assert back.warehouse.files(ORIGINALS).names() == here.warehouse.files(ORIGINALS).names()


def test_a_backup_takes_originals_out_of_a_store_and_puts_them_back(
    office: Desk, named: Named, tmp_path: Path
) -> None:
    desk = Desk(named_warehouse(named()))
    copy_warehouse(office.warehouse, desk.warehouse)
    before = desk.whole_figures()
    kept = backup(desk.warehouse, tmp_path / "kept.zip")
    desk.load(JUNE)
    restore(desk.warehouse, kept, why="试")
    assert desk.whole_figures() == before
    assert verify(desk.warehouse) == []
    assert desk.warehouse.files("records").names() == []


def test_a_lost_or_changed_object_is_found(office: Desk, named: Named, store: Store) -> None:
    import boto3

    desk = Desk(named_warehouse(named()))
    copy_warehouse(office.warehouse, desk.warehouse)
    first, second, *_ = desk.warehouse.files(ORIGINALS).names()
    bucket = boto3.resource("s3", endpoint_url=store.url, region_name="us-east-1").Bucket("board")
    bucket.Object(f"office/originals/{first}").delete()
    bucket.Object(f"office/originals/{second}").put(Body=b"other")
    assert sum("原始文件" in fault for fault in verify(desk.warehouse)) == 2
    assert desk.warehouse.files(ORIGINALS).read(first) is None


def test_while_the_store_is_away_figures_are_shown_and_nothing_is_loaded_by_halves(
    office: Desk, named: Named, store: Store
) -> None:
    desk = Desk(named_warehouse(named()))
    copy_warehouse(office.warehouse, desk.warehouse)
    before = desk.whole_figures()
    store.stop()
    assert desk.whole_figures() == before
    with pytest.raises(WarehouseError, match="对象存储"):
        desk.load(JUNE)
    assert desk.whole_figures() == before
    with pytest.raises(WarehouseError, match="没有应答"):
        take_original(desk.warehouse, 2)


def test_without_keys_a_store_is_refused_with_what_to_do(
    named: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    status, _, said = run(named(), "start")
    assert (status, "AWS_SECRET_ACCESS_KEY" in said) == (3, True)


def test_no_message_names_a_stores_keys(named: Named, store: Store, tmp_path: Path) -> None:
    file = tmp_path / "单位.csv"
    file.write_text(UNITS, encoding="utf-8")
    assert run(named(), "start")[0] == 0
    store.stop()
    status, out, said = run(named(), "load", file)
    assert (status, "geheim" in out + said) == (3, False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("data_path=/srv/board endpoint=https://store:9000", "只用于对象存储"),
        ("data_path=s3://board/x endpoint=store:9000", "endpoint=store:9000"),
        ("data_path=s3://board/x url_style=dns", "url_style=dns"),
        ("data_path=oss://board/x", "data_path=oss://board/x"),
        ("data_path=s3:///x", "data_path=s3:///x"),
    ],
)
def test_a_store_that_is_named_wrongly_is_refused_before_anything_is_made(
    words: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, said = run(f"ducklake:postgres:dbname=board {words}", "history")
    assert (status, told in said, list(tmp_path.iterdir())) == (3, True, [])
