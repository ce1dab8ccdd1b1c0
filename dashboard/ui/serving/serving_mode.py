"""How the board is served, in one setting: alone (this machine, no login), office (behind a proxy) or oidc.

Everything that Streamlit has to be told about addresses, host names and logins follows from the one setting.
serving_file.py reads it.
"""

import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DATA = Path(__file__).resolve().parents[3] / "data"
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
# The key in st.user under which Streamlit keeps the name that the proxy sends.
USER_KEY = "board_user"


class Mode(StrEnum):
    """How visitors are identified: not at all (this machine only), by the proxy, or by a login provider."""

    ALONE = "alone"
    OFFICE = "office"
    OIDC = "oidc"

    @property
    def names_visitors(self) -> bool:
        """Whether it is known by name who a visitor is."""
        return self is not Mode.ALONE

    @property
    def asks_proxy(self) -> bool:
        """Whether the proxy identifies visitors, so that no request may bypass it."""
        return self is Mode.OFFICE

    @property
    def signs_in_here(self) -> bool:
        """Whether visitors log in and out on addresses of the board, through the provider."""
        return self is Mode.OIDC


class Unknown(StrEnum):
    """The treatment of people who have logged in but are not listed in the warehouse."""

    VIEWER = "viewer"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Provider:
    """The provider of logins, and how long one is good for."""

    metadata_url: str
    client_id: str
    client_secret: str
    name_claim: str
    login_hours: int


@dataclass(frozen=True)
class Serving:
    """The setting as read. `secret`: what the proxy shows (office), or what signs the logins (oidc)."""

    mode: Mode = Mode.ALONE
    url: str = ""
    other_hosts: tuple[str, ...] = ()
    address: str = ""
    open_reading: bool = False
    unknown: Unknown = Unknown.REFUSE
    secret: str = ""
    name_header: str = ""
    provider: Provider | None = None
    certificate: str = ""
    key: str = ""
    folder: Path = DATA

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names under which the board answers."""
        named = () if self.mode is Mode.ALONE else (urlsplit(self.url).hostname or "", *self.other_hosts)
        return (*named, *LOCAL_NAMES)

    def shown_address(self, address: str, port: int) -> str:
        """The address at which people open the board, from the one it listens on."""
        host = f"[{address}]" if ":" in address else address
        here = f"{'https' if self.certificate else 'http'}://{host}:{port}"
        if self.mode is Mode.ALONE:
            return here
        return f"{self.url}（本机监听 {here}）"

    def streamlit_options(self) -> dict[str, Any]:
        """The options that follow for Streamlit; environment variables cannot change those named here."""
        options: dict[str, Any] = {
            "server.trustedUserHeaders": {},
            "server.baseUrlPath": "",
            "server.corsAllowedOrigins": [],
            "server.sslCertFile": self.certificate or None,
            "server.sslKeyFile": self.key or None,
            "global.developmentMode": False,
            "secrets.files": [],  # else those of other programs in the same home folder are read
        }
        if self.address:
            options["server.address"] = self.address
        if self.mode is not Mode.ALONE:
            options["server.allowedHosts"] = list(self.hosts)
        if self.mode is Mode.OFFICE:
            options["server.trustedUserHeaders"] = {self.name_header: USER_KEY}
        return options

    def streamlit_secrets(self) -> dict[str, Any]:
        """What Streamlit needs for a login at the provider."""
        if self.provider is None:
            return {}
        return {
            "auth": {
                "redirect_uri": f"{self.url}/oauth2callback",
                "cookie_secret": self.secret,
                "client_id": self.provider.client_id,
                "client_secret": self.provider.client_secret,
                "server_metadata_url": self.provider.metadata_url,
            }
        }


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
