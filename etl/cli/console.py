"""Run a command line: UTF-8 output, Chinese messages, exit statuses, and never a traceback."""

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

import click
import duckdb

from domain.catalogue import CatalogueError
from etl.cli.chinese import in_chinese, speak_chinese
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
