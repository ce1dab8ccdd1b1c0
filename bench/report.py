"""Writes the medians as tables between two markers in docs/benchmarks.md; the text around them stays."""

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from bench.loading import Took
from bench.pages import Measured
from bench.queries import QUESTIONS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
STEPS = {
    "line": "empty cache, 20 Mbit/s",
    "cold": "empty cache",
    "warm": "opened again",
    "month": "another month",
    "unit": "another unit",
}
LEANEST = "Streamlit"


def pages_tables(measured: Sequence[Measured]) -> str:
    """One table per step, one row per page: medians, with the ratio to the leanest Streamlit page."""
    return "\n\n".join(_step_table(step, title, measured) for step, title in STEPS.items())


def _step_table(step: str, title: str, measured: Sequence[Measured]) -> str:
    names = list(dict.fromkeys(each.page for each in measured))
    medians = {
        name: _medians([each for each in measured if (each.page, each.step) == (name, step)])
        for name in names
    }
    leanest = medians[LEANEST]
    header = (
        title,
        "first number, ms",
        "last chart, ms",
        "browser, CPU ms",
        "server, CPU ms",
        "KB",
        "charts",
    )
    rows = [
        (
            name,
            *(_with_ratio(own, other) for own, other in zip(medians[name][:4], leanest[:4], strict=True)),
            f"{medians[name][4] / 1000:,.0f}",
            f"{medians[name][5]:.0f}",
        )
        for name in names
    ]
    return markdown(header, rows)


def _medians(measured: Sequence[Measured]) -> tuple[float, ...]:
    columns = zip(
        *(
            (
                each.shown.first_number,
                each.shown.charts,
                each.shown.browser_work,
                each.server_work,
                each.shown.bytes,
                each.shown.drawn,
            )
            for each in measured
        ),
        strict=True,
    )
    return tuple(median(column) for column in columns)


def _with_ratio(own: float, other: float) -> str:
    return f"{own:,.0f} ({own / other:.2f})" if other else f"{own:,.0f}"


def queries_table(rows: dict[str, tuple[list[float], list[float]]]) -> str:
    """One row per warehouse: the board's time, the pandas time, and the ratio."""
    header = ("warehouse", "board, CPU ms", "pandas, CPU ms", "ratio")
    return markdown(
        header,
        [
            (name, f"{median(ours):.1f}", f"{median(theirs):.1f}", f"{median(ours) / median(theirs):.1f}")
            for name, (ours, theirs) in rows.items()
        ],
    )


def at_size_table(took: dict[str, list[list[float]]]) -> str:
    """One row per engine; in brackets how many times the first row's processor time."""
    medians = {engine: [median(times) for times in asked] for engine, asked in took.items()}
    base = next(iter(medians.values()))
    rows = [
        (engine, *(_precisely(own, other) for own, other in zip(asked, base, strict=True)))
        for engine, asked in medians.items()
    ]
    return markdown(("CPU ms", *QUESTIONS), rows)


def _precisely(own: float, other: float) -> str:
    return f"{own:,.1f} ({own / other:.2f})"


def loading_table(took: dict[str, list[Took]]) -> str:
    """One row per way to load the file, and the ratio of our processor time to each of the others."""
    bases = list(took.values())[1:]
    header = ("100,000 rows", "seconds", "CPU seconds")
    rows = [
        (
            name,
            f"{median(each.clock for each in each_round):.2f}",
            f"{median(each.processor for each in each_round):.2f}",
        )
        for name, each_round in took.items()
    ]
    ours = median(each.processor for each in next(iter(took.values())))
    ratios = ", ".join(f"{ours / median(each.processor for each in base):.1f}" for base in bases)
    return markdown(header, rows) + f"\n\nThe loader takes {ratios} times their processor time."


def markdown(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; all columns except the first are right-aligned."""
    names = list(header)
    lines = [names, [":--", *["--:"] * (len(names) - 1)], *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(parts: dict[str, str], rounds: int) -> None:
    """Write the parts between the markers, each under its heading."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    body = "\n\n".join(f"### {title}\n\n{table}" for title, table in parts.items())
    cores, busy = os.cpu_count(), os.getloadavg()[1]
    said = (
        f"Medians of {rounds} rounds, {date.today().isoformat()}, {cores} processor cores; "
        f"load average over the last five minutes {busy:.1f}."
    )
    PAGE.write_text(f"{before}{BEGIN}\n\n{said}\n\n{body}\n\n{END}{after}", encoding="utf-8")
