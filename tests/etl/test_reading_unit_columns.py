"""Columns of units by other names, short names of KPIs, and titles that a column of months contradicts."""

from collections.abc import Callable

import pytest

from tests.etl.drawn import csv_of, xlsx_of
from tests.etl.sheets import Figures, errors, figures, findings, read, records, warnings

Form = Callable[[str], bytes | str]

JUNE = "2023-06"
BOTH: Figures = {
    ("tickets_received", "brigade", JUNE): (41, ""),
    ("tickets_received", "office", JUNE): (12, ""),
}
NAMES = ["受理单位", "承办单位", "主办单位", "责任单位", "科室", "部门", "责任部门", "科室名称", "办理单位"]


@pytest.mark.parametrize("name", NAMES)
def test_a_column_of_known_units_is_the_unit_column_whatever_its_name(name: str) -> None:
    text = f"2023年6月12345热线\n序号,{name},交办总量\n1,综合执法大队,41\n2,局机关,12\n合计,,53\n"
    file = read(text)
    assert (errors(file), warnings(file)) == ([], [])
    assert figures(file) == BOTH


@pytest.mark.parametrize("name", ["受理单位", "主办单位", "科室"])
def test_an_unknown_unit_below_such_a_name_makes_it_another_column(name: str) -> None:
    text = f"2023年6月12345热线\n{name},交办总量\n综合执法大队,41\n市长办公室,12\n"
    assert figures(read(text)) in ({}, {("tickets_received", "brigade", JUNE): (41, "")})
    assert errors(read(text))


def test_beside_a_column_of_units_such_a_name_says_nothing() -> None:
    text = "2023年6月12345热线\n单位,受理单位,交办总量\n综合执法大队,局机关,41\n局机关,局机关,12\n"
    assert figures(read(text)) == BOTH


def test_two_such_columns_of_known_units_are_not_chosen_between() -> None:
    text = "2023年6月12345热线\n受理单位,主办单位,交办总量\n综合执法大队,局机关,41\n"
    assert [code for code, _, _ in errors(read(text))] == ["missing_column"]


def test_such_a_name_heads_units_beside_indicators_too() -> None:
    text = "2023年6月12345热线\n受理单位,指标,单位,数量\n综合执法大队,交办总量,件,41\n局机关,交办总量,件,12\n"
    file = read(text)
    assert errors(file) == []
    assert figures(file) == BOTH


NAMED_OTHERWISE = {
    "months above the indicators": """
        2023年热线
        {name}|5月||6月|
        |受理量|满意数|受理量|满意数
        执法大队|2168|7|414|9
        局机关|12|0|3|""",
    "numbered, with a group above the months": """
        2023年热线
        序号|{name}|办理情况|||
        ||5月||6月|
        ||受理量|满意数|受理量|满意数
        1|执法大队|2168|7|414|9
        2|局机关|12|0|3|""",
    "a line for each month": """
        2023年热线
        {name}|受理量|满意数
        5月||
        执法大队|2168|7
        局机关|12|0
        6月||
        执法大队|414|9
        局机关|3|""",
    "an indicator a row": """
        2023年热线
        月份|{name}|指标|数值
        5月|执法大队|受理工单数|2168
        5月|执法大队|满意数|7
        5月|局机关|受理工单数|12
        5月|局机关|满意数|0
        6月|执法大队|受理工单数|414
        6月|执法大队|满意数|9
        6月|局机关|受理工单数|3""",
    "side by side": """
        2023年热线|||||||
        {name}|月份|受理量|满意数|{name}|月份|受理量|满意数
        执法大队|5月|2168|7|局机关|5月|12|0
        执法大队|6月|414|9|局机关|6月|3|""",
}


@pytest.mark.parametrize("name", ["科室", "部门", "受理单位", "股室"])
@pytest.mark.parametrize("shape", NAMED_OTHERWISE)
@pytest.mark.parametrize("form", [csv_of, xlsx_of])
def test_such_a_name_heads_units_in_every_shape(shape: str, name: str, form: Form) -> None:
    text = NAMED_OTHERWISE[shape]
    named, plain = (read(form(text.replace("{name}", one))) for one in (name, "单位"))
    assert (errors(named), warnings(named)) == ([], [])
    assert figures(named) == figures(plain)
    assert len(figures(named)) == 7


