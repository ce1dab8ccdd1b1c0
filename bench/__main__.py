"""`python -m bench --rounds 5`: measures pages, queries and loading, and writes docs/benchmarks.md."""

import os
import tempfile
from pathlib import Path

import click

from bench.loading import LoadingFile, Took, duckdb_figures, duckdb_rows, our_load, prepare
from bench.pages import MOST_ROUNDS, measure_pages
from bench.queries import board_of, held_figures, measure_at_size, pandas_of
from bench.report import at_size_table, loading_table, pages_tables, queries_table, write
from dashboard.cli.serve import build_sample

LOADERS = {
    "check and load": our_load,
    "DuckDB reads and inserts the rows as they are": duckdb_rows,
    "DuckDB reads, turns and inserts one row a figure": duckdb_figures,
}


@click.command()
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1, MOST_ROUNDS))
def bench(rounds: int) -> None:
    """Measure everything round by round and write the medians into docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample = folder / "sample"
        build_sample(sample)
        pages = pages_tables(measure_pages(rounds, sample, folder, click.echo))
        file = prepare(folder)
        loading = _loading(rounds, file, folder)
        queries = _queries(
            rounds, {"sample": (sample, "bureau"), "300,000 figures": (folder / "load-0", "root")}
        )
        parts = {
            "Pages": pages,
            "The query of a page": queries_table(queries),
            "34 million figures": at_size_table(measure_at_size(rounds, folder, click.echo)),
            "Loading": loading_table(loading),
        }
        write(parts, rounds)


def _loading(rounds: int, file: LoadingFile, folder: Path) -> dict[str, list[Took]]:
    took: dict[str, list[Took]] = {name: [] for name in LOADERS}
    for number in range(rounds):
        for place, (name, loader) in enumerate(LOADERS.items()):
            target = folder / (f"load-{number}" if place == 0 else f"own-{place}-{number}")
            took[name].append(loader(file, target))
        click.echo(f"loading: {number + 1} of {rounds}")
    return took


def _queries(
    rounds: int, warehouses: dict[str, tuple[Path, str]]
) -> dict[str, tuple[list[float], list[float]]]:
    held = {name: held_figures(*where) for name, where in warehouses.items()}
    took: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in warehouses}
    for _ in range(rounds):
        for name, (folder, unit) in warehouses.items():
            took[name][0].append(board_of(folder, unit))
            took[name][1].append(pandas_of(*held[name]))
    return took


if __name__ == "__main__":
    os.environ.pop("WAREHOUSE", None)
    bench()
