"""Reads how the board is served from its file, data/serving.toml or the one that the variable SERVING names.

No file means alone. A file with a mistake is refused as a whole, each mistake said in Chinese.
"""

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dashboard.ui.serving.serving_mode import DATA, LOCAL_NAMES, Mode, Provider, Serving, Unknown, is_loopback

SETTING = DATA / "serving.toml"
VARIABLE = "SERVING"
SHORTEST_SECRET = 32
LONGEST_LOGIN = 24 * 7  # hours
HEADER_NAME = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
NOT_LOOPBACK = (
    "address：{mode} 方式只能监听本机地址，不能是“{address}”。"
    "请删去这一行，由本机的反向代理（deploy/nginx）转到看板端口。"
)
NEEDS_TLS = (
    "address：直接监听“{address}”须写明 certificate 和 key（TLS 证书和私钥文件），否则登录凭证在网上是明文。"
)
COMMON = {"mode", "address", "open_reading", "unknown"}
KEYS = {
    Mode.ALONE: {"mode", "address"},
    Mode.OFFICE: {*COMMON, "url", "other_hosts", "secret_file", "name_header"},
    Mode.OIDC: {
        *COMMON,
        *("url", "other_hosts", "secret_file", "certificate", "key", "metadata_url"),
        *("client_id", "client_secret_file", "name_claim", "login_hours"),
    },
}


