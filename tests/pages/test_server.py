"""The server from outside: who gets an answer, what is compressed, and what is asked of other machines."""

import base64
import gzip
import hashlib
import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from dashboard.cli.serve import server_command
from dashboard.ui.serving.server import NOT_LOCAL, UnsafeSettingsError, drop_variables, safe_settings
from dashboard.ui.serving.serving_mode import Serving, is_loopback
from dashboard.ui.streamlit_inside import streamlit_files
from tests.browser.conftest import AppServer, running_app
from tests.house.source import ROOT

# Run by Python at the start of the server: notes every address that is asked for or called.
LISTENER = """
import os, sys
def note(event, words):
    if event in ("socket.bind", "socket.connect", "socket.getaddrinfo"):
        address = words[0] if event == "socket.getaddrinfo" else words[1]
        with open(os.environ["ASKED"], "a") as file:
            file.write(f"{address}\\n")
sys.addaudithook(note)
"""
PLOTLY = next((streamlit_files() / "static" / "js").glob("PlotlyChart.*.js"))
SCRIPT = f"/static/js/{PLOTLY.name}"
UNSAFE = {
    "STREAMLIT_SERVER_ENABLE_CORS": "false",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
    "STREAMLIT_SERVER_ALLOWED_HOSTS": "*",
    "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file in which the server's Python notes whom it asks."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "sitecustomize.py").write_text(LISTENER, encoding="utf-8")
    (folder / "asked.txt").touch()
    return folder / "asked.txt"


@pytest.fixture(scope="module")
def server(
    sample_warehouse: Path, asked: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AppServer]:
    """The board, where variables try to open it and the secrets of another program cannot be read."""
    home, log = str(asked.parent), tmp_path_factory.mktemp("server") / "server.log"
    (asked.parent / ".streamlit" / "secrets.toml").mkdir(parents=True)
    environment = {**UNSAFE, "PYTHONPATH": home, "HOME": home, "ASKED": str(asked)}
    with running_app(sample_warehouse, log, environment=environment) as running:
        yield running


def port_of(server: AppServer) -> int:
    return int(server.url.rsplit(":", 1)[1])


def shake_hands(server: AppServer, host: str, origin: str | None) -> int:
    """The status with which a websocket is answered: 101 opens it."""
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=30) as connection:
        connection.sendall(handshake(host, origin))
        answer = connection.recv(4096).decode("latin-1")
    return int(answer.split(" ", 2)[1])


def handshake(host: str, origin: str | None) -> bytes:
    """What a browser sends to open a websocket."""
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        *([f"Origin: {origin}"] if origin is not None else []),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def ask(
    server: AppServer, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and content; an underscore in a header's name stands for a hyphen."""
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=30)
    named = {"Host": f"localhost:{port_of(server)}", **{k.replace("_", "-"): v for k, v in headers.items()}}
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in named.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST", "[::1]"])
def test_a_page_of_the_board_gets_its_websocket(server: AppServer, host: str) -> None:
    address = f"{host}:{port_of(server)}"
    assert shake_hands(server, address, f"http://{address}") == 101


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("evil.example", "http://evil.example"),
        ("evil.example:{port}", "http://evil.example:{port}"),
        ("evil.example", None),
        ("localhost.evil.example", "http://localhost.evil.example"),
        ("localhost:{port}@evil.example", "http://localhost:{port}"),
        ("localhost:x", "http://localhost:x"),
        ("", None),
        ("localhost:{port}", "http://evil.example"),
        ("localhost:{port}", "http://localhost:1"),
        ("localhost:{port}", "http://localhost"),
        ("localhost:{port}", "http://127.0.0.1:{port}"),
        ("localhost:{port}", "http://0.0.0.0:{port}"),
        ("localhost:{port}", "null"),
        ("localhost:{port}", ""),
        ("localhost:{port}", "http://localhost:{port}.evil.example"),
        ("localhost:{port}", "http://[::1"),
    ],
)
def test_a_foreign_page_gets_no_websocket_at_once(server: AppServer, host: str, origin: str | None) -> None:
    port = port_of(server)
    begun = time.monotonic()
    status = shake_hands(server, host.format(port=port), origin and origin.format(port=port))
    assert status in (400, 403)
    assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize("path", ["/", "/hotline", "/_stcore/health", "/_stcore/host-config", SCRIPT])
