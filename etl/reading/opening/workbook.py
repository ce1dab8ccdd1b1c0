"""Workbooks and web pages: opened in a process of their own, so that a hostile one harms nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from etl.reading.opening.control import find_control
from etl.reading.opening.html_file import looks_like_markup
from etl.reading.opening.sheet import FileContent, Merge, Sheet, TooLargeError, UnreadableError

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS_TO_OPEN = 15
PROJECT = Path(__file__).resolve().parents[3]


def is_workbook(content: bytes) -> bool:
    """Whether the content, not the file's name, is that of a workbook or of a web page saved as one."""
    return content.startswith((*ZIP_MARKS, OLE_MARK)) or looks_like_markup(content)


def read_workbook(content: bytes) -> FileContent:
    """The sheets of a workbook or web page, every cell as text. Raises UnreadableError or TooLargeError."""
    answer = _ask_child(content)
    if "too_large" in answer:
        raise TooLargeError(answer["too_large"])
    if "unreadable" in answer:
        raise UnreadableError(answer["unreadable"])
    sheets = tuple(
        Sheet(sheet["name"], sheet["rows"], tuple(Merge(*area) for area in sheet["merges"]))
        for sheet in answer["sheets"]
    )
    for sheet in sheets:
        _refuse_control(sheet)
    return FileContent(answer["encoding"], sheets, mark=answer["mark"])


def _ask_child(content: bytes) -> dict[str, Any]:
    """What etl.reading.opening.open_workbook prints for this content; a crash of it is UnreadableError."""
    environment = os.environ | {
        "PYTHONPATH": str(PROJECT),
        "PYTHONIOENCODING": "utf-8",
        "RUST_BACKTRACE": "0",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "etl.reading.opening.open_workbook"],
            input=content,
            capture_output=True,
            timeout=SECONDS_TO_OPEN,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLargeError("工作簿太大或过于复杂，15 秒内未能打开；请删去无关的工作表后再报") from error
    if done.returncode != 0:
        raise UnreadableError("工作簿已损坏，无法打开；请用 Excel 或 WPS 打开后另存为 xlsx 再报")
    return json.loads(done.stdout)


def _refuse_control(sheet: Sheet) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        if find_control("".join(row)):
            message = f"工作表“{sheet.name}”第 {number} 行含有控制字符；请清除后再报"
            raise UnreadableError(message, number)
