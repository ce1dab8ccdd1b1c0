"""Sheets of every shape that an office makes give the figures of the plain file, as CSV, xlsx and xls."""

import pytest

from tests.etl import shapes_across, shapes_down
from tests.etl.drawn import csv_of
from tests.etl.shape import KINDS, Shape
from tests.etl.shapes_beside import BESIDE, ROWS_BESIDE
from tests.etl.sheets import figures, findings, read

SHAPES = shapes_down.SHAPES | shapes_across.SHAPES


def cases(shapes: dict[str, Shape]) -> list[tuple[str, str]]:
    return [(name, kind) for name, shape in shapes.items() for kind in shape.kinds]


@pytest.mark.parametrize(("name", "kind"), cases(SHAPES))
def test_a_shape_gives_the_figures_of_the_plain_file_and_no_finding(name: str, kind: str) -> None:
    shape = SHAPES[name]
    file = read(KINDS[kind](shape.text))
    assert findings(file) == []
    assert figures(file) == shape.meant
    assert shape.meant


@pytest.mark.parametrize(("name", "kind"), cases({name: shape for name, (shape, _) in BESIDE.items()}))
def test_the_month_is_read_and_one_warning_names_what_is_left_aside(name: str, kind: str) -> None:
    shape, aside = BESIDE[name]
    file = read(KINDS[kind](shape.text))
    assert figures(file) == shape.meant
    (warning,) = findings(file)
    assert (warning.code, warning.severity, warning.column) == ("unknown_column", "warning", aside[0])
    assert warning.message.startswith("".join(f"“{one}”" for one in aside) + "不是当月数")


@pytest.mark.parametrize(("name", "kind"), cases({name: shape for name, (shape, _) in ROWS_BESIDE.items()}))
def test_rows_that_are_no_months_are_left_aside_with_one_warning(name: str, kind: str) -> None:
    shape, (row, value) = ROWS_BESIDE[name]
    file = read(KINDS[kind](shape.text))
    assert figures(file) == shape.meant
    assert [(one.code, one.row, one.value) for one in findings(file)] == [("unknown_column", row, value)]


def test_the_totals_of_units_and_months_are_checked_each_for_itself() -> None:
    shape = SHAPES["months over units"]
    wrong = csv_of(shape.text).replace("2180", "2181").replace("405", "406")
    found = [(one.code, one.row, one.column, one.value) for one in findings(read(wrong))]
    assert found == [("total_mismatch", 4, "合计", "2181"), ("total_mismatch", 5, "合计", "406")]


def test_the_totals_below_a_table_with_months_across_are_checked() -> None:
    wrong = csv_of(SHAPES["months over indicators"].text).replace("合计,2180", "合计,2181")
    assert [(one.code, one.row) for one in findings(read(wrong))] == [("total_mismatch", 6)]


def test_blanks_as_zero_hold_for_every_shape() -> None:
    file = read(csv_of(SHAPES["months over indicators"].text), blank_is_zero=True)
    assert figures(file)["tickets_closed", "office", "2023-05"] == (0, "")


def test_a_blank_line_of_a_unit_is_its_zero_though_another_unit_has_figures() -> None:
    text = "2023年热线\n指标,5月\n局机关,\n受理工单数,\n执法大队,\n受理工单数,7\n"
    assert figures(read(text, blank_is_zero=True)) == {
        ("tickets_received", "office", "2023-05"): (0, ""),
        ("tickets_received", "brigade", "2023-05"): (7, ""),
    }