def test_a_foreign_name_of_the_server_is_answered_nothing(server: AppServer, path: str) -> None:
    status, _, content = ask(server, path, Host="evil.example")
    assert (status, content.decode()) == (421, "看板不以这个主机名提供服务。请用启动时显示的地址访问。")


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "OPTIONS"])
def test_a_foreign_page_uploads_and_reads_nothing(server: AppServer, method: str) -> None:
    status, headers, _ = ask(server, "/_stcore/upload_file/a/b", method, Origin="http://localhost:1")
    assert (status, headers.get("access-control-allow-origin")) == (403, None)


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "//_stcore/metrics",
        "/_stcore/metrics?families=session_events",
        "/_stcore%2Fmetrics",
        "/_stcore/%6Detrics",
        "/hotline/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
    ],
)
def test_counters_and_the_interface_for_programs_are_closed(server: AppServer, path: str) -> None:
    assert ask(server, path)[0] == 404
    assert ask(server, path, "POST")[0] == 404


@pytest.mark.parametrize("path", ["/", "/hotline", "/_stcore/health", SCRIPT, "/no/such/file"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_every_answer_binds_the_browser(server: AppServer, path: str, host: str) -> None:
    _, headers, content = ask(server, path, Host=host)
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["connect-src"].split(" data:")[0] == "'self'"
    assert policy["object-src"] == "'none'" and "unsafe-inline" not in policy["script-src"]
    assert "http" not in str(policy)
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "SAMEORIGIN")
    for script in re.findall(rb"<script>(.*?)</script>", content, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
        assert f"'sha256-{digest}'" in policy["script-src"]


def test_variables_open_nothing_that_the_settings_close(server: AppServer) -> None:
    assert "_streamlit_xsrf" in ask(server, "/_stcore/health")[1]["set-cookie"]
    said = server.log.read_text(encoding="utf-8")
    assert f"已忽略环境变量 {'、'.join(sorted(UNSAFE))}：" in said and f"看板已启动：{server.url}  " in said


def test_every_variable_that_would_change_the_server_is_dropped() -> None:
    there = {"STREAMLIT_GLOBAL_DEVELOPMENT_MODE": "true", "FORWARDED_ALLOW_IPS": "*", "WAREHOUSE": "x"}
    assert drop_variables(there) == ["FORWARDED_ALLOW_IPS", "STREAMLIT_GLOBAL_DEVELOPMENT_MODE"]
    assert there == {"WAREHOUSE": "x"}


def test_nothing_is_ever_asked_outside(server: AppServer, asked: Path) -> None:
    for origin in ("http://evil.example", "http://10.0.0.1:8501", "null"):
        shake_hands(server, f"localhost:{port_of(server)}", origin)
        ask(server, "/_stcore/host-config", Origin=origin)
    shake_hands(server, f"localhost:{port_of(server)}", server.url)
    lines = asked.read_text(encoding="utf-8").splitlines()
    named = {re.sub(r"^\(?b?'?|'.*$", "", line) for line in lines}
    assert "localhost" in named  # the listener heard the server's own start
    assert named <= {"localhost", "127.0.0.1", "::1"}


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "192.168.1.5", "board.example", "", "unix:///run/board"]
)
def test_an_address_beyond_this_machine_is_refused_with_what_to_do(address: str) -> None:
    file = {"server": {"address": address, "allowedHosts": ["localhost"]}}
    with pytest.raises(UnsafeSettingsError, match="nginx"):
        safe_settings(file, {}, Serving())
    with pytest.raises(UnsafeSettingsError, match="STREAMLIT_SERVER_ADDRESS"):
        safe_settings({"server": {"address": "localhost"}}, {"STREAMLIT_SERVER_ADDRESS": address}, Serving())
    assert not is_loopback(address)


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.0.0.2", "::1"])
def test_an_address_of_this_machine_is_served(address: str) -> None:
    file = {"server": {"address": address, "allowedHosts": ["localhost"]}, "theme": {"base": "light"}}
    assert (
        safe_settings(file, {}, Serving()).items()
        >= {"server.address": address, "server.allowedHosts": ["localhost"]}.items()
    )


