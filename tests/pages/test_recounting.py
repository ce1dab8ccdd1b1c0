"""A formula changes in a large bureau: its sums are counted beside the pages, which never mix old and new."""

import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui.overview.prerendered import overview_document
from domain.catalogue import DEFAULT_FOLDER, load_catalogue
from etl.load.store import load_file
from etl.warehouse import Warehouse
from etl.warehouse.verify import verify
from tests.browser.conftest import running_app
from tests.etl.desk import Desk
from tests.pages.board import ROOT, open_board, pages_html, words
from tests.pages.data_pages import drop, labels, open_data_page, said
from tests.pages.test_reporting import close
from tests.pages.test_what_pages_may_say import handed_to_scripts
from tests.talk import ask

FORMULA, BEFORE = "tickets_satisfied / tickets_surveyed", "tickets_satisfied / tickets_received"
COUNTED_BY_NEW, COUNTED_BY_OLD = "90%", "45%"
UNITS = "单位代码,单位名称,上级单位\nroot,全省,\n" + "".join(f"u{n},{n}号站,root\n" for n in range(1, 62))
FIGURES = (
    "月份,单位,受理工单数,办结工单数,回访数,满意数\n2023-01,1号站,100,90,50,45\n2023-01,2号站,100,80,50,45\n"
)
NEW_HEADER = "投诉电话处理数"
JANUARY = {"year": "2023", "month": "1", "unit": "root"}
EARLIER, COMPUTES = "仍按改动前的口径", "数字已按新口径"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bureau large enough for kept sums, loaded under another formula than the catalogue has now."""
    folder = tmp_path_factory.mktemp("before")
    shutil.copytree(DEFAULT_FOLDER, folder / "catalogue")
    kpis = folder / "catalogue" / "kpis.toml"
    text = kpis.read_text(encoding="utf-8")
    assert FORMULA in text
    kpis.write_text(text.replace(FORMULA, BEFORE), encoding="utf-8")
    datasets = folder / "catalogue" / "datasets.toml"
    text = datasets.read_text(encoding="utf-8")
    assert NEW_HEADER in text
    datasets.write_text(text.replace(NEW_HEADER, "投诉处理起数"), encoding="utf-8")
    earlier, desk = load_catalogue(folder / "catalogue"), Desk(Warehouse(folder / "warehouse"))
    for content in (UNITS, FIGURES):
        assert load_file(desk.warehouse, earlier, desk.request(content), by="李四").status == "ok"
    return folder / "warehouse"


@pytest.fixture
def office(before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The bureau on the pages. While a test holds its writer's lock, no counting can end."""
    folder = shutil.copytree(before, tmp_path / "warehouse")
    monkeypatch.setenv("WAREHOUSE", str(folder))
    return Warehouse(folder)


def rates(page: AppTest) -> set[str]:
    """The two possible 满意率 that the page shows."""
    shown = words(pages_html(page))
    return {rate for rate in (COUNTED_BY_OLD, COUNTED_BY_NEW) if rate in shown}


def until_counted(warehouse: Warehouse, before: str) -> None:
    """Wait for the next version."""
    end = time.monotonic() + 60
    while warehouse.version() == before:
        assert time.monotonic() < end, "nothing was counted"
        time.sleep(0.05)


def test_pages_show_the_earlier_formula_and_say_so_until_the_new_one_is_counted(office: Warehouse) -> None:
    version = office.version()
    with office.lock():
        page = open_board("hotline", **JANUARY)
        assert rates(page) == {COUNTED_BY_OLD}
        assert EARLIER in page.get("progress")[0].proto.text
        for taken in (open_board(wall="true", **JANUARY), open_board(**JANUARY)):
            assert "按改动前的口径" in "".join(handed_to_scripts(taken))
        assert overview_document(JANUARY, may_begin=False) is None
        meeting = AppTest.from_file(str(ROOT / "pages/material/meeting.py"), default_timeout=60)
        meeting.query_params.update(JANUARY)
        assert "算好后再生成材料" in meeting.run().info[0].value
        assert all(each.proto.disabled for each in meeting.get("download_button"))
        closing = close(open_data_page("reporting", **JANUARY), "封账至2023年1月")
        assert "没有封账" in said(closing)
        file = f"月份,单位,{NEW_HEADER}\n2023-01,1号站,7\n"
        assert "确认入库：新增1" in labels(drop(open_data_page("upload", **JANUARY), ("热线.csv", file)))
    until_counted(office, version)
    page = page.run()
    assert rates(page) == {COUNTED_BY_NEW}
    assert not page.get("progress")
    assert overview_document(JANUARY, may_begin=False) is not None
    assert verify(office) == []


def test_pages_without_earlier_sums_or_whose_counting_fails_compute_by_the_new_formula_and_say_so(
    office: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.write() as connection:
        for table in ("summed_term", "formula_sum", "formula_word"):
            connection.execute(f"DELETE FROM {table}")
    monkeypatch.setenv("WAREHOUSE_LOCK_SECONDS", "1")
    with office.lock():
        page = open_board("hotline", **JANUARY)
        assert rates(page) == {COUNTED_BY_NEW}
        assert COMPUTES in page.get("progress")[0].proto.text
        end = time.monotonic() + 60
        while not page.warning:
            assert time.monotonic() < end
            page = page.run()
    assert "正被另一项操作占用" in page.warning[0].value
    assert rates(page) == {COUNTED_BY_NEW}


def test_pages_do_not_go_back_to_the_earlier_formula_once_a_counting_has_failed(
    office: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_LOCK_SECONDS", "1")
    with office.lock():
        page = open_board("hotline", **JANUARY)
        end = time.monotonic() + 60
        while rates(page) == {COUNTED_BY_OLD}:
            assert time.monotonic() < end
            page = page.run()
    with office.write() as connection:
        connection.execute("INSERT INTO meta VALUES ('another', 'version')")
    version = office.version()
    with office.lock():
        page = page.run()
        assert rates(page) == {COUNTED_BY_NEW}
        assert COMPUTES in page.get("progress")[0].proto.text
    until_counted(office, version)


def test_a_board_begins_to_count_by_itself(office: Warehouse, tmp_path: Path) -> None:
    version = office.version()
    with running_app(office.folder, tmp_path / "server.log") as board:
        until_counted(office, version)
        _, _, document = ask(board.url, "/?year=2023&month=1&unit=root")
    assert COUNTED_BY_NEW in document.decode("utf-8")
