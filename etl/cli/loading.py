"""What changes figures: check, load, read-report; undo, redo; freeze, unfreeze."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from domain.catalogue import Catalogue, load_catalogue
from domain.finding import Finding, is_error
from domain.months import month_words
from etl.cli.console import DONE, REFUSED, WRONG_USAGE, say, say_error, say_json
from etl.cli.options import (
    BY,
    JSON,
    READING,
    WHY,
    MonthOption,
    Words,
    is_unnamed_sample,
    name_warehouse,
    not_the_sample,
    own_warehouse,
)
from etl.load.compare import Changes
from etl.load.freeze import MONTH_RESULTS_ENTRY_POINT, Closing, freeze, unfreeze
from etl.load.history import Change, UnknownLoadError, redo, undo
from etl.load.preview import Preview, TablePreview
from etl.load.several_files import (
    FileOutcome,
    InputFile,
    NoTableError,
    check_files,
    find_files,
    in_loading_order,
    load_files,
)
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse
from etl.warehouse.current_catalogue import current_catalogue
from etl.written_report.document import LARGEST_FILE
from etl.written_report.read_report import read_report

NO_TABLE = TablePreview(None, "", 0, 0, Changes(), ())


def report_json(
    preview: Preview, status: str, load: int | None, rejected: str | None
) -> list[dict[str, Any]]:
    """One object per table, with the keys of the data contract; also one for a file without a table.

    `rejected` is the file with the rows left out.
    """
    return [
        _table_json(preview, table, status, load) | ({"rejected": rejected} if rejected else {})
        for table in preview.tables or (NO_TABLE,)
    ]


def _table_json(preview: Preview, table: TablePreview, status: str, load: int | None) -> dict[str, Any]:
    findings = (*preview.findings, *table.findings)
    sheet = {"sheet": table.sheet} if len(preview.tables) > 1 else {}
    return {
        "file": preview.file,
        **sheet,
        "dataset": table.dataset,
        "encoding": preview.encoding,
        "status": status,
        "rows": table.rows,
        "figures": table.figures,
        "load": load,
        "changes": table.changes.as_json(),
        "errors": [finding.as_json() for finding in findings if is_error(finding)],
        "warnings": [finding.as_json() for finding in findings if not is_error(finding)],
    }


def report_lines(
    preview: Preview, catalogue: Catalogue, status: str, load: int | None, rejected: str | None
) -> Iterator[str]:
    """A line for each finding, errors first, and a line with the outcome of the file."""
    placed = list(_placed_findings(preview))
    errors = [(place, finding) for place, finding in placed if is_error(finding)]
    warnings = [(place, finding) for place, finding in placed if not is_error(finding)]
    yield from (finding.as_line(place) for place, finding in (*errors, *warnings))
    verdict = _verdict(status, load, len(errors), len(warnings))
    yield f"{preview.file}：{_tables(preview, catalogue)}{verdict}"
    if rejected:
        yield f"{preview.file}：{len(preview.rejected)} 行未导入，连同原因写入 {rejected}，改好后可再导入"


def _placed_findings(preview: Preview) -> Iterator[tuple[str, Finding]]:
    """Each finding with its file name, and the sheet if the file has several tables."""
    yield from ((preview.file, finding) for finding in preview.findings)
    for table in preview.tables:
        named = len(preview.tables) > 1 and table.sheet
        place = f"{preview.file}[{table.sheet}]" if named else preview.file
        yield from ((place, finding) for finding in table.findings)


def _tables(preview: Preview, catalogue: Catalogue) -> str:
    """A summary of the tables that were read."""
    titles = {dataset.id: dataset.title for dataset in catalogue.datasets}
    return "".join(
        f"{titles.get(table.dataset or '', '数据')} {table.rows} 行 {table.figures} 项"
        f"（新增 {table.changes.added}，变更 {table.changes.changed}，不变 {table.changes.unchanged}，"
        f"撤销 {table.changes.withdrawn}）；"
        for table in preview.tables
    )


def _verdict(status: str, load: int | None, errors: int, warnings: int) -> str:
    counts = "".join(f"，{some} 处{word}" for some, word in ((errors, "错误"), (warnings, "提醒")) if some)
    if status == "refused":
        return f"未导入{counts}"
    if status == "unchanged":
        return f"与现有数据相同，无需导入{counts}"
    return f"已导入，编号 {load}{counts}" if load is not None else f"检查通过，可以导入{counts}"


@click.command(help="检查表格，不导入。")
@READING
@JSON
@click.pass_obj
def check(warehouse: Warehouse, files: tuple[str, ...], as_json: bool, **reading: Any) -> int:
    if is_unnamed_sample(warehouse):
        say_error("尚未启用本单位的数据仓库，本次按示例数据核对；启用请用 python -m etl start")
    catalogue = current_catalogue(warehouse)
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
@click.option("--note", type=Words(), default="", metavar="TEXT", help="本次导入的说明")
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
    warehouse = own_warehouse(warehouse)
    catalogue = current_catalogue(warehouse)

    def run(inputs: list[InputFile]) -> Iterable[FileOutcome]:
        options = _read_options(reading)
        yield from load_files(
            warehouse, catalogue, inputs, options, by=by, note=note, skip_bad_rows=skip_bad_rows
        )

    status = _each(files, as_json, catalogue, reading["dataset"], run)
    name_warehouse(warehouse, as_json)
    return status


def _each(
    files: Iterable[str],
    as_json: bool,
    catalogue: Catalogue,
    dataset: str | None,
    run: Callable[[list[InputFile]], Iterable[FileOutcome]],
) -> int:
    """Process all files and print the outcome of each; return the worst exit status."""
    status, inputs, several = DONE, [], False
    for name in files:
        several = several or Path(name).is_dir()
        try:
            inputs += find_files(Path(name))
        except NoTableError as error:
            say_error(str(error))
            status = WRONG_USAGE
    several = several or len(inputs) > 1
    objects: list[dict[str, Any]] = []
    for done in run(in_loading_order(inputs, catalogue, dataset)):
        rejected = str(done.rejected) if done.rejected else None
        if as_json:
            objects += report_json(done.preview, done.status, done.load, rejected)
        else:
            for line in report_lines(done.preview, catalogue, done.status, done.load, rejected):
                say(line)
        status = max(status, REFUSED if done.status == "refused" else DONE)
    if as_json and inputs:
        say_json(objects if several or len(objects) != 1 else objects[0])
    return status


def _read_options(reading: dict[str, Any]) -> ReadOptions:
    return ReadOptions(today=date.today(), **{key: value for key, value in reading.items() if key != "files"})


@click.command("read-report", help="从工作总结（.txt 或 .docx）里找出工作量数字，不入库。")
@click.argument("file", type=click.Path(path_type=Path))
def read_report_command(file: Path) -> int:
    if not file.is_file():
        say_error(f"找不到文件 {file}。")
        return WRONG_USAGE
    reading = read_report(_at_most(file), load_catalogue())
    for finding in reading.findings:
        say_error(finding.as_line(file.name))
    if reading.findings:
        return REFUSED
    say_json([figure.as_json() for figure in reading.figures])
    return DONE


def _at_most(file: Path) -> bytes:
    """The bytes of a file, and no more of them than show that it is too large."""
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


@click.command("undo", help="撤销一次导入，此前的数据重新生效。")
@click.argument("load", type=int, metavar="编号")
@BY
@WHY
@click.pass_obj
def undo_command(warehouse: Warehouse, load: int, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    try:
        change = undo(warehouse, current_catalogue(warehouse), load, by=by, why=why)
    except UnknownLoadError as error:
        raise _unknown(error) from error
    return _tell(warehouse, change, f"导入 {load} 已撤销。", f"导入 {load} 早已撤销。")


@click.command("redo", help="恢复一次已撤销的导入。")
@click.argument("load", type=int, metavar="编号")
@BY
@WHY
@click.pass_obj
def redo_command(warehouse: Warehouse, load: int, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    try:
        change = redo(warehouse, current_catalogue(warehouse), load, by=by, why=why)
    except UnknownLoadError as error:
        raise _unknown(error) from error
    return _tell(warehouse, change, f"导入 {load} 已恢复。", f"导入 {load} 没有被撤销。")


@click.command("freeze", help="封账：某月及以前各月不再改动。")
@click.argument("month", type=MonthOption(), metavar="YYYY-MM")
@BY
@WHY
@click.pass_obj
def freeze_command(warehouse: Warehouse, month: date, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    closing = Closing(current_catalogue(warehouse), MONTH_RESULTS_ENTRY_POINT.load())
    change = freeze(warehouse, month, by=by, why=why, closing=closing)
    return _tell(
        warehouse, change, f"{month_words(month)}及以前各月已封账。", f"{month_words(month)}早已封账。"
    )


@click.command("unfreeze", help="解封：某月及以后各月重新可以改动。")
@click.argument("month", type=MonthOption(), metavar="YYYY-MM")
@BY
@WHY
@click.pass_obj
def unfreeze_command(warehouse: Warehouse, month: date, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    change = unfreeze(warehouse, month, by=by, why=why)
    return _tell(
        warehouse, change, f"{month_words(month)}及以后各月已解封。", f"{month_words(month)}没有封账。"
    )


def _unknown(error: UnknownLoadError) -> click.BadParameter:
    return click.BadParameter(f"{error}编号见 python -m etl history", param_hint="编号")


def _tell(warehouse: Warehouse, change: Change, done: str, nothing_new: str) -> int:
    """Print the outcome of a change; return the exit status."""
    for finding in change.findings:
        say(f"{finding.message} ({finding.code})")
    if change.status == "refused":
        return REFUSED
    say(done if change.status == "ok" else nothing_new)
    name_warehouse(warehouse, False)
    return DONE
