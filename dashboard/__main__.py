"""The command line of the board: python -m dashboard."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.kpis_command import kpis
from dashboard.serve import serve
from dashboard.trend_command import trend
from dashboard.usage import ChineseGroup


@click.group(cls=ChineseGroup)
@click.option("--warehouse", type=click.Path(path_type=Path), help="数据仓库所在的文件夹")
def main(warehouse: Path | None) -> None:
    """看板：启动服务、取数、出材料。"""


for command in (serve, kpis, trend):
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="python -m dashboard")
