"""A board whose visitors log in at a provider on this machine."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.browser.conftest import AppServer, free_port, running_app
from tests.provider import CLIENT, SECRET, Provider, running_provider
from tests.talk import Headers

COOKIE_SECRET = "c00kie" * 8
SETTING = """
mode = "oidc"
url = "{url}"
metadata_url = "{provider}"
client_id = "{client}"
client_secret_file = "client.secret"
secret_file = "cookie.secret"
unknown = "viewer"
"""


@dataclass(frozen=True)
class Office:
    """A board whose visitors log in at the provider."""

    board: AppServer
    provider: Provider
    folder: Path

    @property
    def url(self) -> str:
        return self.board.url

    def log_in(self, user: str) -> Headers:
        """The cookies of a browser in which this person has logged in."""
        self.provider.user = user
        with httpx2.Client(follow_redirects=True, trust_env=False) as browser:
            browser.get(f"{self.url}/login")
            browser.get(f"{self.url}/_stcore/health")
            return [("Cookie", "; ".join(f"{name}={value}" for name, value in browser.cookies.items()))]

    def talk(self, cookies: Headers) -> dict[str, object]:
        """What opens a page's websocket as a browser does."""
        token = re.search(r"_streamlit_xsrf=([^;]+)", cookies[0][1])
        protocols = ["streamlit", token[1] if token else "x"]
        return {"url": self.url, "headers": cookies, "subprotocols": protocols, "origin": self.url}

    def deny(self, text: str) -> None:
        """Write the list of the denied."""
        (self.folder / "serving.denied.txt").write_text(text, encoding="utf-8")


@contextmanager
def board_with_provider(warehouse: Path, folder: Path) -> Iterator[Office]:
    """The board and its provider, until the block ends."""
    port = free_port()
    for name, secret in (("client.secret", SECRET), ("cookie.secret", COOKIE_SECRET)):
        (folder / name).write_text(secret, encoding="ascii")
        (folder / name).chmod(0o600)
    with running_provider() as provider:
        text = SETTING.format(url=f"http://localhost:{port}", provider=provider.metadata_url, client=CLIENT)
        (folder / "serving.toml").write_text(text, encoding="utf-8")
        environment = {"SERVING": str(folder / "serving.toml")}
        with running_app(warehouse, folder / "server.log", environment=environment, port=port) as board:
            yield Office(board, provider, folder)
