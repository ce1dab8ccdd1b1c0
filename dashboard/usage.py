"""A command group that tells mistakes of usage in Chinese, one line, with exit status 2."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click
from click import exceptions


class ChineseGroup(click.Group):
    """A click group whose own messages are Chinese; subcommands need nothing special."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; with `standalone_mode` the process ends with the exit status."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, **extra)
        try:
            status = super().main(args, prog_name, complete_var, False, **extra)
        except exceptions.ClickException as error:
            _stop(in_chinese(error), error.exit_code)
        except exceptions.Abort:
            _stop("已中止", 1)
        sys.exit(status if isinstance(status, int) else 0)


def in_chinese(error: exceptions.ClickException) -> str:
    """What is wrong with the command line, in one Chinese line."""
    match error:
        case exceptions.NoArgsIsHelpError():
            return error.ctx.get_help() if error.ctx else error.format_message()
        case exceptions.NoSuchOption():
            near = f"，是否想用 {'、'.join(error.possibilities)}？" if error.possibilities else ""
            return f"没有选项 {error.option_name}{near}"
        case exceptions.NoSuchCommand():
            near = f"，是否想用 {'、'.join(error.possibilities)}？" if error.possibilities else ""
            return f"没有命令 {error.command_name}{near}"
        case exceptions.BadOptionUsage():
            return f"选项 {error.option_name} 后面需要一个值"
        case exceptions.MissingParameter():
            return f"缺少 {_names(error)}"
        case exceptions.BadParameter():
            return f"{_names(error)}：{error.message}"
        case exceptions.UsageError() if named := re.search(r"\((.+)\)", error.message):
            return f"多余的参数：{named[1]}"
        case exceptions.UsageError():
            return "缺少命令；用 --help 列出所有命令"
    return error.format_message()


def _names(error: exceptions.BadParameter) -> str:
    return "/".join(error.param.opts) if error.param else "参数"


def _stop(message: str, status: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(status)
