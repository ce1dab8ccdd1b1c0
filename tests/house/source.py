"""The project's own files, as the house tests look at them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("domain", "etl", "dashboard", "pages", "tools", "bench")


def python_files(*folders: str) -> list[Path]:
    """Every Python file below the folders, relative to the root."""
    return sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))


def product_files() -> list[Path]:
    """Every Python file that is not a test."""
    return [Path("app.py"), *python_files(*ROOMS)]


def read(path: Path) -> str:
    """The text of a file named from the root."""
    return (ROOT / path).read_text(encoding="utf-8")


def imports(source: str, package: str = "") -> Iterator[str]:
    """The full name of every module that a source text imports, wherever in it; relative ones resolved.

    `from etl import load` gives both "etl" and "etl.load.store", since either may be the module.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def imports_of(path: Path) -> set[str]:
    """What the file imports."""
    return set(imports(read(path), ".".join(path.parent.parts)))


def below(module: str, rooms: tuple[str, ...]) -> bool:
    """Whether the module is one of the rooms or stands in one."""
    return any(module == room or module.startswith(room + ".") for room in rooms)
