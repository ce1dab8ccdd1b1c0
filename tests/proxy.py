"""nginx in front of a board, with the files of deploy/nginx; only paths and ports are a test's own."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.conftest import free_port
from tests.house.source import ROOT
from tests.programs import program

DEPLOY = ROOT / "deploy" / "nginx"
HOST = "board.example.gov.cn"
MAIN = """
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/board.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """A running nginx: its address over TLS."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"


@contextmanager
def nginx(
    folder: Path, name: str, board: str, secret: str, passwords: Mapping[str, str], changes: Mapping[str, str]
) -> Iterator[Proxy]:
    """nginx with deploy/nginx/NAME before the board, on a free port, until the block ends."""
    proxy = Proxy(free_port(), folder)
    _make_certificate(folder)
    lines = [f"{user}:{_hashed(password)}\n" for user, password in passwords.items()]
    (folder / "board.htpasswd").write_text("".join(lines), encoding="utf-8")
    (folder / "board-secret.conf").write_text(f'proxy_set_header X-Board-Secret "{secret}";\n', "ascii")
    ports = {
        "listen 443": f"listen 127.0.0.1:{proxy.port}",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "127.0.0.1:8501": board.removeprefix("http://").replace("localhost", "127.0.0.1"),
        "/etc/nginx": str(folder),
        **changes,
    }
    for file in ("board-proxy.conf", name):
        text = (DEPLOY / file).read_text(encoding="utf-8")
        for old, new in ports.items():
            text = text.replace(old, new)
        place = folder / (file if file == "board-proxy.conf" else "board.conf")
        place.write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user="root"), encoding="utf-8")
    with _running(proxy):
        yield proxy


@contextmanager
def _running(proxy: Proxy) -> Iterator[None]:
    errors = proxy.folder / "error.log"
    command = [program("nginx"), "-e", str(errors), "-p", str(proxy.folder), "-c", "nginx.conf"]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and started.poll() is None:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", proxy.port)) == 0:
                    break
            time.sleep(0.05)
        assert started.poll() is None, errors.read_text(encoding="utf-8")
        yield
    finally:
        started.terminate()
        started.wait(timeout=20)


def _make_certificate(folder: Path) -> None:
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "board.key"), "-out", str(folder / "board.crt")]
    command = [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)


def _hashed(password: str) -> str:
    """A line's password as docs/operations.md says to make it."""
    command = [program("openssl"), "passwd", "-6", password]
    return subprocess.run(command, check=True, capture_output=True, encoding="ascii").stdout.strip()
