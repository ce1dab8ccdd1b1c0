"""Logins at a provider on this machine: who they let in, for how long, and what ends them."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from websockets.exceptions import ConnectionClosed

from dashboard.ui.serving.logins import Logins, before
from dashboard.ui.serving.serving_mode import Mode, Serving
from dashboard.ui.serving.serving_mode import Provider as ProviderSetting
from tests.oidc_office import COOKIE_SECRET, Office, board_with_provider
from tests.provider import CLIENT, SECRET
from tests.proxy import nginx
from tests.talk import Headers, Talk, ask, status_of_talk, talking

URL = "https://board.example"
PATHS = (
    "/",
    "/hotline",
    "/upload",
    "/static/js/x.js",
    "/media/x.csv",
    "/_stcore/host-config",
    "/auth/login/x",
)


@pytest.fixture(scope="module")
def running(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The board and its provider."""
    with board_with_provider(sample_warehouse, tmp_path_factory.mktemp("oidc")) as office:
        yield office


@pytest.fixture
def office(running: Office) -> Iterator[Office]:
    """The board; afterwards nobody is denied any more."""
    yield running
    (running.folder / "serving.denied.txt").unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("left", "opened"),
    [
        ("{url}/hotline?year=2023&month=6&unit=bureau", "/hotline?year=2023&month=6&unit=bureau"),
        ("{url}/", "/"),
        ("", "/"),
        ("http://evil.example/hotline", "/"),
        ("{url}//evil.example/", "/"),
        ("{url}/\\\\evil.example", "/"),
        ("{url}/hotline;a=1, b=2", "/"),
        ("{url}/auth/logout", "/"),
    ],
)
def test_a_login_leads_to_the_page_that_was_asked_for_and_nowhere_else(
    office: Office, left: str, opened: str
) -> None:
    office.provider.user = "zhang"
    with httpx2.Client(follow_redirects=True, trust_env=False) as browser:
        headers = {"Referer": left.format(url=office.url)} if left else {}
        answer = browser.get(f"{office.url}/login", headers=headers)
        assert (answer.status_code, str(answer.url)) == (200, office.url + opened)
        again = browser.get(f"{office.url}/login", headers=headers, follow_redirects=False)
        assert (again.status_code, again.headers["location"]) == (307, opened)


def signed_at(moment: datetime, url: str, secret: str = COOKIE_SECRET, **claims: object) -> Headers:
    """The cookie of a login at another time, or with another secret."""
    told = {"preferred_username": "zhang", "is_logged_in": True, "origin": url, **claims}
    return [("Cookie", f"_streamlit_user={sign('_streamlit_user', json.dumps(told), moment, secret)}")]


