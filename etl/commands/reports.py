"""read-report: the figures of a written report, for people to choose from; nothing is loaded."""

from pathlib import Path

import click

from etl.catalogue import load_catalogue
from etl.commands.console import DONE, REFUSED, WRONG_USAGE, say_error, say_json
from etl.report.read_report import read_report


@click.command("read-report", help="从工作总结（.txt 或 .docx）里找出工作量数字，不入库。")
@click.argument("file", type=click.Path(path_type=Path))
def read_report_command(file: Path) -> int:
    if not file.is_file():
        say_error(f"找不到文件 {file}。")
        return WRONG_USAGE
    reading = read_report(file.read_bytes(), load_catalogue())
    for finding in reading.findings:
        say_error(finding.as_line(file.name))
    if reading.findings:
        return REFUSED
    say_json([figure.as_json() for figure in reading.figures])
    return DONE