@pytest.mark.parametrize("hosts", [[], ["*"], ["localhost", "*.example"], ["localhost", "board.example"]])
def test_the_names_of_the_server_are_written_out(hosts: list[str]) -> None:
    with pytest.raises(UnsafeSettingsError, match="allowedHosts"):
        safe_settings({"server": {"address": "localhost", "allowedHosts": hosts}}, {}, Serving())


def test_a_server_told_to_listen_to_everybody_does_not_start() -> None:
    environment = {**os.environ, "STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        server_command(8599), cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.removeprefix("Error: ").strip() == NOT_LOCAL.format(address="0.0.0.0")


def test_a_script_is_sent_small_and_unchanged(server: AppServer) -> None:
    plain, compressed = wait_until_compressed(server)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    for name, (status, headers, content) in compressed.items():
        assert (status, headers["content-encoding"]) == (200, name)
        assert headers["content-length"] == str(len(content))
        assert unpack[name](content) == plain[2] == PLOTLY.read_bytes()
        assert len(content) < len(plain[2]) / 3
        for kept in ("content-type", "cache-control", "last-modified", "vary"):
            assert headers[kept] == plain[1][kept]


@pytest.mark.parametrize("accepted", ["", "identity", "deflate", "br;q=0", "br;q=0.000, gzip; q=0"])
def test_who_does_not_accept_it_gets_the_script_as_it_is(server: AppServer, accepted: str) -> None:
    wait_until_compressed(server)
    status, headers, content = ask(server, SCRIPT, Accept_Encoding=accepted)
    assert (status, headers.get("content-encoding"), content) == (200, None, PLOTLY.read_bytes())


def test_a_part_of_a_script_is_a_part_of_the_uncompressed_one(server: AppServer) -> None:
    wait_until_compressed(server)
    status, headers, content = ask(server, SCRIPT, Accept_Encoding="br", Range="bytes=10-19")
    assert (status, content) == (206, PLOTLY.read_bytes()[10:20])
    assert "content-encoding" not in headers


def test_a_browser_that_has_the_script_is_told_so(server: AppServer) -> None:
    _, compressed = wait_until_compressed(server)
    tag = compressed["br"][1]["etag"]
    assert ask(server, SCRIPT, Accept_Encoding="br", If_None_Match=tag)[0] == 304


def wait_until_compressed(server: AppServer) -> tuple[tuple, dict[str, tuple]]:
    """The script's answer as it is, and in every encoding; compressing goes on after the start."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        compressed = {name: ask(server, SCRIPT, Accept_Encoding=name) for name in ("br", "gzip")}
        if all("content-encoding" in answer[1] for answer in compressed.values()):
            return ask(server, SCRIPT), compressed
        time.sleep(0.2)
    raise AssertionError("not compressed within a minute")


def test_the_server_stops_at_once_though_a_page_is_open(sample_warehouse: Path, tmp_path: Path) -> None:
    with (
        running_app(sample_warehouse, tmp_path / "server.log") as server,
        socket.create_connection(("127.0.0.1", port_of(server)), timeout=30) as connection,
    ):
        connection.sendall(handshake(f"localhost:{port_of(server)}", None))
        assert b" 101 " in connection.recv(4096)
        os.kill(server.process, signal.SIGTERM)
        begun = time.monotonic()
        while connection.recv(4096):
            pass
        assert time.monotonic() - begun < 5
