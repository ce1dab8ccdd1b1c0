"""Help and usage of a command line in Chinese, by click's own points of extension."""

import re
from collections.abc import Iterable
from typing import Any

import click

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_HELP = {"Show this message and exit.": "显示这段说明"}
_EXTRA = re.compile(r"\s*\[([^\[\]]+)\]$")
_RANGE = re.compile(r"([0-9]+)<=x<=([0-9]+)")


class ChineseHelp(click.HelpFormatter):
    """Writes what click says of its own in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{_HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().write_dl([(name, _in_chinese(help)) for name, help in rows], *args, **more)


class ChineseContext(click.Context):
    """The context of a command whose help is in Chinese."""

    formatter_class = ChineseHelp


def speak_chinese(command: click.Command) -> None:
    """Have a command's help and usage written in Chinese."""
    command.context_class = ChineseContext
    command.options_metavar = "[选项]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [选项]"


def _in_chinese(help: str) -> str:
    """The help of an option with what click puts behind it: [default: csv; required]."""
    found = _EXTRA.search(help)
    if not found:
        return _HELP.get(help, help)
    extra = found[1].replace("default: ", "默认 ").replace("required", "必填").replace("; ", "，")
    extra = _RANGE.sub(r"\1 至 \2", extra)
    return f"{help[: found.start()]}（{extra}）" if found.start() else extra