def sign(name: str, text: str, moment: datetime, secret: str = COOKIE_SECRET) -> str:
    """A cookie's value as Streamlit signs it, at another time."""

    class Then(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(moment.timestamp())

    return str(URLSafeTimedSerializer(secret, salt=name, signer=Then).dumps(text))


def test_who_has_not_logged_in_gets_the_page_to_do_so_and_nothing_else(office: Office) -> None:
    status, headers, page = ask(office.url, "/hotline", [("Accept", "text/html")])
    assert (status, headers["cache-control"]) == (401, "no-store")
    assert '<a href="/login">登录</a>' in page.decode()
    assert {path: ask(office.url, path)[0] for path in PATHS} == dict.fromkeys(PATHS, 401)
    assert status_of_talk(office.url, origin=office.url) == 403
    assert ask(office.url, "/_stcore/health")[0] == 200


def test_behind_nginx_only_a_login_opens_the_board(office: Office, tmp_path: Path) -> None:
    cookies, forged = office.log_in("zhang"), [("X-Board-User", "boss")]
    with nginx(tmp_path, "board-oidc.conf", office.url, "", {}, {}) as proxy:
        assert [ask(proxy.url, "/", each)[0] for each in (cookies, forged, [])] == [200, 401, 401]
        _, headers, _ = ask(proxy.url, "/login")
        assert headers["location"].startswith("/auth/login")


def test_a_login_is_known_on_the_page_and_ends_with_the_day(office: Office) -> None:
    office.provider.user = "zhang"
    with httpx2.Client(follow_redirects=True, trust_env=False) as browser:
        answers = browser.get(f"{office.url}/login").history
    kept = [each for answer in answers for each in answer.headers.get_list("set-cookie")]
    ages = {re.search(r"Max-Age=(\d+)", each, re.I)[1] for each in kept if each.startswith("_streamlit_user")}
    assert ages == {str(12 * 3600)}
    cookies = office.log_in("张三")
    assert 'class="cards"' not in ask(office.url, "/", cookies)[2].decode()
    with talking(**office.talk(cookies)) as talk:
        assert "张三" in talk.run()


@pytest.mark.parametrize(
    ("hours", "claims", "status"),
    [
        (0, {}, 200),
        (-11.9, {}, 200),
        (-12.1, {}, 401),
        (-24 * 29, {}, 401),
        (1, {}, 401),
        (0, {"secret": "guessed" * 8}, 401),
        (0, {"origin": "http://evil.example"}, 401),
        (0, {"is_logged_in": False}, 401),
        (0, {"preferred_username": ""}, 401),
        (0, {"preferred_username": None}, 401),
    ],
)
def test_a_login_is_good_for_its_hours_and_signed_by_the_board(
    office: Office, hours: float, claims: dict[str, str], status: int
) -> None:
    cookie = signed_at(datetime.now() + timedelta(hours=hours), **{"url": office.url, **claims})
    assert ask(office.url, "/", cookie)[0] == status


def test_a_logout_ends_the_login_in_every_page_and_for_every_copy(office: Office) -> None:
    cookies = office.log_in("zhang")
    with talking(**office.talk(cookies)) as talk:
        talk.run()
        other = office.log_in("zhang")
        before_it = office.provider.logouts
        status, headers, _ = ask(office.url, "/auth/logout", cookies)
        assert (status, headers["location"].split("?")[0]) == (302, f"{office.provider.url}/logout")
        assert before_it == office.provider.logouts
        assert ends_when_it_says_more(talk)
    assert ask(office.url, "/", cookies)[0] == 401
    assert status_of_talk(**office.talk(cookies)) == 403
    assert ask(office.url, "/", other)[0] == 200  # another login of the same person


def ends_when_it_says_more(talk: Talk) -> bool:
    try:
        talk.run("hotline")
    except ConnectionClosed:
        return True
    return False


def test_whom_the_office_denies_is_out_at_once_and_others_are_not(office: Office) -> None:
    zhang, li = office.log_in("zhang"), office.log_in("li")
    with talking(**office.talk(zhang)) as talk:
        talk.run()
        office.deny("# left the office\nzhang\n")
        assert ends_when_it_says_more(talk)
    assert [ask(office.url, "/", each)[0] for each in (zhang, li)] == [401, 200]
    office.deny("zhang 2001-01-01T00:00\n")
    assert ask(office.url, "/", zhang)[0] == 200


@pytest.mark.parametrize(
    ("denied", "is_denied"),
    [
        ("", False),
        ("zhang", True),
        ("  zhang  # lost his phone", True),
        ("zhang 2026-11-28T09:00", True),
        ("zhang 2026-11-28T07:00", False),
        ("zhang 2026-11-28T07:00\nzhang", True),
        ("zhang 2026-13-99", True),
        ("# zhang", False),
        ("zhang san", False),
        ("zhangs", False),
    ],
)
def test_a_line_of_the_list_names_a_person_and_from_when(denied: str, is_denied: bool) -> None:
    login = datetime(2026, 11, 28, 8, 0).timestamp()
    assert (login < before(denied, "zhang")) is is_denied


@pytest.fixture
def setting(tmp_path: Path) -> Serving:
    """A setting whose logins are kept in the test's own folder."""
    provider = ProviderSetting("https://login.example", CLIENT, SECRET, "preferred_username", 12)
    return Serving(Mode.OIDC, URL, secret=COOKIE_SECRET, provider=provider, folder=tmp_path)


def cookies_of(*headers: Headers) -> dict[str, str]:
    return dict(each.split("=", 1) for named in headers for _, value in named for each in value.split("; "))


def test_a_logout_outlives_a_restart_and_a_damaged_line(setting: Serving) -> None:
    left, stayed = (cookies_of(signed_at(datetime.now(), URL, n=n)) for n in (1, 2))
    assert setting.provider
    Logins(setting, setting.provider).end(left)
    with (setting.folder / "serving.logouts.txt").open("a", encoding="utf-8") as file:
        file.write("half a li\n\n1 " + "0" * 64)
    again = Logins(setting, setting.provider)
    assert (again.name(left), again.name(stayed)) == (None, "zhang")
    assert len((setting.folder / "serving.logouts.txt").read_text("ascii").splitlines()) == 1


def test_a_login_in_pieces_is_as_old_as_its_oldest_piece(setting: Serving) -> None:
    told = json.dumps({"preferred_username": "zhang", "is_logged_in": True, "origin": URL})
    now, yesterday = datetime.now(), datetime.now() - timedelta(hours=13)
    count = {"_streamlit_user": sign("_streamlit_user", "chunks-2", now)}
    pieces = {"_streamlit_user_1": told[:20], "_streamlit_user_2": told[20:]}
    new = {name: sign(name, piece, now) for name, piece in pieces.items()}
    old = {"_streamlit_user_2": sign("_streamlit_user_2", told[20:], yesterday)}
    assert setting.provider
    logins = Logins(setting, setting.provider)
    assert logins.name({**count, **new}) == "zhang"
    assert logins.name({**count, **new, **old}) is None
    assert logins.name(count) is None
    logins.end({**count, **new})
    assert logins.name({"_streamlit_user": sign("_streamlit_user", "chunks-2", yesterday), **new}) is None
