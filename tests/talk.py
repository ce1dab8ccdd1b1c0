"""Speaks to a running board as a program does: requests with any header, a page's websocket, no browser."""

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

Headers = list[tuple[str, str]]
SECONDS = 60
LARGEST = 2**26


def ask(
    url: str, path: str, headers: Headers | None = None, method: str = "GET", body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and content of an answer. A Host among the headers takes the place of the true one."""
    parts = urlsplit(url)
    connection = _connection(parts)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    given = headers or []
    if "Host" not in dict(given):
        given = [("Host", parts.netloc), *given]
    for name, value in [*given, ("Content-Length", str(len(body)))]:
        connection.putheader(name, value.encode())
    connection.endheaders(body)
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
    return http.client.HTTPSConnection(host, parts.port, timeout=SECONDS, context=unchecked())


def unchecked() -> ssl.SSLContext:
    """Takes a test's own certificate.

    TLS 1.3 sends tickets after the handshake: one that the websocket's listening thread reads while the
    request is written leaves the request unsent, once in some hundred times.
    """
    context = ssl.create_default_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def xsrf(url: str) -> Headers:
    """The cookie and header by which a page's own upload is known."""
    _, headers, _ = ask(url, "/_stcore/health")
    token = headers["set-cookie"].split("=", 1)[1].split(";")[0]
    return [("Cookie", f"_streamlit_xsrf={token}"), ("X-Xsrftoken", token)]


def upload_body(content: bytes, name: str = "x.csv") -> tuple[Headers, bytes]:
    """A file as a browser's form sends it."""
    head = f'--cut\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n\r\n'.encode()
    return [("Content-Type", "multipart/form-data; boundary=cut")], head + content + b"\r\n--cut--\r\n"


@dataclass
class Talk:
    """A page's websocket: what is said to it, and all that it has heard."""

    socket: ClientConnection
    heard: list[ForwardMsg] = field(default_factory=list)

    def run(self, page: str = "", query: str = "") -> str:
        """Run a page of the board from its start; all of its texts."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        begin = len(self.heard)
        self.say(message)
        self.until("script_finished")
        return b"".join(each.SerializeToString() for each in self.heard[begin:]).decode(errors="replace")

    def say(self, message: BackMsg) -> None:
        self.socket.send(message.SerializeToString())

    def until(self, kind: str) -> ForwardMsg:
        """Listen until a message of this kind comes."""
        while True:
            content = self.socket.recv(timeout=SECONDS)
            self.heard.append(ForwardMsg.FromString(content))
            if self.heard[-1].WhichOneof("type") == kind:
                return self.heard[-1]

    @property
    def session(self) -> str:
        """The id of the session, once a page has run."""
        sessions = (each.new_session.initialize.session_id for each in self.heard)
        return next((session for session in sessions if session), "")

    @property
    def deferred_files(self) -> list[str]:
        """The ids of the downloads that are worked out when they are fetched."""
        buttons = [each.delta.new_element.download_button for each in self.heard]
        return [button.deferred_file_id for button in buttons if button.deferred_file_id]

    def fetch(self, file_id: str) -> str:
        """The address of such a download; "" where the server ends the conversation instead."""
        message = BackMsg()
        message.backend_operation_request.request_id = "1"
        message.backend_operation_request.session_id = self.session
        message.backend_operation_request.deferred_file.file_id = file_id
        try:
            self.say(message)
            return self.until("backend_operation_response").backend_operation_response.deferred_file.url
        except ConnectionClosed:
            return ""

    def upload_place(self) -> FileURLs:
        """Where this page's next file is to be sent."""
        message = BackMsg()
        message.file_urls_request.request_id = "2"
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.append("x.csv")
        self.say(message)
        return self.until("file_urls_response").file_urls_response.file_urls[0]


@contextmanager
def talking(url: str, headers: Headers | None = None, **options: Any) -> Iterator[Talk]:
    """A page's websocket, open until the block ends. Raises InvalidStatus if it is refused."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    sent = [(name, value.encode().decode("latin-1")) for name, value in headers or []]
    with connect(
        address, additional_headers=sent, max_size=LARGEST, open_timeout=SECONDS, proxy=None, **options
    ) as socket:
        yield Talk(socket)


def status_of_talk(url: str, headers: Headers | None = None, **options: Any) -> int:
    """The status with which a websocket is answered: 101 opens it."""
    try:
        with talking(url, headers, **options):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code
