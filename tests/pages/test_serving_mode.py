"""The one setting of how the board is served: what a file says, what follows, and each mistake in Chinese."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui.serving import serving_file
from dashboard.ui.serving.logins import header_name, plain_name
from dashboard.ui.serving.serving_file import ServingError, read_serving
from dashboard.ui.serving.serving_mode import Mode, Serving, Unknown

OFFICE = """
mode = "office"
url = "https://board.example"
secret_file = "proxy.secret"
"""
OIDC = """
mode = "oidc"
url = "https://board.example"
secret_file = "proxy.secret"
metadata_url = "https://login.example/.well-known/openid-configuration"
client_id = "board"
client_secret_file = "proxy.secret"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a secret that only its owner reads."""
    (tmp_path / "proxy.secret").write_text("0123456789abcdef" * 4 + "\n", encoding="ascii")
    (tmp_path / "proxy.secret").chmod(0o600)
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "serving.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_this_machine_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SERVING", raising=False)
    monkeypatch.setattr(serving_file, "SETTING", tmp_path / "serving.toml")
    assert serving_file.serving() == Serving()
    assert Serving().hosts == ("localhost", "127.0.0.1", "::1")
    assert Serving().streamlit_options()["server.trustedUserHeaders"] == {}


def test_an_office_setting_names_the_proxys_header_and_host(folder: Path) -> None:
    found = read_serving(written(folder, OFFICE + 'other_hosts = ["10.1.2.3"]\nunknown = "viewer"'))
    assert (found.mode, found.unknown, found.open_reading) == (Mode.OFFICE, Unknown.VIEWER, False)
    assert found.hosts == ("board.example", "10.1.2.3", "localhost", "127.0.0.1", "::1")
    options = found.streamlit_options()
    assert options["server.trustedUserHeaders"] == {"X-Board-User": "board_user"}
    assert options["server.address"] == "localhost"
    assert found.shown_address("localhost", 8501).startswith("https://board.example（本机监听")
    assert found.streamlit_secrets() == {}


def test_an_oidc_setting_holds_what_a_login_needs(folder: Path) -> None:
    found = read_serving(written(folder, OIDC))
    assert found.streamlit_secrets()["auth"]["redirect_uri"] == "https://board.example/oauth2callback"
    assert found.streamlit_options()["server.trustedUserHeaders"] == {}
    assert found.provider is not None
    assert (found.provider.name_claim, found.provider.login_hours) == ("preferred_username", 12)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("mode = ", "不是 TOML"),
        ('mode = "open"', "mode：须是 alone、office、oidc 之一"),
        ("", "mode：须是"),
        ('mode = "alone"\naddress = "0.0.0.0"', "反向代理"),
        ('mode = "alone"\nopen_reading = true', "open_reading：alone 方式没有这一项"),
        (OFFICE + 'address = "0.0.0.0"', "address：office 方式只能监听本机地址"),
        (OFFICE + 'address = "192.168.1.5"', "deploy/nginx"),
        (OFFICE + 'address = "::"', "只能监听本机地址"),
        (OFFICE + 'address = "unix:///run/board"', "只能监听本机地址"),
        (OFFICE + 'address = ""', "address：没有填写"),
        (OFFICE + 'unknown = "manager"', "unknown：须是 viewer、refuse 之一"),
        (OFFICE + 'open_reading = "yes"', "open_reading：须是 true 或 false"),
        (OFFICE + 'other_hosts = ["*"]', "other_hosts：须逐个写明主机名"),
        (OFFICE + 'name_header = "X_User"', "name_header：只能用字母"),
        (OFFICE.replace("https", "http"), "url：须是 https://"),
        (OFFICE.replace("board.example", "board.example/x"), "url：须是 https://"),
        (OFFICE.replace("board.example", "a@board.example"), "url：须是 https://"),
        (OFFICE.replace("proxy.secret", "none"), "secret_file：密钥文件"),
        (OFFICE.replace("proxy.secret", "short.secret"), "至少 32 个字符"),
        (OFFICE.replace("proxy.secret", "seen.secret"), "chmod 600"),
        (OIDC + 'address = "0.0.0.0"', "certificate 和 key"),
        (OIDC + "login_hours = 720", "login_hours：须是 1 到 168"),
        (OIDC.replace('client_id = "board"', ""), "client_id：没有填写"),
        (OIDC.replace("https://login", "http://login"), "metadata_url：须是 https://"),
    ],
)
def test_a_mistake_is_said_with_its_key(folder: Path, text: str, mistake: str) -> None:
    (folder / "short.secret").write_text("0123", encoding="ascii")
    (folder / "short.secret").chmod(0o600)
    (folder / "seen.secret").write_text("0" * 64, encoding="ascii")
    (folder / "seen.secret").chmod(0o644)
    with pytest.raises(ServingError, match=mistake) as error:
        read_serving(written(folder, text))
    assert len(error.value.mistakes) == 1


def test_a_named_file_that_is_missing_is_not_taken_for_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SERVING", str(tmp_path / "none.toml"))
    with pytest.raises(ServingError, match="文件无法读取"):
        serving_file.serving()


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("zhang.san", "zhang.san"),
        (" 张三 ", "张三"),
        *[(value, None) for value in ("", "   ", None, "a\nb", "a\x00", "x" * 101, "\u202etxt", 7)],
    ],
)
def test_a_name_is_plain_or_nobodys(value: object, name: str | None) -> None:
    assert plain_name(value) == name
    sent = value.encode().decode("latin-1") if isinstance(value, str) else value
    assert header_name(sent) == name


def test_a_header_that_is_no_utf_8_is_nobodys_name() -> None:
    assert header_name("\xd5\xc5") is None


def asks_who_looks() -> None:
    import streamlit as st

    from dashboard.ui.serving.logins import visitor

    st.write(repr(visitor().name))


@pytest.mark.parametrize(("text", "shown"), [(None, "''"), (OFFICE, "None"), (OIDC, "None")])
def test_who_is_not_named_is_nobody_except_at_this_machine(
    folder: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, shown: str
) -> None:
    path = written(folder, text or 'mode = "alone"')
    monkeypatch.setenv("SERVING", str(path))
    page = AppTest.from_function(asks_who_looks).run()
    assert [each.value for each in page.markdown] == [shown]
