"""Docs name only what exists: files, make targets, commands and their options, links and pictures."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.house.source import ROOT

DOCS = sorted(
    [
        ROOT / "README.md",
        ROOT / "README.zh-CN.md",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "data").rglob("*.md"),
    ]
)
CODE = re.compile(r"```[^\n]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
MAKE = re.compile(r"^\s*make ([a-z-]+)", re.MULTILINE)
COMMAND = re.compile(r"(?:python|python3|python\.exe) -m (etl|dashboard)\b([^\n#]*)")
LINK = re.compile(r"\]\(([^)#\s]+)")
FILE = re.compile(r"`([\w/]+\.(?:py|sql|css|js))`")
NAME_IN_FILE = re.compile(r"`(\w+)` in `([\w/]+\.py)`")
ROOMS = ("domain", "etl", "dashboard", "pages", "bench", "tests")
PRODUCT = [ROOT / "app.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.*"))]
TOP = (
    "app.py",
    "etl/",
    "domain/",
    "dashboard/",
    "pages/",
    "data/",
    "docs/",
    "tests/",
    "tools/",
    "deploy/",
    "static/",
    ".streamlit/",
    ".ci/",
)
# Made when the product runs, so in no clone.
MADE_LATER = ("data/serving", "data/warehouse", "data/sample-warehouse", ".streamlit/secrets.toml")


def code_in(text: str) -> Iterator[str]:
    """Each piece of code that a Markdown text shows, block or inline."""
    for block, inline in CODE.findall(text):
        yield block or inline


def unknown_targets(text: str) -> list[str]:
    """Each `make` target named that the Makefile has not."""
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    return [name for code in code_in(text) for name in MAKE.findall(code) if name not in known]


def missing_files(text: str) -> list[str]:
    """Each path named, as code or as a link, that is not in the project."""
    named = [word.rstrip(".,;:，。；") for code in code_in(text) for word in re.split(r"[\s,，、|]+", code)]
    paths = [word for word in named if word.startswith(TOP) and not re.search(r"[*…{}<>]", word)]
    links = [link for link in LINK.findall(text) if "://" not in link]
    return [path for path in paths + links if not _exists(path)]


def lost_names(text: str) -> list[str]:
    """Each file named, with or without its folder, and each `name` in such a file, that is not there."""
    lost = [file for file in FILE.findall(text) if not _places(file)]
    for word, file in NAME_IN_FILE.findall(text):
        if not any(re.search(rf"\b{word}\b", path.read_text(encoding="utf-8")) for path in _places(file)):
            lost.append(f"{word} in {file}")
    return lost


def _places(file: str) -> list[Path]:
    return [path for path in PRODUCT if path.as_posix().endswith(f"/{file}")]


def _exists(path: str) -> bool:
    return path.startswith(MADE_LATER) or any((root / path).exists() for root in (ROOT, ROOT / "docs"))


def wrong_commands(text: str) -> list[str]:
    """Each `python -m etl …` or `python -m dashboard …` whose command or option is not there."""
    return [
        f"{room}{rest}"
        for code in code_in(text)
        for room, rest in COMMAND.findall(code)
        if not _runs(_group(room), rest.split())
    ]


def _group(room: str) -> click.Group:
    module = importlib.import_module(f"{room}.__main__")
    groups = [value for value in vars(module).values() if isinstance(value, click.Group)]
    return groups[0]


def _runs(group: click.Group, words: list[str]) -> bool:
    names = [word for word in words if re.fullmatch(r"[a-z][a-z-]*", word)]
    command = next((group.commands[name] for name in names if name in group.commands), None)
    if command is None:
        return not names and not words
    if isinstance(command, click.Group) and any(name in command.commands for name in names):
        return _runs(command, words)
    known = {option for parameter in [*group.params, *command.params] for option in parameter.opts}
    return all(word in known or word == "--help" for word in words if word.startswith("--"))


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_doc_names_only_make_targets_that_exist(doc: Path) -> None:
    assert unknown_targets(doc.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_doc_names_only_files_that_exist(doc: Path) -> None:
    assert missing_files(doc.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_doc_names_only_commands_and_options_that_exist(doc: Path) -> None:
    assert wrong_commands(doc.read_text(encoding="utf-8")) == []


def test_the_map_names_only_files_and_functions_that_exist() -> None:
    assert lost_names((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")) == []


def test_the_two_readmes_and_the_map_are_held_to_this() -> None:
    assert {"README.md", "README.zh-CN.md", "architecture.md"} <= {path.name for path in DOCS}


@pytest.mark.parametrize(
    ("text", "find"),
    [
        ("run `make nothing`", unknown_targets),
        ("see `etl/nowhere.py`", missing_files),
        ("see [the map](docs/nowhere.md)", missing_files),
        ("```\npython -m dashboard nothing\n```", wrong_commands),
        ("`python -m dashboard serve --nothing`", wrong_commands),
        ("beside it `nowhere.py`", lost_names),
        ("`not_a_function` in `serve.py`", lost_names),
    ],
)
def test_a_doc_that_names_what_is_not_there_is_seen(text: str, find) -> None:
    assert len(find(text)) == 1


@pytest.mark.parametrize(
    ("text", "find"),
    [
        ("run `make run`", unknown_targets),
        ("see `dashboard/cli/serve.py` and [the map](docs/architecture.md)", missing_files),
        ("`python -m dashboard serve --port 8600`", wrong_commands),
    ],
)
def test_a_doc_that_names_what_is_there_passes(text: str, find) -> None:
    assert find(text) == []
