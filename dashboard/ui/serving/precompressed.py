"""Serves scripts and styles compressed. Each file is compressed once, when the server starts.

Streamlit sends them uncompressed: 7.4 MB before the first page appears, some three seconds at 20 Mbit/s.
"""

import gzip
from collections.abc import Callable, Mapping
from pathlib import Path

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SUFFIXES = {".js", ".css"}
SMALLEST = 1000  # bytes; a smaller file is not worth the header
# In order of preference. Browsers accept br over https and on this machine, otherwise gzip.
# Brotli's best level takes 14 s for the largest file and saves an eighth of its size; level 5 takes 0.2 s.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=5),
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
}


class CompressedFiles:
    """The files of some folders by URL path, compressed with every encoder in ENCODERS."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = folders
        self._encoded: dict[str, dict[str, bytes]] = {}

    def compress(self) -> None:
        """Compress every file. Each file can be found as soon as it is ready."""
        for served, folder in self._folders.items():
            for file in sorted(folder.rglob("*"), key=_is_rarely_needed):
                if file.suffix in SUFFIXES and file.stat().st_size >= SMALLEST:
                    content = file.read_bytes()
                    path = f"{served}/{file.relative_to(folder).as_posix()}"
                    self._encoded[path] = {name: encode(content) for name, encode in ENCODERS.items()}

    def find(self, path: str) -> dict[str, bytes] | None:
        """The compressed contents for a path, by encoding."""
        return self._encoded.get(path)


def _is_rarely_needed(file: Path) -> tuple[bool, str]:
    """Sort key: files that every page needs first; scripts of single elements, named in capitals, last."""
    return file.name[:1].isupper() and not file.name.startswith("PlotlyChart"), file.name


class Precompressed:
    """ASGI middleware: serves a file in an encoding that the browser accepts; all else passes unchanged."""

    def __init__(self, app: ASGIApp, files: CompressedFiles) -> None:
        self._app = app
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Streamlit answer with headers alone, and put the compressed content under them."""
        encoded = self._files.find(scope["path"]) if scope["type"] == "http" else None
        if encoded is None or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        name = None if "range" in headers else chosen_encoding(headers.get("accept-encoding", ""))
        if name is None:
            await self._app(scope, receive, _Answer(send, None, b""))
        else:
            await self._app({**scope, "method": "HEAD"}, receive, _Answer(send, name, encoded[name]))


class _Answer:
    """A response on its way out; with `encoding`, its content is replaced by `content`."""

    def __init__(self, send: Send, encoding: str | None, content: bytes) -> None:
        self._send, self._encoding, self._content = send, encoding, content
        self._replaces = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Accept-Encoding")
            self._replaces = self._encoding is not None and message["status"] == 200
            if self._replaces:
                self._name_encoding(headers)
        elif self._replaces:
            message = {**message, "body": self._content}
        await self._send(message)

    def _name_encoding(self, headers: MutableHeaders) -> None:
        headers["content-encoding"] = self._encoding or ""
        headers["content-length"] = str(len(self._content))
        del headers["accept-ranges"]  # a range request is served uncompressed
        if "etag" in headers:  # the same file in other bytes: a weak ETag
            headers["etag"] = "W/" + headers["etag"].removeprefix("W/")


def chosen_encoding(accepted: str) -> str | None:
    """The first of ENCODERS that an Accept-Encoding header names and does not exclude with q=0."""
    named: dict[str, str] = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";")
        named[name.strip()] = quality.replace(" ", "")
    usable = {name for name, quality in named.items() if quality not in ("q=0", "q=0.0", "q=0.00", "q=0.000")}
    return next((name for name in ENCODERS if name in usable), None)
