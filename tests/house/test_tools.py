"""On a fresh machine every program a test runs is installed first, or the test is skipped and says why."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, python_files, read
from tests.programs import BROWSERS, FONTS, LIBRARIES, PROGRAMS, font_folder, library, program

INSTALLER = (ROOT / "tools" / "install_test_tools.sh").read_text(encoding="utf-8")
RUNNERS = {"subprocess.run", "subprocess.Popen", "subprocess.check_call", "subprocess.check_output"}


def test_every_program_of_the_tests_is_looked_for_by_the_installer() -> None:
    looked_for = set(re.findall(r"\bhave ([\w-]+)", INSTALLER))
    assert {*PROGRAMS, *BROWSERS} - looked_for == set()


def test_every_library_of_the_tests_is_looked_for_by_the_installer() -> None:
    looked_for = dict(re.findall(r"^library (\S+) \|\| missing=.* ([\w.-]+)\"$", INSTALLER, re.MULTILINE))
    assert looked_for == LIBRARIES


def test_every_font_of_the_tests_is_looked_for_by_the_installer() -> None:
    looked_for = dict(re.findall(r'^font "([^"]+)" \|\| missing="\$missing (\S+)"$', INSTALLER, re.MULTILINE))
    assert looked_for == FONTS


def test_a_missing_font_skips_the_test_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FONTS, "No Such Font", "fonts-nowhere")
    with pytest.raises(pytest.skip.Exception, match=r"needs (the font No Such Font|fc-list)"):
        font_folder("No Such Font")


def test_a_missing_library_skips_the_test_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIBRARIES, "libnowhere.so.9", "libnowhere9")
    with pytest.raises(pytest.skip.Exception, match="needs libnowhere"):
        library("libnowhere.so.9")


def test_a_missing_program_skips_the_test_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match="needs localc"):
        program("localc")


def test_no_test_runs_a_program_past_tests_programs() -> None:
    found = {path: list(programs_by_name(read(path))) for path in python_files("tests")}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "source",
    [
        'subprocess.run(["soffice", "--version"])',
        'command = ["soffice"]\nsubprocess.Popen(command)',
        'command = ["soffice"]\nsubprocess.run([*command, "x"])',
        'shutil.which("soffice")',
    ],
)
def test_a_program_run_by_its_name_is_seen(source: str) -> None:
    assert list(programs_by_name(source)) == ["soffice"]


def test_python_itself_may_be_run() -> None:
    assert list(programs_by_name('subprocess.run([sys.executable, "-c", "1"])')) == []


def programs_by_name(source: str) -> Iterator[str]:
    """Every program that a source text looks for or runs by its bare name."""
    tree = ast.parse(source)
    lists = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in {*RUNNERS, "shutil.which"}:
            yield from _name(node.args[0], lists)


def _name(command: ast.expr, lists: dict[str, ast.List]) -> Iterator[str]:
    """The program at the head of a command, where it is written out."""
    if isinstance(command, ast.Starred):
        command = command.value
    if isinstance(command, ast.Name):
        command = lists.get(command.id, command)
    if isinstance(command, ast.List) and command.elts:
        yield from _name(command.elts[0], lists)
    elif isinstance(command, ast.Constant) and isinstance(command.value, str):
        yield command.value
