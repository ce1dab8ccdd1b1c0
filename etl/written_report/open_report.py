"""The door for a written report: it is opened, and its figures are found, in a child process with limits.

As a program it reads the file's bytes, name and catalogue from standard input and prints the answer as JSON.
"""

from __future__ import annotations

import json
import pickle
import sys
from dataclasses import asdict, dataclass
from typing import Any

from domain.catalogue import Catalogue
from domain.finding import Finding, FindingCode
from etl.child_process import BusyError, ChildError, ChildTimeoutError, bound_child, run_child
from etl.read.private_text import find_in_prose
from etl.written_report.document import (
    BROKEN,
    LARGEST_FILE,
    TOO_LARGE,
    ReportError,
    read_every_line,
    read_report_text,
)
from etl.written_report.read_report import ReportFigure, find_report_figures

MEMORY = 700 * 1024 * 1024
SECONDS = 15
OPENING = 4000
TOO_SLOW = "报告太长或过于复杂，未能读完，请只留正文"


@dataclass(frozen=True)
class Reading:
    """The content of a report's file: its figures, or the finding that explains why it is unreadable.

    `opening`: its first characters. `forbidden`: why it may not be kept; None if it may.
    """

    figures: tuple[ReportFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    opening: str = ""
    forbidden: Finding | None = None


def read_report(content: bytes, catalogue: Catalogue | None, file: str = "") -> Reading:
    """Read a docx or text file, regardless of its name; without a catalogue no figures are looked for."""
    if len(content) > LARGEST_FILE:
        return _refused("too_large", TOO_LARGE)
    try:
        asked = pickle.dumps((content, catalogue, file))
        said = json.loads(run_child("etl.written_report.open_report", content=asked, seconds=SECONDS))
    except BusyError as error:
        return _refused("too_large", str(error))
    except ChildTimeoutError:
        return _refused("too_large", TOO_SLOW)
    except ChildError:
        return _refused("unreadable", BROKEN)
    figures = tuple(ReportFigure(**figure) for figure in said["figures"])
    findings = tuple(Finding(**finding) for finding in said["findings"])
    forbidden = Finding(**said["forbidden"]) if said["forbidden"] else None
    return Reading(figures, findings, said["opening"], forbidden)


def find_what_may_not_be_kept(content: bytes, file: str) -> Finding | None:
    """The reason to refuse a report: it is classified, has personal numbers, or is unreadable; else None."""
    return read_report(content, None, file).forbidden


def _refused(code: FindingCode, message: str) -> Reading:
    finding = Finding(code, message)
    return Reading(findings=(finding,), forbidden=finding)


def main() -> None:
    """Print the answer for the report on standard input: a Reading as JSON."""
    bound_child(MEMORY, SECONDS)
    content, catalogue, file = pickle.loads(sys.stdin.buffer.read())  # from our own server
    try:
        answer: dict[str, Any] = asdict(_read(content, catalogue, file))
    except MemoryError:
        answer = asdict(_refused("too_large", TOO_SLOW))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def _read(content: bytes, catalogue: Catalogue | None, file: str) -> Reading:
    try:
        text = read_report_text(content)
        forbidden = find_in_prose(read_every_line(content), file)
    except ReportError as error:
        return Reading(findings=(error.finding,), forbidden=error.finding)
    figures = find_report_figures(text, catalogue) if catalogue else ()
    return Reading(figures, (), text[:OPENING], forbidden)


if __name__ == "__main__":
    main()
