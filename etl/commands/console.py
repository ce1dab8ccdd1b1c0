"""The edge of a command line: UTF-8 out, messages in Chinese, exit statuses, and no traceback ever."""

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

import click
import duckdb

from etl.catalogue import CatalogueError
from etl.warehouse import WarehouseError, find_warehouse

DONE, REFUSED, WRONG_USAGE, UNUSABLE = 0, 1, 2, 3

log = logging.getLogger(__name__)


def run(group: click.Group) -> int:
    """Run a command line and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(group.main(standalone_mode=False) or DONE)
    except (click.Abort, KeyboardInterrupt):
        say_error("已中断，数据仓库没有改动。")
        return WRONG_USAGE
    except click.exceptions.NoArgsIsHelpError as error:
        say_error(error.format_message())
        return WRONG_USAGE
    except click.ClickException as error:
        say_error(f"{in_chinese(error)} 用法见 --help。")
        return WRONG_USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


class CalmGroup(click.Group):
    """A command line whose object is the warehouse and whose commands return their exit status.

    What nobody foresaw is logged whole in the warehouse's log folder.
    """

    def invoke(self, ctx: click.Context) -> None:
        """Run the command; what makes the warehouse unusable becomes one sentence and the exit status 3."""
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
    """One line to the person."""
    click.echo(text)


def say_error(text: str) -> None:
    """One line to the person, beside the output that a program may be reading."""
    click.echo(text, err=True)


def say_json(value: Any) -> None:
    """A value for a program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def in_chinese(error: click.ClickException) -> str:
    """What click found wrong with the usage, in Chinese."""
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}。"
        case click.MissingParameter():
            return f"缺少参数 {_name(error)}。"
        case click.BadOptionUsage() if error.message.endswith("does not take a value."):
            return f"选项 {error.option_name} 后面不写值。"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 用法有误，可能缺少它的值。"
        case click.BadParameter():
            return f"参数 {_name(error)} 有误：{_what_is_wrong(error)}。"
        case click.UsageError() if error.message.startswith("No such command"):
            return "没有这个命令。"
        case click.UsageError() if error.message.startswith("Got unexpected extra argument"):
            return f"多写了 {error.message.partition('(')[2].removesuffix(')')}。"
        case _:
            return f"用法有误：{error.message}"


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    return error.param.opts[-1] if isinstance(error.param, click.Option) else error.param.human_readable_name


def _what_is_wrong(error: click.BadParameter) -> str:
    """Our own message, or one for those that click writes in English."""
    if not error.message.isascii():
        return error.message.rstrip("。")
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"可选 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"应为 {kind.min} 至 {kind.max} 之间的整数"
    return "应为整数" if kind is click.INT else error.message


def _calm_sentence(error: Exception) -> str:
    """What to tell of an error that nobody foresaw."""
    if isinstance(error, duckdb.Error | OSError):
        advice = "请检查磁盘空间和文件夹权限，再运行 python -m etl verify 核验。"
        return f"数据仓库暂时无法使用，已完成的导入不受影响。{advice}"
    return "出现意外错误，数据仓库没有改动。"


def _log_to(folder: Path) -> str:
    """Have the log go to errors.log there; where that is, in words, "" where it can't be written."""
    log.propagate = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "errors.log", encoding="utf-8")
    except OSError:
        log.addHandler(logging.NullHandler())
        return ""
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
    return f"详情记在 {folder / 'errors.log'}。"
