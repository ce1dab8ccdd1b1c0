"""Read a TOML table key by key; record every mistake by file and key instead of stopping at the first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


class TomlTable:
    """A table of a TOML file. Getters return a harmless default after they record a mistake.

    `mistakes` is one list shared by all tables of a catalogue: `文件: 键 — 说明`.
    """

    def __init__(self, file: str, path: str, content: dict[str, Any], mistakes: list[str]) -> None:
        self.file = file
        self.path = path
        self.content = content
        self.mistakes = mistakes
        self.read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def note(self, key: str, message: str) -> None:
        """Record a mistake about `key` of this table ("" is the table itself)."""
        where = ".".join(part for part in (self.path, key) if part)
        self.mistakes.append(f"{self.file}: {where} — {message}" if where else f"{self.file}: {message}")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it is required and must not be blank."""
        value = self._value(key, default, str, "应为文字")
        if default is None and key in self.content and isinstance(value, str) and not value.strip():
            self.note(key, "不能为空")
        return str(value or "").strip()

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """A text from a closed list."""
        value = self.text(key, default)
        if value and value not in choices and value != default:
            self.note(key, f"“{value}”不在可选范围：{'、'.join(choices)}")
        return value

    def member(self, key: str, choices: type[Choice], default: Choice | None = None) -> Choice:
        """A member of an enumeration; its last member after a mistake."""
        value = self.choice(key, tuple(choices), default)
        return choices(value) if value in tuple(choices) else tuple(choices)[-1]

    def number(self, key: str, default: float | None = None) -> float:
        """A number; NaN if there is none, so that later comparisons report no further mistake."""
        value = self._value(key, default, (int, float), "应为数字")
        return float("nan") if value is None else float(value)

    def day_of_month(self, key: str) -> int:
        """A day that every month has: 1 to 28."""
        value = self._value(key, None, int, "应为整数")
        if value is not None and not 1 <= value <= 28:
            self.note(key, f"应在 1 到 28 之间，现为 {value}")
        return value or 1

    def month(self, key: str) -> str:
        """A month as YYYY-MM; "" if there is none."""
        value = self.text(key, "")
        if value and not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", value):
            self.note(key, f"月份应写作 2027-01，现为 {value}")
            return ""
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        return bool(self._value(key, default, bool, "应为 true 或 false"))

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key, default, (list, tuple), "应为文字列表")
        if not all(isinstance(item, str) for item in value or ()):
            self.note(key, "应为文字列表")
            return ()
        return tuple(value or ())

    def lists(self, key: str) -> tuple[list[Any], ...]:
        """A list of lists."""
        value = self._value(key, None, list, "应为列表的列表") or []
        if not all(isinstance(item, list) for item in value):
            self.note(key, "应为列表的列表")
            return ()
        return tuple(value)

    def table(self, key: str) -> TomlTable:
        """A table inside this one."""
        value = self._value(key, None, dict, "应为表")
        return TomlTable(self.file, f"{self.path}.{key}".strip("."), value or {}, self.mistakes)

    def tables(self) -> Iterator[tuple[str, TomlTable]]:
        """Every table inside this one, in the order of the file, each with its key."""
        for key in self.content:
            yield key, self.table(key)

    def list_of_tables(self, key: str) -> tuple[TomlTable, ...]:
        """The tables of `[[key]]`, their paths counted from 1."""
        value = self._value(key, [], list, "应为表的列表") or []
        if not all(isinstance(item, dict) for item in value):
            self.note(key, "应为表的列表")
            return ()
        return tuple(
            TomlTable(self.file, f"{self.path}.{key}[{place}]".strip("."), item, self.mistakes)
            for place, item in enumerate(value, 1)
        )

    def close(self) -> None:
        """Record every key that nobody read as a mistake: usually it is a typing error."""
        for key in self.content:
            if key not in self.read:
                self.note(key, "未知的键")

    def _value(self, key: str, default: Any, kind: type | tuple[type, ...], message: str) -> Any:
        self.read.add(key)
        if key not in self.content:
            if default is None:
                self.note(key, "缺少此键")
            return default
        value = self.content[key]
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self.note(key, message)
            return default
        return value


def read_toml(path: Path, mistakes: list[str]) -> TomlTable:
    """Read a file as a table; a missing or malformed file gives one mistake and an empty table."""
    try:
        return parse_toml(path.name, path.read_text(encoding="utf-8"), mistakes)
    except OSError:
        mistakes.append(f"{path.name}: 文件不存在或无法读取")
    except UnicodeDecodeError:
        mistakes.append(f"{path.name}: 编码不是 UTF-8")
    return TomlTable(path.name, "", {}, mistakes)


def parse_toml(name: str, text: str, mistakes: list[str]) -> TomlTable:
    """Parse the text of a file as a table; malformed TOML gives one mistake and an empty table."""
    content: dict[str, Any] = {}
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:  # a thousand brackets within each other
        mistakes.append(f"{name}: 不是有效的 TOML（{error}）")
    return TomlTable(name, "", content, mistakes)
