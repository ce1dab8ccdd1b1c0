"""The board's server: app.py through Streamlit's `st.App`.

    python -m dashboard.ui.serving.server --port 8501

Middlewares of our own surround Streamlit: `Protection` (what a browser may do with answers), `Requests`
(the service log), `Gate` (who may ask), `Precompressed` (smaller scripts), `Prerendered` (numbers before
scripts) and `RootDocument` (a page for old browsers).
"""

import importlib
import logging
import os
import sys
import tomllib
from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import click
import streamlit as st
from starlette.middleware import Middleware

from dashboard.ui.overview.prerendered import Prerendered, overview_shell, prepare_overview
from dashboard.ui.picture import STATIC, provide_script
from dashboard.ui.recounting import stop_recounting
from dashboard.ui.serving import monitoring
from dashboard.ui.serving.gate import Gate
from dashboard.ui.serving.old_browser import RootDocument, with_old_browser_page
from dashboard.ui.serving.precompressed import CompressedFiles, Precompressed
from dashboard.ui.serving.protection import Protection
from dashboard.ui.serving.serving_file import ServingError, serving
from dashboard.ui.serving.serving_mode import Serving, is_loopback
from dashboard.ui.shell import page_names
from dashboard.ui.streamlit_inside import (
    keep_what_never_changes,
    serve_only_pages_of_app,
    streamlit_document,
    streamlit_files,
)
from etl.cli.console import say, say_error, write_utf8
from etl.read.read_bounded import read_in_children
from etl.warehouse import find_warehouse

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "app.py"
EDITS = (with_old_browser_page,)
SETTINGS = ROOT / ".streamlit" / "config.toml"
# Imported at start, before the first page needs them.
LIBRARIES = ("dashboard.ui.dataset.dataset_page", "plotly.tools", "plotly.io")
NOT_LOCAL = (
    "看板没有启动：监听地址 {address} 不是本机地址。单机方式不验证身份，监听其他地址等于向全网开放。\n"
    '请在 .streamlit/config.toml 把 [server] address 改回 "localhost"，'
    "并取消环境变量 STREAMLIT_SERVER_ADDRESS。\n"
    "要给其他电脑使用，请写 data/serving.toml："
    "office 方式由本机的反向代理（如 nginx 的 auth_basic）验证身份，"
    "oidc 方式用单位的统一身份登录；现成的文件在 deploy/，步骤见 docs/operations.md。"
)
ANY_HOST = (
    "看板没有启动：.streamlit/config.toml 的 [server] allowedHosts 须逐个写明访问看板用的主机名，"
    '如 ["localhost", "127.0.0.1"]，不能为空，也不能含 “*”。'
)
ANOTHER_HOST = (
    "看板没有启动：.streamlit/config.toml 的 [server] allowedHosts 含 {hosts}。"
    "单机方式不验证身份，只能用本机的名称打开。"
    "要经反向代理给其他电脑使用，请写 data/serving.toml（office 方式），步骤见 docs/operations.md。"
)
IGNORED = "已忽略环境变量 {names}：服务器设置只取自 .streamlit/config.toml 和 data/serving.toml。"
STARTED = "看板已启动：{address}  （按 Ctrl+C 停止）"
# Where uvicorn looks for the proxies that may name a visitor's address: only this machine, whatever it says.
PROXIES = "FORWARDED_ALLOW_IPS"
log = logging.getLogger(__name__)


class UnsafeSettingsError(Exception):
    """The configured server would admit people who must have no access."""


@click.command()
@click.option("--port", type=int, required=True)
def main(port: int) -> None:
    """Serve app.py on this machine until stopped."""
    write_utf8()
    try:
        setting = serving()
        settings = safe_settings(tomllib.loads(SETTINGS.read_text(encoding="utf-8")), os.environ, setting)
    except (ServingError, UnsafeSettingsError) as error:
        raise click.ClickException(str(error)) from error
    if ignored := drop_variables(os.environ):
        say_error(IGNORED.format(names="、".join(ignored)))
    sys.argv = [str(SCRIPT)]  # the path that Streamlit takes for the program: its folder holds .streamlit/
    serve_only_pages_of_app()
    keep_what_never_changes()
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.levelno >= logging.WARNING)
    monitoring.start(find_warehouse().folder, port)
    address = setting.shown_address(settings["server.address"], port)
    board(setting, settings["server.allowedHosts"], address).run(config={**settings, "server.port": port})


def drop_variables(environment: MutableMapping[str, str]) -> list[str]:
    """Take away every variable that would change the server's settings; the names of those there were."""
    names = sorted(name for name in environment if name.startswith("STREAMLIT_") or name == PROXIES)
    for name in names:
        del environment[name]
    return names


def safe_settings(
    file: Mapping[str, Any], environment: Mapping[str, str], setting: Serving
) -> dict[str, Any]:
    """The options of config.toml by dotted name and those of the setting, passed to Streamlit as they are.

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
    if foreign := [host for host in hosts if not is_loopback(host)]:
        raise UnsafeSettingsError(ANOTHER_HOST.format(hosts="、".join(foreign)))
    return {**options, **setting.streamlit_options()}


def root_document() -> str:
    """The document every page of the board is opened by, as it is served."""
    document = streamlit_document()
    for edit in EDITS:
        document = edit(document)
    return document


def board(setting: Serving, hosts: list[str], address: str) -> st.App:
    """The application, served under these host names; says where it is opened once it answers."""
    files = CompressedFiles({"/static": streamlit_files() / "static", "/app/static": STATIC})
    around = [
        Middleware(Protection, documents=(root_document(), overview_shell())),
        Middleware(monitoring.Requests, pages=page_names()),
        Middleware(Gate, setting=setting, hosts=hosts),
        Middleware(Precompressed, files=files),
        Middleware(Prerendered, setting=setting),
        Middleware(RootDocument, edits=EDITS),
    ]

    @asynccontextmanager
    async def warm_up(_: st.App) -> AsyncIterator[None]:
        _provide_picture_script()
        Thread(target=files.compress, name="compress", daemon=True).start()
        for name in LIBRARIES:
            importlib.import_module(name)
        read_in_children()
        Thread(target=prepare_overview, name="prepare", daemon=True).start()
        say(STARTED.format(address=address))
        yield
        stop_recounting()

    return st.App(
        SCRIPT,
        secrets=setting.streamlit_secrets(),
        lifespan=warm_up,
        middleware=around,
        routes=[monitoring.ROUTE],
    )


def _provide_picture_script() -> None:
    try:
        provide_script()
    except OSError:
        log.exception("static 文件夹无法写入，图表暂不能复制或下载为图片。")


if __name__ == "__main__":
    main()