class ServingError(Exception):
    """The setting has mistakes; `mistakes` says each in Chinese."""

    def __init__(self, path: Path, mistakes: list[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(f"看板没有启动：服务方式 {path} 有误。\n" + "\n".join(mistakes))


def serving() -> Serving:
    """The setting in force in this process, read once. Raises ServingError."""
    named = os.environ.get(VARIABLE)
    return _read_once(Path(named) if named else SETTING, bool(named))


@lru_cache
def _read_once(path: Path, is_named: bool) -> Serving:
    return read_serving(path) if is_named or path.exists() else Serving()


def read_serving(path: Path) -> Serving:
    """The setting in a file. Raises ServingError with all mistakes."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ServingError(path, [f"文件无法读取：{error.strerror}。"]) from error
    except ValueError as error:
        raise ServingError(path, [f"文件不是 TOML 格式（UTF-8）：{error}。"]) from error
    reading = _Reading(path, written)
    setting = reading.serving()
    if reading.mistakes:
        raise ServingError(path, reading.mistakes)
    return setting


class _Reading:
    """Reads one setting key by key and collects the mistakes."""

    def __init__(self, path: Path, written: Mapping[str, Any]) -> None:
        self._path = path
        self._written = written
        self.mistakes: list[str] = []

    def serving(self) -> Serving:
        """The setting; only valid where no mistakes were found."""
        mode = self._mode()
        if mode is None:
            return Serving()
        for key in sorted(self._written.keys() - KEYS[mode]):
            self.mistakes.append(f"{key}：{mode} 方式没有这一项。")
        address = self._address(mode)
        if mode is Mode.ALONE:
            return Serving(address=address)
        return Serving(
            mode=mode,
            url=self._url("url", is_page=True),
            other_hosts=self._hosts(),
            address=address,
            open_reading=self._flag("open_reading"),
            unknown=self._unknown(),
            secret=self._secret("secret_file", SHORTEST_SECRET),
            name_header=self._header() if mode is Mode.OFFICE else "",
            provider=self._provider() if mode is Mode.OIDC else None,
            certificate=self._text("certificate", ""),
            key=self._text("key", ""),
            folder=self._path.parent,
        )

    def _mode(self) -> Mode | None:
        written = self._written.get("mode")
        if written in list(Mode):
            return Mode(written)
        self.mistakes.append(f"mode：须是 {'、'.join(Mode)} 之一，现为“{written}”。")
        return None

    def _address(self, mode: Mode) -> str:
        address = self._text("address", "localhost")
        if not address or is_loopback(address):
            return address  # without one, the mistake is said already
        if mode is not Mode.OIDC:
            self.mistakes.append(NOT_LOOPBACK.format(mode=mode, address=address))
        elif not (self._written.get("certificate") and self._written.get("key")):
            self.mistakes.append(NEEDS_TLS.format(address=address))
        return address

    def _url(self, key: str, *, is_page: bool = False) -> str:
        """An address with https; http only on this machine. `is_page`: without a path."""
        address = self._text(key)
        try:
            parts = urlsplit(address)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            parts, host = urlsplit(""), ""
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL_NAMES)
        is_plain = not (is_page and (parts.path.strip("/") or parts.query or parts.fragment))
        if not (host and is_safe and is_plain and "@" not in parts.netloc):
            self.mistakes.append(f"{key}：须是 https:// 开头的网址，如 https://board.example.gov.cn。")
        return address.rstrip("/") if is_page else address

    def _hosts(self) -> tuple[str, ...]:
        hosts = self._written.get("other_hosts", [])
        if isinstance(hosts, list) and all(
            isinstance(host, str) and host and "*" not in host for host in hosts
        ):
            return tuple(hosts)
        self.mistakes.append('other_hosts：须逐个写明主机名，如 ["10.1.2.3"]，不能含“*”。')
        return ()

    def _unknown(self) -> Unknown:
        written = self._written.get("unknown", Unknown.REFUSE)
        if written in list(Unknown):
            return Unknown(written)
        self.mistakes.append(f"unknown：须是 {'、'.join(Unknown)} 之一，现为“{written}”。")
        return Unknown.REFUSE

    def _header(self) -> str:
        header = self._text("name_header", "X-Board-User")
        if not HEADER_NAME.fullmatch(header):
            self.mistakes.append("name_header：只能用字母、数字和连字符，如 X-Board-User。")
        return header

    def _provider(self) -> Provider:
        hours = self._written.get("login_hours", 12)
        if not (isinstance(hours, int) and 1 <= hours <= LONGEST_LOGIN):
            self.mistakes.append(f"login_hours：须是 1 到 {LONGEST_LOGIN} 的整数（小时）。")
        return Provider(
            metadata_url=self._url("metadata_url"),
            client_id=self._text("client_id"),
            client_secret=self._secret("client_secret_file", 1),
            name_claim=self._text("name_claim", "preferred_username"),
            login_hours=hours,
        )

    def _text(self, key: str, default: str | None = None) -> str:
        written = self._written.get(key, default)
        if isinstance(written, str) and (written or default == ""):
            return written
        self.mistakes.append(f"{key}：没有填写，须是带引号的文字。")
        return ""

    def _flag(self, key: str) -> bool:
        written = self._written.get(key, False)
        if not isinstance(written, bool):
            self.mistakes.append(f"{key}：须是 true 或 false。")
        return written is True

    def _secret(self, key: str, shortest: int) -> str:
        """The secret: the only line of a file that no other user of the machine can read."""
        name = self._text(key)
        path = self._path.parent / name
        try:
            secret = path.read_text(encoding="ascii").strip()
            mode = path.stat().st_mode
        except PermissionError:
            self.mistakes.append(f"{key}：密钥文件 {path} 不许运行看板的用户读取，请用 chown 改属主。")
            return ""
        except (OSError, UnicodeDecodeError):
            self.mistakes.append(f"{key}：密钥文件 {path} 无法读取。可用 openssl rand -hex 32 生成。")
            return ""
        if os.name == "posix" and mode & (stat.S_IRWXO | stat.S_IWGRP):
            self.mistakes.append(f"{key}：密钥文件 {path} 其他人可读，请先 chmod 600。")
        if len(secret) < shortest or not secret.isprintable():
            self.mistakes.append(
                f"{key}：密钥须是一行、至少 {shortest} 个字符，可用 openssl rand -hex 32 生成。"
            )
        return secret
