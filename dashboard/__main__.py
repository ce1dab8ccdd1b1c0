"""The command line of the board: python -m dashboard."""

from __future__ import annotations

import click

from dashboard.serve import serve


@click.group()
def main() -> None:
    """看板：启动服务、取数、出材料。"""


main.add_command(serve)

if __name__ == "__main__":
    main(prog_name="python -m dashboard")
