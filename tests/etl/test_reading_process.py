"""A server reads files in children with limits: the figures are the same, and no file stops the server."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.catalogue import load_catalogue
from etl import child_process, reading_process
from etl.child_process import ChildError, ChildTimeoutError, run_child
from etl.load import marked_rows
from etl.load.preview import Request, preview
from etl.load.several_files import loading_order, preview_sequence
from etl.read import read_bounded
from etl.read.read_bounded import NotReadError
from etl.read.read_tables import ReadFile, ReadOptions
from etl.reading_process import ReadingProcess
from tests.etl.desk import hotline, new_desk
from tests.etl.sheets import TABLE, TODAY, UNITS, as_text, as_xlsx, errors, figures, read

pytestmark = pytest.mark.skipif(not reading_process.IS_POSSIBLE, reason="this system forks no process")
HEADER = "月份,单位,受理工单数\n"
QUOTED = as_text(TABLE).replace("2168", '"2168"', 1)


@pytest.fixture(scope="module", autouse=True)
def children() -> Iterator[None]:
    """What is read here is read as by a server."""
    read_bounded.read_in_children()
    yield
    read_bounded._processes.clear()


def bounded(content: bytes | str) -> ReadFile:
    """A file read as a server reads it."""
    data = content.encode() if isinstance(content, str) else content
    return read_bounded.read_bounded(data, "月报.csv", load_catalogue(), UNITS, ReadOptions(today=TODAY))


@pytest.mark.parametrize(
    "content", [as_text(TABLE).encode(), QUOTED.encode(), as_xlsx({"表": TABLE}), b"a\n" * 40_000, b""]
)
def test_a_server_reads_the_figures_that_a_command_reads(content: bytes) -> None:
    there, here = bounded(content), read(content)
    assert (errors(there), there.encoding) == (errors(here), here.encoding)
    if not here.findings:
        assert figures(there) == figures(here)


def test_a_server_finds_the_kinds_of_files_in_a_child_and_refuses_what_exceeds_the_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalogue = load_catalogue()
    assert read_bounded.find_datasets(QUOTED.encode(), catalogue, None) == ("hotline",)
    (process,) = read_bounded._processes
    monkeypatch.setattr(process, "run", lambda *_: ReadingProcess.run(process, _killed))
    assert [code for code, *_ in errors(bounded(QUOTED))] == ["too_large"]
    with pytest.raises(NotReadError, match="超出了限度"):
        read_bounded.find_datasets(QUOTED.encode(), catalogue, None)


def test_of_several_files_the_one_that_finds_no_place_in_time_is_refused_and_not_guessed_at(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = new_desk(tmp_path / "warehouse")
    small, large = hotline("2023-06,甲大队,100,90"), as_xlsx({"表": TABLE})
    requests = [Request(large, "单位.xlsx", desk.request(small).options), desk.request(small)]
    held = [child_process._places.acquire(blocking=False) for _ in range(child_process.CHILDREN)]
    monkeypatch.setattr(child_process, "SECONDS_TO_WAIT", 0)
    ordered = loading_order(requests, desk.catalogue)
    for _ in filter(None, held):  # the machine has a place again, but nothing is known of the file's tables
        child_process._places.release()
    with preview_sequence(desk.warehouse, desk.catalogue, ordered) as (found, _):
        assert [(one.file, one.status) for one in found] == [("月报.csv", "ok"), ("单位.xlsx", "refused")]
        assert [one.message for one in found[1].findings] == [child_process.BUSY]


@pytest.mark.parametrize(
    ("is_killed", "row"), [(False, "2023-06,乙大队,1,9,"), (True, ",,,,见原文件第 3 行；")]
)
def test_rows_left_out_are_read_again_in_a_child_and_named_by_number_if_it_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_killed: bool, row: str
) -> None:
    desk = new_desk(tmp_path / "warehouse")
    table = hotline("2023-06,甲大队,9,8", "2023-06,乙大队,1,9", header="月份,单位,回访数,满意数")
    rows = [row.split(",") for row in table.split()]
    request = Request(as_xlsx({"表": rows}), "月报.xlsx", ReadOptions(today=TODAY), skip_bad_rows=True)
    found = preview(desk.warehouse, desk.catalogue, request)
    monkeypatch.setattr(read_bounded, "read_file", None)  # this process itself reads nothing
    if is_killed:
        (process,) = read_bounded._processes
        monkeypatch.setattr(process, "run", lambda *_: ReadingProcess.run(process, _killed))
    assert row in (found.rejected_csv(desk.catalogue) or b"").decode()


def test_rows_with_errors_are_read_again_for_display_in_a_child_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = new_desk(tmp_path / "warehouse")
    table = hotline("2023-06,甲大队,9,8", "2023-06,乙大队,1,9", header="月份,单位,回访数,满意数")
    rows = [row.split(",") for row in table.split()]
    request = Request(as_xlsx({"表": rows}), "月报.xlsx", ReadOptions(today=TODAY))
    found = preview(desk.warehouse, desk.catalogue, request)
    monkeypatch.setattr(read_bounded, "read_file", None)  # this process itself reads nothing
    monkeypatch.setattr(marked_rows, "read_file", None, raising=False)
    (marked,) = marked_rows.marked_tables(found, desk.catalogue)
    assert [row.cells for row in marked.rows] == [("2023-06", "乙大队", "1", "9")]


def test_only_a_small_text_of_short_lines_is_read_in_the_server() -> None:
    small = as_text(TABLE).encode()
    assert read_bounded.is_small_text(small)
    hostile = [QUOTED.encode(), small + b"x" * 1001, b"a,b\n" * 20_000, as_xlsx({"表": TABLE}), b"<table>"]
    assert [content for content in hostile if read_bounded.is_small_text(content)] == []


SQUARES: dict[str, Callable[[str], str]] = {
    "month": lambda text: f"{HEADER}{text},局机关,1\n",
    "unit": lambda text: f"{HEADER}2023-06,{text},1\n",
    "figure": lambda text: f"{HEADER}2023-06,局机关,{text}\n",
    "header": lambda text: f"月份,单位,{text}\n2023-06,局机关,1\n",
    "title": lambda text: f"{text}\n{as_text(TABLE)}",
    "footnote": lambda text: f"{as_text(TABLE)}\n{text}\n",
    "deadline": lambda text: (
        f"年度,任务编号,任务名称,责任单位,完成时限,状态\n2023,1,甲,局机关,{text},未开始\n"
    ),
    "target": lambda text: f"年度,指标,单位,年度目标,依据,责任人\n2023,满意率,局机关,{text},,\n",
}
LONG = [f"2023 {' ' * 20_000}年", f"{'（' * 20_000}x", f"{'前' * 20_000}x", "1e400000", "9" * 20_000]


@pytest.mark.parametrize("field", SQUARES)
def test_no_long_text_in_a_field_takes_a_square_of_its_length(field: str) -> None:
    began = time.process_time()
    for text in LONG:
        read(SQUARES[field](text))
    assert time.process_time() - began < 4


def test_a_stopped_child_is_reported_and_the_next_file_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    process = ReadingProcess(["etl.read.read_tables"])
    monkeypatch.setattr(reading_process, "SECONDS", 0)
    with pytest.raises(ChildTimeoutError):
        process.run(_killed)
    monkeypatch.undo()
    assert process.run(len, "four") == 4


def test_a_child_that_has_used_up_its_processor_time_took_too_long_and_is_not_called_broken() -> None:
    used_up = "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"
    with pytest.raises(ChildTimeoutError):
        run_child("timeit", "-n1", "-r1", used_up, seconds=60)


def test_a_file_that_takes_too_much_memory_is_refused_without_a_word_of_it_in_the_log() -> None:
    process = ReadingProcess([])
    with pytest.raises(ChildError, match="MemoryError"):
        process.run(bytes, 8 * reading_process.MEMORY)
    with pytest.raises(ChildError, match="ValueError") as raised:
        process.run(int, "私人")
    assert "私人" not in str(raised.value)


def test_an_ended_process_is_started_again() -> None:
    process = ReadingProcess([])
    parent = process.run(os.getppid)
    os.kill(parent, signal.SIGKILL)
    for _ in range(100):
        if not Path(f"/proc/{parent}").exists() or "Z" in Path(f"/proc/{parent}/stat").read_text().split()[2]:
            break
        time.sleep(0.01)
    assert process.run(os.getppid) != parent


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
