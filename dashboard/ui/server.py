"""The board's server: `python -m dashboard.ui.server --port 8501` serves app.py through Streamlit's `st.App`.

Two middlewares of our own surround Streamlit: `Gate` (who may ask) and `Precompressed` (smaller scripts).
"""

import importlib
import ipaddress
import logging
import os
import sys
import tomllib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import click
import streamlit as st
from starlette.middleware import Middleware

from dashboard.ui.gate import Gate
from dashboard.ui.picture import STATIC, provide_script
from dashboard.ui.precompressed import CompressedFiles, Precompressed
from dashboard.ui.streamlit_inside import serve_only_pages_of_app, streamlit_files

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "app.py"
SETTINGS = ROOT / ".streamlit" / "config.toml"
# Imported at start, before the first page needs them.
LIBRARIES = ("dashboard.ui.dataset.dataset_page", "plotly.tools", "plotly.io")
NOT_LOCAL = (
    "看板没有启动：监听地址 {address} 不是本机地址。看板自己不验证身份，监听其他地址等于向全网开放。\n"
    '请在 .streamlit/config.toml 把 [server] address 改回 "localhost"，'
    "并取消环境变量 STREAMLIT_SERVER_ADDRESS。\n"
    "要给其他电脑使用，请在本机架设带登录和 TLS 的反向代理（如 nginx 的 auth_basic），由它转到本机端口，"
    "并在 [server] allowedHosts 写上代理的域名。"
)
ANY_HOST = (
    "看板没有启动：.streamlit/config.toml 的 [server] allowedHosts 须逐个写明访问看板用的主机名，"
    '如 ["localhost", "127.0.0.1"]，不能为空，也不能含 “*”。'
)
log = logging.getLogger(__name__)


class UnsafeSettingsError(Exception):
    """The configured server would admit people who must have no access."""


@click.command()
@click.option("--port", type=int, required=True)
def main(port: int) -> None:
    """Serve app.py on this machine until stopped."""
    try:
        settings = safe_settings(tomllib.loads(SETTINGS.read_text(encoding="utf-8")), os.environ)
    except UnsafeSettingsError as error:
        raise click.ClickException(str(error)) from error
    sys.argv = [str(SCRIPT)]  # the path that Streamlit takes for the program: its folder holds .streamlit/
    serve_only_pages_of_app()
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.levelno >= logging.WARNING)
    board(settings["server.allowedHosts"]).run(config={**settings, "server.port": port})


def safe_settings(file: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """The options of config.toml by dotted name, passed to Streamlit so that no variable can change them.

    Raises UnsafeSettingsError.
    """
    options = {
        f"{section}.{name}": value
        for section, named in file.items()
        if section != "theme"
        for name, value in named.items()
    }
    for address in (
        options.get("server.address", ""),
        environment.get("STREAMLIT_SERVER_ADDRESS", "localhost"),
    ):
        if not is_loopback(address):
            raise UnsafeSettingsError(NOT_LOCAL.format(address=address or "（未填写，即所有地址）"))
    hosts = options.get("server.allowedHosts", [])
    if not hosts or any("*" in host for host in hosts):
        raise UnsafeSettingsError(ANY_HOST)
    return options


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def board(hosts: list[str]) -> st.App:
    """The application, served under these host names."""
    files = CompressedFiles({"/static": streamlit_files() / "static", "/app/static": STATIC})
    around = [Middleware(Gate, hosts=hosts), Middleware(Precompressed, files=files)]

    @asynccontextmanager
    async def warm_up(_: st.App) -> AsyncIterator[None]:
        _provide_picture_script()
        Thread(target=files.compress, name="compress", daemon=True).start()
        for name in LIBRARIES:
            importlib.import_module(name)
        yield

    return st.App(SCRIPT, lifespan=warm_up, middleware=around)


def _provide_picture_script() -> None:
    try:
        provide_script()
    except OSError:
        log.exception("static 文件夹无法写入，图表暂不能复制或下载为图片。")


if __name__ == "__main__":
    main()
