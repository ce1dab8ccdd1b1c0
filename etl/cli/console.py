"""Run a command line: UTF-8 output, Chinese help and messages, exit statuses, and never a traceback."""

import json
import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import duckdb

from domain.catalogue import CatalogueError
from etl.warehouse import WarehouseError, find_warehouse

DONE, REFUSED, WRONG_USAGE, UNUSABLE = 0, 1, 2, 3

log = logging.getLogger(__name__)


def run(group: click.Group) -> int:
    """Run a command line and return its exit status."""
    write_utf8()
    try:
        return int(group.main(standalone_mode=False) or DONE)
    except (click.Abort, KeyboardInterrupt):
        say_error("已中断，数据仓库没有改动。")
        return WRONG_USAGE
    except click.exceptions.NoArgsIsHelpError as error:
        say_error(error.format_message())
        return WRONG_USAGE
    except click.ClickException as error:
        say_error(in_chinese(error))
        return WRONG_USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def write_utf8() -> None:
    """Print UTF-8, whatever encoding the terminal claims."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


class CalmGroup(click.Group):
    """A click group whose context object is the warehouse and whose commands return an exit status.

    Unexpected errors are logged in full to the warehouse's log folder. Help and usage are in Chinese.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        speak_chinese(self)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command, with Chinese help and usage."""
        speak_chinese(cmd)
        super().add_command(cmd, name)

    def invoke(self, ctx: click.Context) -> None:
        """Run the command; an unusable warehouse becomes one sentence and exit status 3."""
        try:
            status = super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except (WarehouseError, CatalogueError) as error:
            say_error(str(error))
            raise click.exceptions.Exit(UNUSABLE) from error
        except Exception as error:
            folder = (ctx.obj or find_warehouse()).folder / "log"
            place = _log_to(folder)
            log.exception("意外错误")
            say_error(f"{_calm_sentence(error)}{place or f'（{type(error).__name__}）'}")
            raise click.exceptions.Exit(UNUSABLE) from error
        if status:
            raise click.exceptions.Exit(status)


def say(text: str) -> None:
    """Print a line for the user (stdout)."""
    click.echo(text)


def say_error(text: str) -> None:
    """Print a line for the user to stderr, because a program may read stdout."""
    click.echo(text, err=True)


def say_json(value: Any) -> None:
    """Print a value as JSON for a program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _calm_sentence(error: Exception) -> str:
    """The message for an unexpected error."""
    if isinstance(error, duckdb.Error | OSError):
        advice = "请检查磁盘空间和文件夹权限，再运行 python -m etl verify 核验。"
        return f"数据仓库暂时无法使用，已完成的导入不受影响。{advice}"
    return "出现意外错误，数据仓库没有改动。"


def _log_to(folder: Path) -> str:
    """Log to errors.log in the folder; return its location in words, "" if it cannot be written."""
    log.propagate = False
    logging.raiseExceptions = False  # otherwise a log that cannot be written prints a traceback
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "errors.log", encoding="utf-8")
    except OSError:
        log.addHandler(logging.NullHandler())
        return ""
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
    return f"详情记在 {folder / 'errors.log'}。"


UNTOLD = (click.STRING, click.BOOL, click.UNPROCESSED)


def in_chinese(error: click.ClickException) -> str:
    """A click usage error in Chinese, and the usage of the command."""
    return "\n".join([_what(error), *_usage(error)])


def _what(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}。{_perhaps(error.possibilities)}{_options(error.ctx)}"
        case click.exceptions.NoSuchCommand():
            return f"没有命令 {error.command_name}。{_perhaps(error.possibilities)}{_commands(error.ctx)}"
        case click.MissingParameter():
            return f"缺少{_spelt_name(error)}。"
        case click.BadOptionUsage() if error.message.endswith("does not take a value."):
            return f"选项 {error.option_name} 后面不写值。"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面缺少它的值。"
        case click.BadParameter():
            return f"{_name(error)} 有误：{_what_is_wrong(error)}。"
        case click.UsageError() if error.message.startswith("Got unexpected extra argument"):
            return _too_many(error.message.partition("(")[2].removesuffix(")"), error.ctx)
        case _:
            return f"用法有误：{error.message}"


def _usage(error: click.ClickException) -> Iterator[str]:
    """The usage of the command, if known; without the help hint if only a value is wrong."""
    is_a_value = isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter)
    if isinstance(error, click.UsageError) and error.ctx and not is_a_value:
        yield f"{error.ctx.get_usage()}\n详见 {error.ctx.command_path} --help"


def _name(error: click.BadParameter) -> str:
    """The parameter as the user wrote it: 选项 --year, 参数 编号."""
    if error.param is None:
        return f"参数 {error.param_hint or ''}"
    if isinstance(error.param, click.Option):
        return f"选项 {_longest(error.param)}"
    return f"参数 {error.param.human_readable_name}"


def _spelt_name(error: click.BadParameter) -> str:
    return f"选项 {_spelt(error.param)}" if isinstance(error.param, click.Option) else _name(error)


def _what_is_wrong(error: click.BadParameter) -> str:
    """Our own message, or a translation of click's English message."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"可选 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"应为 {kind.min} 至 {kind.max} 之间的整数"
    if kind is click.INT:
        return "应为整数"
    return "应为数字" if kind is click.FLOAT else error.message.rstrip("。")


