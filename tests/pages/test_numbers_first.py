"""The document by which the overview is opened: its numbers are in it, for those who may see them."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from starlette.requests import HTTPConnection

from dashboard.ui.markup import Markup
from dashboard.ui.overview import prerendered as documents
from dashboard.ui.overview.prerendered import overview_document, prepare_overview
from dashboard.ui.roles import person_asking
from dashboard.ui.serving.serving_file import serving
from domain.people import Action, may
from etl.warehouse import Warehouse
from tests.browser.conftest import AppServer, running_app
from tests.dashboard.command import run
from tests.pages.board import open_board, words
from tests.pages.test_server import ask
from tests.pages.visitors import MANAGER, REPORTER, UNKNOWN, VIEWER, serve_office, with_people

NAME = "<script>alert(1)</script>&甲</noscript>"
UNITS = f"bureau,某局,,\nu1,{NAME},bureau,hotline\n"
PARTS = ('class="strip"', 'class="key-points"', 'class="attention"', 'class="cards"')
FILES = {
    "units.csv": f"单位代码,单位名称,上级单位,填报内容\n{UNITS}",
    "hotline.csv": "月份,单位,受理工单数,回访数,满意数\n2023-05,u1,20,10,9\n2023-06,u1,30,10,8\n",
}


@pytest.fixture(scope="module")
def board(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A board that shows whatever warehouse its link leads to."""
    folder = tmp_path_factory.mktemp("board")
    (folder / "shown").symlink_to(sample_warehouse, target_is_directory=True)
    with running_app(folder / "shown", folder / "server.log") as running:
        yield running


@pytest.fixture
def turned(board: AppServer, sample_warehouse: Path, tmp_path: Path) -> Iterator[AppServer]:
    """The board on a new warehouse; afterwards on the sample again."""
    board.warehouse.unlink()
    board.warehouse.symlink_to(tmp_path / "warehouse", target_is_directory=True)
    yield board
    board.warehouse.unlink()
    board.warehouse.symlink_to(sample_warehouse, target_is_directory=True)


def opened(server: AppServer, query: str = "", path: str = "/") -> str:
    """The document at an address."""
    status, headers, content = ask(server, path + query, Accept="text/html")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    return content.decode("utf-8")


def overview_words(document: str) -> str:
    """The words of the overview in the document."""
    return words(document.split('id="prerendered"')[1].split("</main>")[0])


@pytest.mark.parametrize(("month", "unit"), [("6", "bureau"), ("3", "brigade"), ("12", "office")])
def test_the_document_has_what_the_live_page_draws(
    board: AppServer, sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch, month: str, unit: str
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))
    live = open_board(year="2023", month=month, unit=unit)
    document = opened(board, f"?year=2023&month={month}&unit={unit}")
    drawn = [each.proto.body for each in live.get("html") if any(part in each.proto.body for part in PARTS)]
    assert len(drawn) == len(PARTS)
    assert [body for body in drawn if body not in document] == []
    for heading in (*live.title, *live.header):
        assert f">{heading.value}</h" in document


def test_the_document_is_kept_by_nobody_and_names_the_page(board: AppServer) -> None:
    status, headers, content = ask(board, "/?year=2023", Accept_Encoding="gzip")
    assert (status, headers["cache-control"], headers["content-encoding"]) == (200, "no-store", "gzip")
    assert headers["content-length"] == str(len(content))
    document = opened(board)
    assert '<html lang="zh-CN">' in document
    assert "<title>法治政府建设看板</title>" in document
    assert "enable JavaScript" not in document


@pytest.mark.parametrize("query", ["?year=x&month=99&unit=%3Cscript%3E", "?unit=nobody", "?month=&year=", ""])
def test_an_address_that_names_no_view_opens_the_usual_one(board: AppServer, query: str) -> None:
    assert "数据截至 2023年12月" in overview_words(opened(board, query))


@pytest.mark.parametrize(
    "path", ["/hotline", "/targets", "/?embed=true", "/?embed=true&chart=x", "/?wall=true", "/?year=1999"]
)
def test_what_is_not_the_overview_is_opened_without_numbers(board: AppServer, path: str) -> None:
    assert "prerendered" not in opened(board, path=path)


