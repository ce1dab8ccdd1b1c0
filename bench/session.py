"""A session with the board without a browser: Streamlit's own messages over a websocket."""

import asyncio
import time
import urllib.request
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

LONGEST_RUN = 120.0
XSRF = "_streamlit_xsrf"
BOUNDARY = "one-file"


class SessionError(Exception):
    """The board answered with an error, or not at all."""


@dataclass
class Run:
    """One run of a page: when it was asked for and done (seconds since the epoch), and what it sent."""

    page: str
    query: str
    asked: float
    done: float = 0.0
    took: float = 0.0
    elements: list[Element] = field(default_factory=list)

    @property
    def html(self) -> str:
        """All HTML of the run."""
        return "\n".join(each.html.body for each in self.elements if each.WhichOneof("type") == "html")

    @property
    def faults(self) -> list[str]:
        """Exceptions and red messages among the elements."""
        found = [each.exception.message for each in self.elements if each.WhichOneof("type") == "exception"]
        alerts = [each.alert for each in self.elements if each.WhichOneof("type") == "alert"]
        return found + [alert.body for alert in alerts if alert.format == alert.ERROR]

    @property
    def notices(self) -> list[str]:
        """The messages in coloured boxes."""
        return [each.alert.body for each in self.all("alert")]

    def all(self, kind: str) -> list[Element]:
        """Every element of a kind."""
        return [each for each in self.elements if each.WhichOneof("type") == kind]


class Session:
    """One open websocket. Use `opened`."""

    def __init__(self, url: str, connection: ClientConnection, cookie: str) -> None:
        self._url, self._connection, self._cookie = url, connection, cookie
        self._id = ""
        self.bytes = 0

    async def run(self, page: str, query: str = "", states: Iterable[WidgetState] = ()) -> Run:
        """Ask for a page, or for a rerun of it with widget states, and wait until the run is over."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        message.rerun_script.widget_states.widgets.extend(states)
        message.rerun_script.context_info.url = f"{self._url}/{page}?{query}"
        message.rerun_script.context_info.locale = "zh-CN"
        begun, run = time.perf_counter(), Run(page, query, time.time())
        await self._connection.send(message.SerializeToString())
        async with asyncio.timeout(LONGEST_RUN):
            async for answer in self._answers():
                if self._is_over(answer, run):
                    break
        run.done, run.took = time.time(), time.perf_counter() - begun
        return run

    def _is_over(self, answer: ForwardMsg, run: Run) -> bool:
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self._id = answer.new_session.initialize.session_id or self._id
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            run.elements.append(answer.delta.new_element)
        elif kind == "page_not_found":
            raise SessionError(f"no page {run.page}")
        elif kind == "script_finished":
            if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise SessionError("the script did not compile")
            return answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return False

    async def _answers(self) -> AsyncIterator[ForwardMsg]:
        async for raw in self._connection:
            self.bytes += len(raw)
            yield ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
        raise SessionError("the websocket was closed")

    async def upload(self, name: str, content: bytes) -> UploadedFileInfo:
        """Send a file as the browser does: ask where to, then put it there."""
        message = BackMsg()
        message.file_urls_request.request_id = name
        message.file_urls_request.session_id = self._id
        message.file_urls_request.file_names.append(name)
        await self._connection.send(message.SerializeToString())
        async for answer in self._answers():
            if answer.WhichOneof("type") == "file_urls_response":
                break
        urls = answer.file_urls_response.file_urls[0]
        await asyncio.to_thread(self._put, urls.upload_url, name, content)
        return UploadedFileInfo(file_id=urls.file_id, name=name, size=len(content), file_urls=urls)

    def _put(self, address: str, name: str, content: bytes) -> None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        request = urllib.request.Request(
            f"{self._url}{address}",
            data=head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode(),
            method="PUT",
            headers={
                "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
                "Cookie": self._cookie,
                "X-Xsrftoken": self._cookie.partition("=")[2],
            },
        )
        with urllib.request.urlopen(request, timeout=LONGEST_RUN):  # raises HTTPError if it is refused
            pass


def _cookie_of(url: str) -> str:
    """The cookie that proves an upload to come from a page of the board."""
    with urllib.request.urlopen(f"{url}/_stcore/health", timeout=LONGEST_RUN) as answer:
        cookies = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie")]
    return next(cookie for cookie in cookies if cookie.startswith(XSRF))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Session]:
    """A new session with the board at this address, closed at the end."""
    cookie = await asyncio.to_thread(_cookie_of, url)
    async with connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Cookie": cookie},
        origin=url,  # type: ignore[arg-type]
        max_size=None,
        proxy=None,
        ping_interval=None,
    ) as connection:
        yield Session(url, connection, cookie)
