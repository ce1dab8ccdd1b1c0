"""What the code keeps to everywhere: one idea a module, no SQL formatted in, nothing of any one machine."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, product_files, python_files, read
from tests.programs import program

LONGEST_FILE = 300
QUERY_METHODS = {"execute", "executemany", "sql", "query", "from_query"}
# Written with a bracket each, so that this file does not find itself.
ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/|\.\./share[d]|registry\.np[m]js"
)
INLINE_SQL = re.compile(
    r"\s*(SELECT\b[\s\S]+\bFROM\b|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|MERGE\s+INTO|WITH\s+\w+\s+AS\s*\(|"
    r"(CREATE|ALTER|DROP)\s+(OR\s+REPLACE\s+)?(TEMP\w*\s+)?(TABLE|VIEW|MACRO)|COPY\b.+\bTO\b|ATTACH\s)",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b")
NOT_IN_EVERY_WAREHOUSE = re.compile(
    r"\b(?:PRIMARY\s+KEY|UNIQUE|CHECK\s*\(|FOREIGN\s+KEY|REFERENCES|CREATE\s+SEQUENCE|CREATE\s+INDEX|"
    r"ENUM|ON\s+CONFLICT|INSERT\s+OR|RETURNING)\b",
    re.IGNORECASE,
)


def tracked_texts() -> list[Path]:
    """Every text file of the project, those not committed yet included."""
    listed = subprocess.run(
        [program("git"), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout.split("\0")
    texts = {".py", ".sql", ".toml", ".md", ".txt", ".sh", ".css", ".js", ".cfg", ".yml", ""}
    paths = [Path(name) for name in listed if name and "static/" not in name and name != "LICENSE"]
    return [path for path in paths if path.suffix in texts and (ROOT / path).is_file()]


def formatted_queries(source: str) -> Iterator[int]:
    """The line of each query whose text is put together by formatting instead of bound parameters."""
    for node in ast.walk(ast.parse(source)):
        called = node.func if isinstance(node, ast.Call) and node.args else None
        if isinstance(called, ast.Attribute) and called.attr in QUERY_METHODS and is_formatted(node.args[0]):
            yield node.lineno


def is_formatted(text: ast.expr) -> bool:
    """Whether an expression is an f-string, a %, a + or a .format()."""
    if isinstance(text, ast.Call):
        return isinstance(text.func, ast.Attribute) and text.func.attr in {"format", "replace", "join"}
    if isinstance(text, ast.BinOp):
        return isinstance(text.op, ast.Add | ast.Mod)
    return isinstance(text, ast.JoinedStr)


def inline_sql(source: str) -> Iterator[str]:
    """Every SQL statement written into a Python text; the bounds of a transaction are none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and INLINE_SQL.match(node.value):
            yield node.value


def sql_files() -> list[Path]:
    """Every SQL file of the product."""
    found = [path for room in ("domain", "etl", "dashboard") for path in (ROOT / room).rglob("*.sql")]
    return sorted(path.relative_to(ROOT) for path in found)


def without_comments(statements: str) -> str:
    """SQL without what stands behind --."""
    return re.sub(r"--[^\n]*", "", statements)


def first_line(source: str) -> str:
    """The first line of a module's docstring; "" where there is none."""
    return (ast.get_docstring(ast.parse(source)) or "").split("\n")[0]


def test_a_module_says_first_what_it_is_for() -> None:
    texts = {path: read(path) for path in product_files()}
    silent = [
        path
        for path, text in texts.items()
        if text.strip() and not first_line(text).endswith((".", "。"))  # an empty __init__.py needs no words
    ]
    assert silent == []


def test_a_file_holds_one_idea_and_is_short() -> None:
    lengths = {path: len(read(path).splitlines()) for path in [*product_files(), *python_files("tests")]}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_query_is_formatted() -> None:
    found = {path: list(formatted_queries(read(path))) for path in product_files()}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        'connection.execute(f"SELECT * FROM {table}")',
        'connection.execute("SELECT * FROM " + table)',
        'connection.sql("SELECT * FROM %s" % table)',
        'connection.execute("SELECT * FROM {}".format(table), [1])',
    ],
)
def test_a_formatted_query_is_seen(source: str) -> None:
    assert list(formatted_queries(source)) == [1]


def test_a_query_with_bound_parameters_passes() -> None:
    assert list(formatted_queries('connection.execute("SELECT ?", [unit])')) == []


def test_sql_stands_in_sql_files() -> None:
    found = {path: list(inline_sql(read(path))) for path in product_files() if path.parts[0] != "bench"}
    assert {path: statements for path, statements in found.items() if statements} == {}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT max(month) FROM current_figure",
        "select\n    unit\nfrom current_unit",
        "  INSERT INTO meta VALUES (?, ?)",
        "CREATE OR REPLACE TEMP TABLE this_load AS SELECT 1",
        "WITH newest AS (SELECT 1) SELECT * FROM newest",
        "UPDATE figure SET value = 1",
        "DELETE FROM figure",
    ],
)
def test_inline_sql_is_seen(statement: str) -> None:
    assert list(inline_sql(f"connection.execute({statement!r})")) == [statement]


@pytest.mark.parametrize(
    "words", ["BEGIN", "Select the tables of a sheet.", "with", "Update or insert", "units"]
)
def test_words_and_the_bounds_of_a_transaction_are_no_inline_sql(words: str) -> None:
    assert list(inline_sql(f"{words!r}")) == []


def test_sql_is_what_every_kind_of_warehouse_runs() -> None:
    found = {path: NOT_IN_EVERY_WAREHOUSE.findall(without_comments(read(path))) for path in sql_files()}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "statement", ["a INTEGER PRIMARY KEY", "INSERT INTO t FROM s ON CONFLICT DO NOTHING"]
)
def test_sql_that_only_some_warehouses_run_is_seen(statement: str) -> None:
    assert NOT_IN_EVERY_WAREHOUSE.findall(statement)


def test_an_sql_file_states_its_grain_or_purpose_first() -> None:
    assert [path for path in sql_files() if not read(path).lstrip().startswith("--")] == []


def test_nothing_names_a_folder_of_one_machine_or_waits_to_be_done() -> None:
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in tracked_texts()
        for number, line in enumerate(read(path).splitlines(), 1)
        if ONE_MACHINE.search(line) or UNFINISHED.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ["open('/hom" + "e/li/x')", "see ../shar" + "ed/design", "# TO" + "DO later"]
)
def test_a_trace_of_one_machine_or_of_unfinished_work_is_seen(line: str) -> None:
    assert ONE_MACHINE.search(line) or UNFINISHED.search(line)
