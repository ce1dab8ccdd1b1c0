"""Columns that only divide what a unit or a month has, and units that nobody knows below a parent."""

from typing import Any

import pytest

from tests.etl.drawn import csv_of, xlsx_of
from tests.etl.sheets import errors, figures, findings, read

BOTH = pytest.mark.parametrize("save", [csv_of, xlsx_of])
JUNE = "2023-06"


def drawn(head: str, *rows: str) -> str:
    return "\n".join([head, *rows])


def values(file: Any, indicator: str = "tickets_received") -> dict[tuple[str, str], float | None]:
    """(unit, month) → value of one indicator."""
    return {
        (unit, month): value for (one, unit, month), (value, _) in figures(file).items() if one == indicator
    }


@BOTH
@pytest.mark.parametrize("over", ["5月|<|6月|<", "执法大队|<|局机关|<"])
def test_parts_without_their_whole_are_nobodys_figure(save: Any, over: str) -> None:
    title = "2023年6月热线|<|<|<|<"
    reporter = "填报单位：局机关||||" if "月" in over else ""
    rows = [title, *([reporter] if reporter else []), f"指标|{over}", "^|网络|电话|网络|电话"]
    file = read(save(drawn(*rows, "受理工单数|10|20|1|2", "办结工单数|9|19|1|2")))
    assert [code for code, _, _ in errors(file)] == ["duplicate_row"] * 2


@BOTH
@pytest.mark.parametrize("parts", ["网络|电话|小计", "小计|网络|电话"])
def test_parts_below_a_unit_are_left_aside_beside_their_whole(save: Any, parts: str) -> None:
    def row(name: str, first: int, second: int) -> str:
        figure = {"网络": first, "电话": second, "小计": first + second}
        return "|".join([name, *(str(figure[part]) for part in parts.split("|")), "7"])

    head = ["2023年6月热线|<|<|<|<", "指标|执法大队|<|<|局机关", f"^|{parts}|^"]
    file = read(save(drawn(*head, row("受理工单数", 10, 20), row("办结工单数", 9, 1))))
    assert errors(file) == []
    assert values(file) == {("brigade", JUNE): 30, ("office", JUNE): 7}
    assert {(one.code, one.column) for one in findings(file)} == {
        ("unknown_column", "网络"),
        ("unknown_column", "电话"),
    }


@BOTH
@pytest.mark.parametrize("total", ["", "|合计"])
def test_a_unit_that_nobody_knows_is_not_the_parent_above_it(save: Any, total: str) -> None:
    head = ["2023年6月热线|<|<" + "|<" * bool(total), "指标|示例局|<" + "|<" * bool(total)]
    head += ["^|执法大队|新设大队" + total]
    row = "受理工单数|10|20" + "|30" * bool(total)
    file = read(save(drawn(*head, row)))
    assert errors(file) == [("unknown_unit", 3, "新设大队")]


@BOTH
@pytest.mark.parametrize("done", ["实际", "本月实际", "完成"])
def test_what_was_done_below_a_parent_is_no_unit(save: Any, done: str) -> None:
    head = ["2023年6月热线|<|<|<|<", "指标|示例局|<|执法大队|<", f"^|{done}|计划|{done}|计划"]
    file = read(save(drawn(*head, "受理工单数|10|90|20|80")))
    assert errors(file) == []
    assert values(file) == {("root", JUNE): 10, ("brigade", JUNE): 20}


@BOTH
def test_a_parents_own_figures_stand_beside_those_of_its_units(save: Any) -> None:
    head = ["2023年6月热线|<|<|<", "指标|示例局|<|<", "^|本级|执法大队|合计"]
    file = read(save(drawn(*head, "受理工单数|10|20|30")))
    assert findings(file) == []
    assert values(file) == {("root", JUNE): 10, ("brigade", JUNE): 20}


@BOTH
@pytest.mark.parametrize(("total", "told"), [(30, []), (31, ["total_mismatch"])])
def test_the_total_below_a_parent_sums_the_units_below_it(save: Any, total: int, told: list[str]) -> None:
    head = ["2023年6月热线|<|<|<", "指标|示例局|<|<", "^|局机关|执法大队|合计"]
    file = read(save(drawn(*head, f"受理工单数|10|20|{total}")))
    assert [one.code for one in findings(file)] == told
    assert values(file) == {("office", JUNE): 10, ("brigade", JUNE): 20}


@BOTH
def test_groups_of_indicators_below_a_parent_are_no_units(save: Any) -> None:
    head = ["2023年热线|<|<", "月份|示例局|<", "^|受理情况|办理情况", "^|受理工单数|办结工单数"]
    file = read(save(drawn(*head, "6月|10|9")))
    assert (findings(file), values(file)) == ([], {("root", JUNE): 10})


@BOTH
def test_a_line_of_words_without_a_header_divides_nothing(save: Any) -> None:
    head = ["2023年6月热线|<|<", "指标|执法大队|局机关", "||单位：件"]
    file = read(save(drawn(*head, "受理工单数|10|1", "办结工单数|9|1")))
    assert (findings(file), values(file)) == ([], {("brigade", JUNE): 10, ("office", JUNE): 1})


@pytest.mark.parametrize("total", ["合计（件）", "合 计(件)", "小计（万件）", "总计（单位：件）"])
def test_a_total_may_state_its_counting_unit(total: str) -> None:
    file = read(f"2023年6月\n单位,受理工单数\n局机关,5\n执法大队,6\n{total},12\n")
    assert [(one.code, one.row) for one in findings(file)] == [("total_mismatch", 5)]


def test_words_of_one_more_row_of_the_header_make_no_total_of_it() -> None:
    assert errors(read("2023年6月热线,,\n受理工单数,,\n执法大队,,\n网络,电话,合计\n10,20,30\n"))


BLOCKS = "填报单位：局机关\n2023年5月热线\n指标,数量\n受理工单数,5\n\n{}\n指标,数量\n受理工单数,3\n{}"


@pytest.mark.parametrize(
    ("title", "signed", "unit"),
    [
        ("2023年6月热线", "", "office"),
        ("二、2023年6月12345热线办理情况统计表", "", "office"),
        ("2023年6月热线", "填报单位：执法大队\n", "brigade"),
        ("执法大队2023年6月热线", "", "brigade"),
        ("港航2023年6月热线", "", None),
        ("新设大队2023年6月热线", "", None),
    ],
)
def test_the_reporter_above_holds_for_further_tables_that_name_nobody(
    title: str, signed: str, unit: str | None
) -> None:
    file = read(BLOCKS.format(title, signed))
    expected = {("office", "2023-05"): 5} | ({(unit, JUNE): 3} if unit else {})
    assert values(file) == expected
    assert [code for code, _, _ in errors(file)] == ([] if unit else ["missing_column"])
