"""Behind nginx as deploy/nginx sets it up: passwords, forged names, and looking without a login."""

import gzip
from base64 import b64encode
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from dashboard.ui.banners import BEGIN_OWN
from tests.browser.conftest import AppServer, running_app
from tests.proxy import Proxy, nginx
from tests.talk import Headers, ask, status_of_talk, talking, unchecked

SECRET = "5ecret" * 8
PASSWORDS = {"zhang": "zhang-word", "li": "li-word", "张三": "三-word"}
SETTING = 'mode = "office"\nurl = "https://localhost"\nsecret_file = "proxy.secret"\nunknown = "viewer"\n'
FORGED = [("X-Board-User", "boss"), ("X-Board-Secret", SECRET), ("X_Board_User", "boss")]
PATHS = ("/", "/hotline", "/upload", "/static/js/x.js", "/media/x.csv", "/_stcore/health", "/_stcore/metrics")


def board_for(warehouse: Path, folder: Path, more: str) -> AbstractContextManager[AppServer]:
    """The board, set up for an office."""
    (folder / "proxy.secret").write_text(SECRET, encoding="ascii")
    (folder / "proxy.secret").chmod(0o600)
    (folder / "serving.toml").write_text(SETTING + more, encoding="utf-8")
    return running_app(
        warehouse, folder / "server.log", environment={"SERVING": str(folder / "serving.toml")}
    )


@pytest.fixture(scope="module")
def board(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The board for who is named by a proxy."""
    with board_for(sample_warehouse, tmp_path_factory.mktemp("board"), "") as running:
        yield running


@pytest.fixture(scope="module")
def closed(board: AppServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Everybody logs in."""
    folder = tmp_path_factory.mktemp("closed")
    with nginx(folder, "board-password.conf", board.url, SECRET, PASSWORDS, {}) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def opened(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The office's network looks without a login."""
    folder = tmp_path_factory.mktemp("opened")
    office = {"allow 10.0.0.0/8": "allow 127.0.0.1"}
    with (
        board_for(sample_warehouse, folder, "open_reading = true\n") as board,
        nginx(folder, "board-open-reading.conf", board.url, SECRET, PASSWORDS, office) as proxy,
    ):
        yield proxy


def login(name: str, password: str | None = None) -> Headers:
    word = f"{name}:{password or PASSWORDS[name]}"
    return [("Authorization", "Basic " + b64encode(word.encode()).decode())]


def who_looks(proxy: Proxy, headers: Headers) -> str:
    """All texts of the first page."""
    with talking(proxy.url, headers, ssl=unchecked(), origin=proxy.url) as talk:
        return talk.run()


@pytest.mark.parametrize(
    "headers", [[], FORGED, login("zhang", "guessed"), login("boss", "x"), [("Authorization", "Bearer x")]]
)
def test_without_a_password_nothing_is_answered(closed: Proxy, headers: Headers) -> None:
    assert {path: ask(closed.url, path, headers)[0] for path in PATHS} == dict.fromkeys(PATHS, 401)
    assert status_of_talk(closed.url, headers, ssl=unchecked(), origin=closed.url) == 401


@pytest.mark.parametrize("name", ["zhang", "张三"])
def test_the_page_knows_who_gave_the_password_whatever_else_is_claimed(closed: Proxy, name: str) -> None:
    assert ask(closed.url, "/", login(name))[0] == 200
    texts = who_looks(closed, [*login(name), *FORGED])
    assert name in texts
    assert "boss" not in texts


@pytest.mark.parametrize("way", ["closed", "opened"])
def test_the_numbers_come_with_the_document_small_and_kept_by_nobody(
    request: pytest.FixtureRequest, way: str
) -> None:
    proxy: Proxy = request.getfixturevalue(way)
    headers = FORGED if way == "opened" else login("zhang")
    status, told, content = ask(proxy.url, "/", [*headers, ("Accept-Encoding", "gzip")])
    assert (status, told["cache-control"], told["content-encoding"]) == (200, "no-store", "gzip")
    page = gzip.decompress(content).decode()
    assert 'class="cards"' in page
    assert BEGIN_OWN not in page


def test_another_page_and_another_name_of_the_server_get_nothing(closed: Proxy) -> None:
    status = status_of_talk(closed.url, login("zhang"), ssl=unchecked(), origin="https://evil.example")
    assert status == 403
    assert ask(closed.url, "/", [*login("zhang"), ("Host", "evil.example")])[0] == 421
    assert ask(closed.url, "/_stcore/metrics", login("zhang"))[0] == 404


def test_the_office_looks_without_a_login_as_nobody(opened: Proxy) -> None:
    assert ask(opened.url, "/", FORGED)[0] == 200
    texts = who_looks(opened, FORGED)
    assert "boss" not in texts
    assert 'href="/login"' in texts
    assert ask(opened.url, "/_stcore/upload_file/a/b", FORGED, "PUT")[0] == 401


def test_who_wants_to_be_known_gives_a_password_and_a_wrong_one_opens_nothing(opened: Proxy) -> None:
    assert ask(opened.url, "/login")[0] == 401
    status, headers, _ = ask(opened.url, "/login", login("zhang"))
    assert (status, headers["location"]) == (307, "/")
    assert "zhang" in who_looks(opened, login("zhang"))
    assert ask(opened.url, "/", login("zhang", "guessed"))[0] == 401
    assert ask(opened.url, "/", login("boss", "x"))[0] == 401


@pytest.mark.parametrize(("gateway", "status"), [("127.0.0.1", 200), ("10.1.2.3", 403)])
def test_a_name_from_a_single_sign_on_counts_only_from_its_gateway(
    board: AppServer, tmp_path: Path, gateway: str, status: int
) -> None:
    allowed = {"allow 10.1.2.3": f"allow {gateway}"}
    with nginx(tmp_path, "board-single-sign-on.conf", board.url, SECRET, {}, allowed) as proxy:
        assert ask(proxy.url, "/", [("X-SSO-User", "zhang")])[0] == status
        assert ask(proxy.url, "/", FORGED)[0] in (401, 403)
        if status == 200:
            assert "zhang" in who_looks(proxy, [("X-SSO-User", "zhang"), *FORGED])
