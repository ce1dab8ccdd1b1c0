"""The command line of the board: python -m dashboard."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from dashboard.cli.documents import bulletin, report, slides, workbook
from dashboard.cli.kpis import kpis
from dashboard.cli.serve import serve
from dashboard.cli.trend import trend
from etl.cli import console
from etl.warehouse import find_warehouse


@click.group(cls=console.CalmGroup, help="看板：启动服务、取数、出材料。")
@click.option("--warehouse", type=click.Path(path_type=Path), metavar="FOLDER", help="数据仓库所在文件夹")
@click.pass_context
def dashboard(context: click.Context, warehouse: Path | None) -> None:
    if warehouse is not None:
        # `serve` starts the server in a new process, which reads the warehouse from this variable.
        os.environ["WAREHOUSE"] = str(warehouse.resolve())
    context.obj = find_warehouse()


for command in (serve, kpis, trend, slides, report, bulletin, workbook):
    dashboard.add_command(command)

if __name__ == "__main__":
    sys.exit(console.run(dashboard))