@pytest.mark.parametrize("name", ["科室", "部门", "承办单位", "责任部门", "填报单位"])
@pytest.mark.parametrize(
    ("text", "of"),
    [
        (
            "年度,指标,{name},年度目标,依据\n2023,集体学法次数,局机关,12,文\n",
            "单位",
        ),
        ("月份,{name},指标,说明\n2023-06,局机关,受理工单数,因暴雨\n", "单位"),
        ("年度,任务编号,任务名称,{name},完成时限,状态\n2023,1,修订,局机关,2023-06-30,未启动\n", "责任单位"),
    ],
)
def test_such_a_name_heads_the_units_of_targets_notes_and_tasks(text: str, of: str, name: str) -> None:
    named, plain = (read(text.replace("{name}", one)) for one in (name, of))
    assert (errors(named), warnings(named)) == ([], [])
    assert records(named) == records(plain)
    assert {record["unit"] for record in records(named)} == {"office"}


def test_an_office_that_reports_nothing_owns_no_target() -> None:
    file = read("年度,指标,科室,年度目标,依据\n2023,集体学法次数,法规科,12,文\n")
    assert (errors(file), warnings(file)) == ([], [("unknown_column", 1, "科室")])
    assert [record["unit"] for record in records(file)] == ["root"]


@pytest.mark.parametrize(
    ("header", "indicators"),
    [
        ("上月结转,受理工单,办结工单", {"tickets_carried_in", "tickets_received", "tickets_closed"}),
        ("信访结转,网上信访,信访办结", {"petitions_carried_in", "petitions_online", "petitions_closed"}),
        ("上月结转,网上信访,办结件数", {"petitions_carried_in", "petitions_online", "petitions_closed"}),
        ("投诉电话,受理工单,回访", {"complaints_handled", "tickets_received", "tickets_surveyed"}),
    ],
)
def test_the_short_name_of_a_kpi_heads_its_column(header: str, indicators: set[str]) -> None:
    file = read(f"月份,单位,{header}\n{JUNE},局机关,3,4,5\n")
    assert (errors(file), warnings(file)) == ([], [])
    assert {indicator for indicator, _, _ in figures(file)} == indicators


@pytest.mark.parametrize(
    "text",
    [
        "2023年5月热线\n月份,单位,受理工单数\n2023-06,局机关,1\n",
        "5月份热线\n月份,单位,受理工单数\n2023-06,局机关,1\n",
        "2023年5月热线\n月份,单位,受理工单数\n2023-06,局机关,1\n2023-07,局机关,1\n",
        "2023年5月热线\n填报单位：局机关\n指标,6月,7月\n受理工单数,1,2\n",
        "2023年5月热线\n单位,2023年6月,2023年7月\n,受理工单数,受理工单数\n局机关,1,2\n",
    ],
)
def test_a_title_whose_month_is_none_of_the_columns_is_a_warning(text: str) -> None:
    file = read(text)
    assert errors(file) == []
    assert [code for code, _, _ in warnings(file)] == ["title_mismatch"]
    (finding,) = findings(file)
    assert "5月" in finding.message and "2023年6月" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "2023年6月热线\n月份,单位,受理工单数\n2023-06,局机关,1\n",
        "2023年6月热线\n月份,单位,受理工单数\n2023-05,局机关,1\n2023-06,局机关,1\n",
        "2023年热线\n月份,单位,受理工单数\n2023-06,局机关,1\n",
        "2023年热线  填报日期：2023年7月5日\n月份,单位,受理工单数\n2023-06,局机关,1\n",
        "2023年6月热线\n单位,受理工单数\n局机关,1\n",
        "2023年6月热线\n填报单位：局机关\n指标,5月,6月\n受理工单数,1,2\n",
    ],
)
def test_a_title_that_agrees_with_the_months_raises_no_warning(text: str) -> None:
    assert findings(read(text)) == []


@pytest.mark.parametrize(
    ("header", "cells", "pair"),
    [
        ("受理工单数,上月结转量", "4,3", ("上月结转量", "上月结转数")),
        ("受理工单数,办结工单书", "4,3", ("办结工单书", "办结工单数")),
    ],
)
def test_an_unread_column_of_figures_is_named_with_the_column_that_is_absent(
    header: str, cells: str, pair: tuple[str, str]
) -> None:
    (finding,) = findings(read(f"月份,单位,{header}\n{JUNE},局机关,{cells}\n"))
    assert finding.code == "unknown_column"
    assert finding.column == pair[0]
    assert f"“{pair[1]}”" in finding.message
    assert "缺" in finding.message


@pytest.mark.parametrize(
    ("header", "cells"),
    [("上月结转数,上月结转量", "4,3"), ("受理工单数,上月结转量", "4,略"), ("受理工单数,评分", "4,97.5")],
)
def test_a_column_that_may_be_none_of_the_absent_ones_is_not_paired(header: str, cells: str) -> None:
    (finding,) = findings(read(f"月份,单位,{header}\n{JUNE},局机关,{cells}\n"))
    assert finding.code == "unknown_column"
    assert "缺" not in finding.message
