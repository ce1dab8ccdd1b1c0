"""The command line of the board: python -m dashboard."""

from __future__ import annotations

import os
import sys

import click

from dashboard.cli.documents import bulletin, report, slides, workbook
from dashboard.cli.kpis import kpis
from dashboard.cli.serve import serve
from dashboard.cli.trend import trend
from etl.cli import console
from etl.warehouse.choice import find_warehouse, full_name


@click.group(cls=console.CalmGroup, help="看板：启动服务、取数、出材料。")
@click.option("--warehouse", metavar="FOLDER", help="数据仓库所在文件夹，或 ducklake:postgres:…")
@click.pass_context
def dashboard(context: click.Context, warehouse: str | None) -> None:
    if warehouse is not None:
        # `serve` starts the server in a new process, which reads the warehouse from this variable.
        os.environ["WAREHOUSE"] = full_name(warehouse)
    context.obj = find_warehouse()


for command in (serve, kpis, trend, slides, report, bulletin, workbook):
    dashboard.add_command(command)

if __name__ == "__main__":
    sys.exit(console.run(dashboard))
