"""The server as its keeper sees it: /healthz, the service log, and what an old browser is told."""

import gzip
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.ui.serving import monitoring
from dashboard.ui.serving.logins import Visitor
from dashboard.ui.serving.monitoring import FOLDER_VARIABLE
from etl.warehouse import Warehouse
from tests.browser.conftest import AppServer, running_app
from tests.pages.test_server import ask, handshake, port_of

PERSON = "110101199003077758"


@pytest.fixture(scope="module")
def server(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A board on a copy of the sample, with its log in a folder of its own."""
    folder = tmp_path_factory.mktemp("running")
    warehouse = shutil.copytree(sample_warehouse, folder / "warehouse")
    environment = {FOLDER_VARIABLE: str(folder / "log")}
    with running_app(warehouse, folder / "server.log", environment=environment) as running:
        yield running


def lines_of(server: AppServer) -> list[dict]:
    log = server.warehouse.parent / "log" / f"service-{port_of(server)}.jsonl"
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def document(server: AppServer, **headers: str) -> tuple[dict[str, str], str]:
    status, answered, content = ask(server, "/hotline", Accept="text/html,*/*", **headers)
    assert status == 200
    unpacked = gzip.decompress(content) if answered.get("content-encoding") == "gzip" else content
    return answered, unpacked.decode("utf-8")


def test_healthz_says_that_all_is_well_and_nothing_else(server: AppServer) -> None:
    status, headers, content = ask(server, "/healthz")
    told = json.loads(content)
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert told.pop("disk_free_mb") > 0
    assert told == {"alive": True, "warehouse_readable": True, "disk_enough": True}
    assert ask(server, "/healthz", Host="evil.example")[0] == 421


def test_healthz_says_that_the_warehouse_is_damaged(server: AppServer) -> None:
    version = Warehouse(server.warehouse).current_path()
    whole = version.read_bytes()
    version.write_bytes(b"not a database")
    try:
        status, _, content = ask(server, "/healthz")
    finally:
        version.write_bytes(whole)
    assert (status, json.loads(content)["warehouse_readable"]) == (503, False)
    assert ask(server, "/healthz")[0] == 200


def test_requests_are_logged_with_their_time_and_without_what_people_typed(server: AppServer) -> None:
    ask(server, f"/hotline?unit={PERSON}", Accept="text/html")
    ask(server, f"/{PERSON}", Accept="text/html")
    ask(server, "/static/none.js")
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=30) as connection:
        connection.sendall(handshake("evil.example", None))
        while connection.recv(4096):  # until the server has ended it, and noted it
            pass
    told = [line for line in lines_of(server) if line["event"] == "request"]
    seen = {(line["kind"], line["path"], line.get("status")) for line in told}
    assert {("http", "/hotline", 200), ("http", "other", 200), ("websocket", "/_stcore/stream", None)} <= seen
    assert all(line["ms"] >= 0 and line["at"] for line in told)
    log = server.warehouse.parent / "log"
    assert PERSON not in "".join(path.read_text(encoding="utf-8") for path in log.iterdir())


def test_an_old_browser_and_one_without_scripts_are_told_so(server: AppServer) -> None:
    _, plain = document(server)
    headers, packed = document(server, Accept_Encoding="gzip, deflate")
    assert headers["content-encoding"] == "gzip"
    assert packed == plain
    body = plain[plain.index("<body>") :]
    assert body.index("浏览器过旧") < body.index('<div id="root">')
    assert "看板需要启用 JavaScript" in body
    assert "AI agents" not in body
    assert document(server, If_None_Match='"any"')[1] == plain


def test_a_page_run_is_logged_without_naming_who_looks(
    tmp_path: Path, sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    log = monitoring.start(sample_warehouse, 1)
    monkeypatch.setattr(monitoring, "visitor", lambda: Visitor("王五", "10.0.0.5"))
    with pytest.raises(ValueError, match="of 王五"), monitoring.page_run("hotline"):
        raise ValueError("a figure of 王五")
    assert log is not None
    line = json.loads(log.read_text(encoding="utf-8"))
    assert (line["event"], line["page"], line["outcome"]) == ("run", "hotline", "failed")
    assert line["who"] == monitoring.code_for("王五") != monitoring.code_for("赵六")
    assert "王五" not in log.read_text(encoding="utf-8")
