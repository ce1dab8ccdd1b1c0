"""Two boards on one lake behind nginx: what is loaded through one shows in the other, and one may die."""

import os
import signal
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.browser.conftest import AppServer, running_app
from tests.etl.desk import hotline
from tests.lake.conftest import Lake
from tests.pages.test_behind_nginx import PASSWORDS, SECRET, SETTING, login
from tests.proxy import DEPLOY, Proxy, nginx
from tests.talk import talking, unchecked

ROW = "2023-07,甲大队,{0},{0}"
SHOWN = "year=2023&month=7"


def board(lake: Lake, folder: Path, beside: str) -> AbstractContextManager[AppServer]:
    """A board on another machine, so to speak."""
    folder.mkdir()
    (folder / "proxy.secret").write_text(SECRET, encoding="ascii")
    (folder / "proxy.secret").chmod(0o600)
    (folder / "serving.toml").write_text(SETTING, encoding="utf-8")
    variables = {"WAREHOUSE": lake.named(beside), "SERVING": str(folder / "serving.toml")}
    return running_app(None, folder / "server.log", environment=variables)


def servers_of(boards: Iterable[AppServer]) -> dict[str, str]:
    """The changes of a test: deploy's group of servers, with these boards."""
    group = (DEPLOY / "board-servers.conf").read_text(encoding="utf-8")
    for number, one in enumerate(boards, 11):
        group = group.replace(f"10.1.2.{number}:8501", one.url.removeprefix("http://"))
    group = group.replace("localhost", "127.0.0.1")
    return {"map $http_upgrade": f"{group}\nmap $http_upgrade"}


def ran_a_page(folder: Path) -> bool:
    """Whether the board with this local folder was asked for the page, by its service log."""
    return any("hotline" in file.read_text("utf-8") for file in (folder / "log").glob("*") if file.is_file())


def look(proxy: Proxy) -> str:
    with talking(proxy.url, login("zhang"), ssl=unchecked()) as talk:
        return talk.run("hotline", SHOWN)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_one_of_two_servers_dies_and_nobody_loses_more_than_a_click(lake: Lake, tmp_path: Path) -> None:
    lake.desk("clerk").load(hotline(ROW.format(4321)))
    with ExitStack() as stack:
        boards = {
            name: stack.enter_context(board(lake, tmp_path / name, name)) for name in ("first", "second")
        }
        changes = servers_of(boards.values())
        proxy = stack.enter_context(
            nginx(tmp_path, "board-password.conf", "board_servers", SECRET, PASSWORDS, changes)
        )
        with talking(proxy.url, login("zhang"), ssl=unchecked()) as talk:
            assert "4,321" in talk.run("hotline", SHOWN)
            (served,) = [one for name, one in boards.items() if ran_a_page(lake.folder / lake.name / name)]
            os.kill(served.process, signal.SIGKILL)
            with pytest.raises(ConnectionClosed):
                talk.run("hotline", SHOWN)
        assert "4,321" in look(proxy)
        lake.desk("clerk").load(hotline(ROW.format(5432)))
        assert "5,432" in look(proxy)
