"""check and load: files in, findings and changes out."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from etl.batch import Done, check_files, load_files
from etl.catalogue import Catalogue, load_catalogue
from etl.commands.console import DONE, REFUSED, WRONG_USAGE, say, say_error, say_json
from etl.commands.load_report import report_json, report_lines
from etl.commands.shared import BY, JSON, READING, name_warehouse
from etl.files import InputFile, NoTableError, find_files, in_loading_order
from etl.reading.result import ReadOptions
from etl.warehouse import Warehouse


@click.command(help="检查表格，不导入。")
@READING
@JSON
@click.pass_obj
def check(warehouse: Warehouse, files: tuple[str, ...], as_json: bool, **reading: Any) -> int:
    catalogue = load_catalogue()
    return _each(
        files,
        as_json,
        catalogue,
        reading["dataset"],
        lambda found: check_files(warehouse, catalogue, found, _read_options(reading)),
    )


@click.command(help="检查并导入表格；有一处错误则整份不入库。")
@READING
@BY
@click.option("--note", default="", metavar="TEXT", help="本次导入的说明")
@click.option("--skip-bad-rows", is_flag=True, help="有错的行不导入，另存为 CSV；其余照常导入")
@JSON
@click.pass_obj
def load(
    warehouse: Warehouse,
    files: tuple[str, ...],
    by: str | None,
    note: str,
    skip_bad_rows: bool,
    as_json: bool,
    **reading: Any,
) -> int:
    catalogue = load_catalogue()

    def run(found: list[InputFile]) -> Iterable[Done]:
        options = _read_options(reading)
        yield from load_files(
            warehouse, catalogue, found, options, by=by, note=note, skip_bad_rows=skip_bad_rows
        )

    status = _each(files, as_json, catalogue, reading["dataset"], run)
    name_warehouse(warehouse, as_json)
    return status


def _each(
    files: Iterable[str],
    as_json: bool,
    catalogue: Catalogue,
    dataset: str | None,
    run: Callable[[list[InputFile]], Iterable[Done]],
) -> int:
    """Run over all files, tell what became of each; the worst exit status."""
    status, found, several = DONE, [], False
    for name in files:
        several = several or Path(name).is_dir()
        try:
            found += find_files(Path(name))
        except NoTableError as error:
            say_error(str(error))
            status = WRONG_USAGE
    several = several or len(found) > 1
    objects: list[dict[str, Any]] = []
    for done in run(in_loading_order(found, catalogue, dataset)):
        rejected = str(done.rejected) if done.rejected else None
        if as_json:
            objects += report_json(done.preview, done.status, done.load, rejected)
        else:
            for line in report_lines(done.preview, catalogue, done.status, done.load, rejected):
                say(line)
        status = max(status, REFUSED if done.status == "refused" else DONE)
    if as_json and found:
        say_json(objects if several or len(objects) != 1 else objects[0])
    return status


def _read_options(reading: dict[str, Any]) -> ReadOptions:
    return ReadOptions(today=date.today(), **{key: value for key, value in reading.items() if key != "files"})