def test_the_live_page_has_its_place_before_the_script_that_starts_it(board: AppServer) -> None:
    """On a slow line the rest of the document may come after the script has begun."""
    document = opened(board)
    assert document.index('<div id="root">') < document.index("Promise.withResolvers")
    assert document.index("Promise.withResolvers") < document.index("modulepreload")


def test_a_name_like_code_is_text_in_the_document(turned: AppServer, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    done = run("etl", turned.warehouse, "load", *(str(tmp_path / name) for name in FILES))
    assert done.status == 0, done.out + done.err
    document = opened(turned, "?year=2023&month=6&unit=u1")
    assert NAME in overview_words(document)
    assert "<script>alert" not in document


def test_a_board_without_figures_opens_as_usual(turned: AppServer, tmp_path: Path) -> None:
    Warehouse(tmp_path / "warehouse").begin()
    assert "prerendered" not in opened(turned)


def test_a_board_whose_warehouse_fails_opens_as_usual_and_logs_why(turned: AppServer, tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "CURRENT").write_text("nothing", encoding="ascii")
    assert "prerendered" not in opened(turned)
    assert "总览的数字没有随网页一起送出" in turned.log.read_text(encoding="utf-8")


def test_a_document_is_worked_out_anew_only_when_what_it_shows_is_touched(
    own_sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(own_sample_warehouse))
    year, year_before = ({"year": each, "month": "12", "unit": "bureau"} for each in ("2023", "2022"))
    first, earlier = overview_document(year, may_begin=True), overview_document(year_before, may_begin=True)
    assert first and earlier
    assert overview_document(year, may_begin=True) is first
    (tmp_path / "信访.csv").write_text("月份,单位,网上信访件数\n2023-12,局机关,78\n", encoding="utf-8")
    done = run("etl", own_sample_warehouse, "load", str(tmp_path / "信访.csv"), "--by", "甲")
    assert done.status == 0, done.out + done.err
    assert overview_document(year_before, may_begin=True) is earlier
    later = overview_document(year, may_begin=True)
    assert later and later[""] != first[""]
    assert gzip.decompress(later["gzip"]) == brotli.decompress(later["br"]) == later[""]


def test_the_first_visitor_after_a_start_gets_a_document_worked_out_before(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_overview()

    def works_it_out(*_: object) -> Markup:
        raise AssertionError("worked out for the visitor")

    with monkeypatch.context() as then:
        then.setattr(documents, "overview_html", works_it_out)
        assert overview_document({}, may_begin=True)
    monkeypatch.setenv("WAREHOUSE", str(tmp_path / "none"))
    prepare_overview()
    assert not (tmp_path / "none").exists()


REFUSE, VIEWER_TOO, OPEN_READING = "", 'unknown = "viewer"\n', "open_reading = true\n"


@pytest.mark.parametrize(
    ("more", "name", "sees", "begins"),
    [
        (REFUSE, MANAGER, True, True),
        (REFUSE, REPORTER, True, False),
        (REFUSE, VIEWER, True, False),
        (REFUSE, UNKNOWN, False, False),
        (REFUSE, "", False, False),
        (VIEWER_TOO, UNKNOWN, True, False),
        (VIEWER_TOO, "", False, False),
        (OPEN_READING, "", True, False),
        (OPEN_READING, MANAGER, True, True),
    ],
)
def test_who_asks_before_the_page_runs_is_who_the_proxy_names(
    own_sample_warehouse: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    more: str,
    name: str,
    sees: bool,
    begins: bool,
) -> None:
    serve_office(monkeypatch, tmp_path, more)
    monkeypatch.setenv("WAREHOUSE", str(with_people(own_sample_warehouse)))
    headers = [(b"x-board-user", name.encode())]
    person = person_asking(serving(), HTTPConnection({"type": "http", "headers": headers}))
    assert (may(person, Action.SEE), may(person, Action.BEGIN)) == (sees, begins)