def _too_many(words: str, context: click.Context | None) -> str:
    """The message for an unexpected argument, with the option that was probably meant."""
    meant = [f"{_longest(option)} {word}" for word in words.split() for option in _options_for(word, context)]
    hint = f"如要指定，请写 {' 或 '.join(meant)}。" if meant else _options(context)
    return f"多写了 {words}。{hint}"


def _options_for(word: str, context: click.Context | None) -> Iterator[click.Option]:
    """The options with a closed list of values that includes this word."""
    for option in _options_of(context):
        if not option.is_flag and option.type not in UNTOLD and not isinstance(option.type, click.Path):
            try:
                option.type.convert(word, option, context)
            except click.BadParameter:
                continue
            yield option


def _options_of(context: click.Context | None) -> list[click.Option]:
    parameters = context.command.params if context else []
    return [option for option in parameters if isinstance(option, click.Option)]


def _options(context: click.Context | None) -> str:
    names = "、".join(map(_spelt, _options_of(context)))
    return f"可用的选项：{names}。" if names else "这个命令没有选项。"


def _commands(context: click.Context | None) -> str:
    if context is None or not isinstance(context.command, click.Group):
        return ""
    return f"可用的命令：{'、'.join(context.command.list_commands(context))}。"


def _spelt(option: click.Option) -> str:
    return f"{_longest(option)}（{option.help}）" if option.help else _longest(option)


def _longest(option: click.Option) -> str:
    return max(option.opts, key=len)


def _perhaps(near: list[str] | None) -> str:
    return f"是不是 {' 或 '.join(near)}？" if near else ""


_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_HELP = {"Show this message and exit.": "显示这段说明"}
_EXTRA = re.compile(r"\s*\[([^\[\]]+)\]$")
_RANGE = re.compile(r"([0-9]+)<=x<=([0-9]+)")


class ChineseHelp(click.HelpFormatter):
    """Writes click's own headings in Chinese."""

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
    """Make a command's help and usage Chinese."""
    command.context_class = ChineseContext
    command.options_metavar = "[选项]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [选项]"


def _in_chinese(help: str) -> str:
    """Translate the suffix that click adds to an option's help: [default: csv; required]."""
    found = _EXTRA.search(help)
    if not found:
        return _HELP.get(help, help)
    extra = found[1].replace("default: ", "默认 ").replace("required", "必填").replace("; ", "，")
    extra = _RANGE.sub(r"\1 至 \2", extra)
    return f"{help[: found.start()]}（{extra}）" if found.start() else extra
