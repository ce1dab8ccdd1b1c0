"""The websocket of a page, watched: it ends with the login it began with, and fetches only its own files."""

from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Send

from dashboard.ui.handed_out import HandedOut
from dashboard.ui.identity import name_of_request
from dashboard.ui.serving_mode import Serving
from dashboard.ui.streamlit_inside import files_asked_for, files_given, go_to

POLICY_VIOLATION = 1008


class Conversation:
    """What one page and the server say to each other."""

    def __init__(self, setting: Serving, request: HTTPConnection, handed_out: HandedOut) -> None:
        self._setting = setting
        self._request = request
        self._handed_out = handed_out
        self._name = name_of_request(setting, request)

    async def hear(self, receive: Receive, send: Send) -> Message:
        """What the page says next; the end, once its login is over or it asks for the file of another."""
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        if name_of_request(self._setting, self._request) != self._name:
            await send({"type": "websocket.send", "bytes": go_to("/")})  # the gate answers with signing in
        elif self._may_fetch(message.get("bytes") or b""):
            return message
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    def _may_fetch(self, content: bytes) -> bool:
        return all(self._handed_out.is_for(file, self._name) for file in files_asked_for(content))

    async def tell(self, send: Send, message: Message) -> None:
        """Send a message to the page, and remember which files it gives it."""
        if content := message.get("bytes"):
            self._handed_out.note(files_given(content), self._name)
        await send(message)
