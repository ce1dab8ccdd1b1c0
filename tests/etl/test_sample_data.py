"""The sample: its sums are the published ones, and its figures could be a bureau's own."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from domain.catalogue import Catalogue, load_catalogue

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
PUBLISHED = Path(__file__).with_name("published-2023.csv")
FOLDERS = ("published", "split", "invented")
TABLES = ("targets", "tasks", "notes")

Key = tuple[str, str, str]  # indicator, unit's name, month as written


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def monthly_files() -> list[Path]:
    files = (path for folder in FOLDERS for path in sorted((SAMPLE / folder).glob("*.csv")))
    return [path for path in files if not path.name.startswith(TABLES)]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def cells(catalogue: Catalogue) -> dict[Key, str]:
    """Every figure as written; a figure that stands in two files is an error."""
    found: dict[Key, str] = {}
    for path in monthly_files():
        dataset = catalogue.dataset(path.name.split("-")[0])
        ids = {column.name: column.id for column in dataset.columns}
        for row in read_rows(path):
            for header, cell in row.items():
                if header in ids and cell:
                    key = (ids[header], row["单位"], row["月份"])
                    assert key not in found, (path.name, key)
                    found[key] = cell
    return found


@pytest.fixture(scope="module")
def figures(cells: dict[Key, str]) -> dict[Key, float]:
    return {key: float(cell.removesuffix("余")) for key, cell in cells.items()}


def published_id(row: dict[str, str]) -> str:
    return f"{row['indicator']}-{row['unit']}"


@pytest.mark.parametrize("row", read_rows(PUBLISHED), ids=published_id)
def test_the_months_of_2023_add_up_to_the_published_total(
    row: dict[str, str], cells: dict[Key, str], figures: dict[Key, float]
) -> None:
    months = [
        key
        for key in cells
        if key[0] == row["indicator"] and key[2].startswith("2023") and row["unit"] in ("全局", key[1])
    ]
    assert months, "no figure in the sample"
    assert sum(figures[key] for key in months) == float(row["value"])
    assert any(cells[key].endswith("余") for key in months) == (row["approximate"] == "是")


def test_the_whole_bureau_counts_no_more_than_was_published(figures: dict[Key, float]) -> None:
    """No other unit adds to a published column, so the board's first view shows the published figures."""
    totals: dict[str, float] = defaultdict(float)
    for (indicator, _, month), value in figures.items():
        if month.startswith("2023"):
            totals[indicator] += value
    for row in read_rows(PUBLISHED):
        assert totals[row["indicator"]] == float(row["value"]), row["indicator"]


def test_a_published_figure_is_never_among_the_invented() -> None:
    published = {(row["dataset"], row["indicator"]) for row in read_rows(PUBLISHED)}
    ids = {column.name: column.id for dataset in load_catalogue().monthly for column in dataset.columns}
    for path in (SAMPLE / "invented").glob("*-2023.csv"):
        headers = read_rows(path)[0]
        dataset = path.name.split("-")[0]
        assert not {(dataset, ids.get(header, "")) for header in headers} & published, path.name


def test_every_dataset_has_all_months_of_two_years(catalogue: Catalogue, figures: dict[Key, float]) -> None:
    for dataset in catalogue.monthly:
        ids = {column.id for column in dataset.columns}
        months = {month for indicator, _, month in figures if indicator in ids}
        assert months == {f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)}


def test_parts_never_exceed_wholes(catalogue: Catalogue, figures: dict[Key, float]) -> None:
    places = sorted({key[1:] for key in figures})
    for rule in catalogue.part_of_whole:
        running: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for unit, month in places:
            operands = [[figures.get((i, unit, month)) for i in side] for side in (rule.part, rule.whole)]
            if None in operands[0] + operands[1]:
                continue
            span = month if rule.span == "month" else month[:4]
            sums = running[unit, span]
            for place, side in enumerate(operands):
                sums[place] += sum(value for value in side if value is not None)
            assert sums[0] <= sums[1], (rule.part, unit, month)


def test_what_is_carried_in_is_what_was_left_over(catalogue: Catalogue, figures: dict[Key, float]) -> None:
    compared = 0
    for rule in catalogue.carry_rules:
        for unit in {key[1] for key in figures if key[0] == rule.carried_in}:
            months = sorted(key[2] for key in figures if key[:2] == (rule.carried_in, unit))
            for before, month in pairwise(months):
                left = figures[rule.carried_in, unit, before] - figures[rule.closed, unit, before]
                left += sum(figures[indicator, unit, before] for indicator in rule.received)
                assert figures[rule.carried_in, unit, month] == left, (unit, month)
                compared += 1
    assert compared == 23 * 6


def test_no_figure_is_negative_and_only_training_hours_have_decimals(figures: dict[Key, float]) -> None:
    assert min(figures.values()) == 0
    decimals = {indicator for (indicator, _, _), value in figures.items() if value % 1}
    assert decimals == {"training_hours"}


def test_units_report_what_they_owe_except_the_one_missing_report(
    catalogue: Catalogue, figures: dict[Key, float]
) -> None:
    missing = set()
    for unit in read_rows(SAMPLE / "units.csv"):
        for dataset in filter(None, unit["填报内容"].split(";")):
            ids = {column.id for column in catalogue.dataset(dataset).columns}
            reported = {
                month for indicator, name, month in figures if indicator in ids and name == unit["单位名称"]
            }
            owed = {f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)}
            missing |= {(unit["单位名称"], dataset, month) for month in owed - reported}
    assert missing == {("公路养护中心", "training", "2023-06")}


def test_every_name_of_a_unit_is_known() -> None:
    known = {row["单位名称"] for row in read_rows(SAMPLE / "units.csv")}
    used: Iterable[dict[str, str]] = (
        row for path in SAMPLE.rglob("*-202[23].csv") for row in read_rows(path)
    )
    assert {row.get("单位", row.get("责任单位", "")) for row in used} - {""} <= known


def test_targets_stand_on_a_source_and_never_on_a_neutral_kpi(catalogue: Catalogue) -> None:
    rows = read_rows(SAMPLE / "invented" / "targets-2023.csv")
    assert len({(row["指标"], row["单位"]) for row in rows}) == len(rows) >= 28
    for row in rows:
        kpi = catalogue.kpi_named(row["指标"])
        assert kpi is not None and kpi.direction != "neutral", row["指标"]
        assert "演示" in row["依据"] and row["示例"] == "是"


def test_a_custom_plan_never_falls_and_ends_at_the_target() -> None:
    rows = [row for row in read_rows(SAMPLE / "invented" / "targets-2023.csv") if row["时序"] == "自定"]
    assert rows
    for row in rows:
        plan = [float(row[f"{month}月"]) for month in range(1, 13)]
        assert plan == sorted(plan) and plan[-1] == float(row["年度目标"])


def test_every_folder_says_that_it_is_a_sample() -> None:
    for folder in (SAMPLE, *(SAMPLE / name for name in FOLDERS)):
        assert (folder / "note.txt").read_text(encoding="utf-8").startswith("示例"), folder.name


def test_files_open_in_excel_without_garbling() -> None:
    for path in SAMPLE.rglob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name
