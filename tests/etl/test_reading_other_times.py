"""Rows of other times, told by a line above them, a column beside them or a year, are not the month's."""

import pytest

from tests.etl.sheets import Figures, as_text, as_xlsx, errors, figures, findings, read, warnings

TITLE = ["2023年6月12345热线", "填报单位：局机关"]
RECEIVED = ("tickets_received", "office", "2023-06")
CLOSED = ("tickets_closed", "office", "2023-06")
Rows = list[list[str]]


def listed(*rows: list[str], header: tuple[str, ...] = ("指标", "数量")) -> Rows:
    return [TITLE, list(header), *rows]


def given(rows: Rows) -> Figures:
    """The figures, alike as text and as a workbook."""
    text, workbook = read(as_text(rows)), read(as_xlsx({"表": rows}))
    assert errors(text) == errors(workbook) == []
    assert figures(text) == figures(workbook)
    return figures(text)


@pytest.mark.parametrize(
    ("this", "other"),
    [("本月", "累计"), ("一、本月情况", "二、累计情况"), ("6月", "1-6月"), ("本月完成", "年度目标"),
     ("实际", "计划"), ("本月：", "上年同期："), ("本月", "本年"), ("当月", "上半年")],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_rows_below_a_line_of_another_time_are_left_aside(this: str, other: str, turned: bool) -> None:
    blocks = [[[this], ["受理工单数", "5"]], [[other], ["办结工单数", "70"]]]
    rows = listed(*(row for block in (blocks[::-1] if turned else blocks) for row in block))
    assert given(rows) == {RECEIVED: (5, "")}
    assert [code for code, _, _ in warnings(read(as_text(rows)))] == ["unknown_column"]


def test_the_same_indicators_may_stand_in_each_part() -> None:
    rows = listed(["本月"], ["受理工单数", "5"], ["累计"], ["受理工单数", "50"])
    assert given(rows) == {RECEIVED: (5, "")}


def test_each_unit_may_have_its_own_lines_of_times() -> None:
    units = [
        [[unit], ["本月"], ["受理工单数", "5"], ["累计"], ["受理工单数", "9"]]
        for unit in ("局机关", "执法大队")
    ]
    rows = [["2023年6月热线"], ["指标", "数量"], *(row for unit in units for row in unit)]
    assert {unit for _, unit, _ in given(rows)} == {"office", "brigade"}


def test_each_time_may_have_its_own_lines_of_units() -> None:
    times = [[[time], ["局机关"], ["受理工单数", number], ["执法大队"], ["受理工单数", number]]
             for time, number in (("本月", "5"), ("累计", "9"))]  # fmt: skip
    rows = [["2023年6月热线"], ["指标", "数量"], *(row for time in times for row in time)]
    assert {value for value, _ in given(rows).values()} == {5}


def test_units_below_a_line_of_another_time_are_left_aside() -> None:
    rows = [["2023年6月热线"], ["单位", "受理工单数"], ["本月"], ["局机关", "5"], ["累计"], ["局机关", "50"]]
    assert given(rows) == {RECEIVED: (5, "")}


@pytest.mark.parametrize("rows", [
    listed(["受理工单数", "5"], ["累计", ""], ["办结工单数", "70"]),
    listed(["受理工单数", ""], ["累计", ""], ["办结工单数", "70"]),
    [["2023年6月热线"], ["单位", "受理工单数"], ["局机关", ""], ["累计", ""], ["执法大队", "70"]],
    [["2023年6月热线"], ["单位", "受理工单数"], ["局机关", "5"], ["累计", ""], ["执法大队", "70"]],
])  # fmt: skip
def test_a_line_without_figures_that_may_head_the_rows_below_is_asked_about(rows: Rows) -> None:
    assert [(code, row) for code, row, _ in errors(read(as_text(rows)))] == [("bad_month", 4)]


def test_totals_left_blank_head_nothing() -> None:
    assert given(listed(["受理工单数", "5"], ["累计"], ["办结工单数", "4"], ["累计"])) == {
        RECEIVED: (5, ""),
        CLOSED: (4, ""),
    }
    units = [["2023年6月热线"], ["单位", "受理工单数"], ["局机关", "5"], ["累计", ""], ["合计", "5"]]
    assert given(units) == {RECEIVED: (5, "")}
    months = [TITLE, ["月份", "受理工单数"], ["累计", ""], ["5月", "4"], ["累计", ""], ["6月", "5"]]
    assert [value for value, _ in given(months).values()] == [4, 5]


def test_groups_of_indicators_are_no_times() -> None:
    rows = listed(["一、年度计划完成情况"], ["受理工单数", "5"], ["二、目标任务"], ["办结工单数", "4"])
    assert given(rows) == {RECEIVED: (5, ""), CLOSED: (4, "")}


@pytest.mark.parametrize(
    ("this", "other"),
    [("完成", "计划"), ("6月", "1-6月"), ("当月", "累计"), ("本期", "同期"), ("实际", "目标值")],
)
@pytest.mark.parametrize("header", ["类型", "时间", "月份", "统计口径"])
def test_rows_of_another_time_in_a_column_of_times_are_left_aside(this: str, other: str, header: str) -> None:
    if header == "月份" and "月" not in other:
        return
    rows = listed([other, "办结工单数", "70"], [this, "受理工单数", "5"], header=(header, "指标", "数量"))
    assert figures(read(as_text(rows))) == {RECEIVED: (5, "")}


@pytest.mark.parametrize(("this", "other"), [("完成", "计划"), ("当月", "当年累计"), ("本期", "同期")])
def test_a_column_of_times_beside_units_is_heeded_too(this: str, other: str) -> None:
    head = [["2023年6月12345热线"], ["单位", "类型", "受理工单数"]]
    assert given([*head, ["局机关", this, "5"], ["执法大队", other, "70"]]) == {RECEIVED: (5, "")}
    across = [["2023年受理工单数"], ["单位", "类型", "5月", "6月"]]
    pairs = given([*across, ["局机关", this, "4", "5"], ["局机关", other, "60", "70"]])
    assert [value for value, _ in pairs.values()] == [4, 5]


def test_a_column_of_times_is_heeded_where_all_rows_are_equally_wide() -> None:
    rows = [
        ["2023年6月热线", "", ""],
        ["单位", "类型", "受理工单数"],
        ["局机关", "完成", "5"],
        ["执法大队", "计划", "70"],
    ]
    assert given(rows) == {RECEIVED: (5, "")}


def test_a_blank_cell_below_another_time_is_asked_about() -> None:
    rows = listed(["计划", "受理工单数", "70"], ["", "办结工单数", "60"], header=("类型", "指标", "数量"))
    assert ("bad_month", 4, "类型") in errors(read(as_text(rows)))


@pytest.mark.parametrize("rows", [
    listed(["2022", "受理工单数", "5"], header=("年份", "指标", "数量")),
    [["2023年6月12345热线"], ["年份", "单位", "受理工单数"], ["2022", "局机关", "5"]],
    [["2023年受理工单数"], ["年度", "单位", "5月", "6月"], ["2022", "局机关", "5", "6"]],
    listed(["2022年", "", ""], ["受理工单数", "5", "6"], header=("指标", "5月", "6月")),
])  # fmt: skip
def test_a_year_that_contradicts_the_month_is_an_error(rows: Rows) -> None:
    assert [(code, row) for code, row, _ in errors(read(as_text(rows)))] == [("bad_month", 3)]


def test_the_year_of_the_month_may_stand_in_a_column_or_a_line() -> None:
    assert given(listed(["2023", "受理工单数", "5"], header=("年份", "指标", "数量"))) == {RECEIVED: (5, "")}
    assert given(listed(["2023年"], ["受理工单数", "5"])) == {RECEIVED: (5, "")}


@pytest.mark.parametrize("name", ["上年同期", "去年", "计划", "年度目标", "上月", "全年"])
def test_a_sheet_or_a_table_of_another_time_gives_no_month(name: str) -> None:
    head = ["单位", "受理工单数", "办结工单数"]
    tab = {"本月": [TITLE, head, ["局机关", "5", "4"]], name: [TITLE, head, ["执法大队", "9", "8"]]}
    assert ("bad_month", None, "月份") in errors(read(as_xlsx(tab)))
    below = [TITLE, head, ["局机关", "5", "4"], [], [name], head, ["执法大队", "9", "8"]]
    file = read(as_text(below))
    assert ("tickets_received", "brigade", "2023-06") not in figures(file)
    assert findings(file)


@pytest.mark.parametrize("name", ["目标", "年度计划"])
@pytest.mark.parametrize("done", ["本月完成", "本月"])
def test_a_sheet_of_targets_may_say_what_was_done_beside_them(name: str, done: str) -> None:
    rows = [TITLE, ["指标", "年度目标", done], ["受理工单数", "90", "5"]]
    file = read(as_xlsx({name: rows}))
    assert (errors(file), figures(file)) == ([], {RECEIVED: (5, "")})
    assert errors(read(as_xlsx({"去年": rows})))


@pytest.mark.parametrize(
    ("title", "month"),
    [("2022年", None), ("二季度", None), ("2022年6月", "2022-06"), ("二、信访", "2023-06")],
)
def test_a_further_table_takes_no_month_that_its_own_title_contradicts(title: str, month: str | None) -> None:
    head = ["单位", "受理工单数", "办结工单数"]
    file = read(
        as_text([["2023年6月热线"], head, ["局机关", "5", "4"], [], [title], head, ["执法大队", "9", "8"]])
    )
    assert {key[2] for key in figures(file) if key[1] == "brigade"} == ({month} if month else set())


def beside(first: str, second: str, *units: str) -> Rows:
    head = ["单位", "受理工单数", "办结工单数"]
    rows = [[unit, "5", "4"] for unit in units]
    return [["2023年12345热线"], [first, "", "", second], head * 2, [cell for row in rows for cell in row]]


def test_tables_side_by_side_have_each_the_month_over_it() -> None:
    found = given(beside("5月", "6月", "局机关", "执法大队"))
    assert {key[1:] for key in found} == {("office", "2023-05"), ("brigade", "2023-06")}


def test_a_title_in_two_cells_holds_for_both_of_two_tables_side_by_side() -> None:
    columns = [["月份", "受理工单数", "办结工单数"] * 2, ["5月", "3", "4", "6月", "5", "6"]]
    found = given([["局机关", "", "", "2023年"], *columns])
    assert {key[1:] for key in found} == {("office", "2023-05"), ("office", "2023-06")}
    lists = [["指标", "数量"] * 2, ["受理工单数", "5", "办结工单数", "4"]]
    assert given([TITLE[1:], ["2023年", "", "6月"], *lists]) == {RECEIVED: (5, ""), CLOSED: (4, "")}


def test_a_table_of_another_time_beside_that_of_the_month_is_not_the_months() -> None:
    file = read(as_text(beside("6月", "上年同期", "局机关", "执法大队")))
    assert ("bad_month", None, "月份") in errors(file)
    lists = [
        TITLE,
        ["本月", "", "累计"],
        ["指标", "数量", "指标", "数量"],
        ["受理工单数", "5", "办结工单数", "70"],
    ]
    assert given(lists) == {RECEIVED: (5, "")}


@pytest.mark.parametrize("group", ["一季度", "上半年", "第一季度"])
@pytest.mark.parametrize(
    ("header", "behind"), [("季度", False), ("时段", False), ("", False), ("所属季度", True)]
)
def test_a_quarter_beside_the_months_of_its_rows_only_groups_them(
    group: str, header: str, behind: bool
) -> None:
    rows = [[header, "月份", "受理工单数"], [group, "1月", "5"], ["", "2月", "4"], ["全年累计", "合计", "9"]]
    rows = [[*row[1:], row[0]] for row in rows] if behind else rows
    head = [["2023年热线", "", ""], ["填报单位：局机关", "", ""]]
    assert [value for value, _ in given([*head, *rows]).values()] == [5, 4]


@pytest.mark.parametrize("header", ["说明", "情况说明", "原因", "备注"])
def test_a_remark_is_no_time(header: str) -> None:
    rows = [["2023年6月热线"], ["单位", "受理工单数", header], ["局机关", "5", ""], ["执法大队", "4", "全年"]]
    assert [value for value, _ in given(rows).values()] == [5, 4]


def test_a_sheet_or_a_title_may_say_that_the_months_below_it_are_a_whole_year() -> None:
    rows = [["2023年热线", "全年"], ["填报单位：局机关"], ["月份", "受理工单数"], ["5月", "4"], ["6月", "5"]]
    assert [value for value, _ in given(rows).values()] == [4, 5]
    file = read(as_xlsx({"全年": [["2023年热线"], *rows[1:]]}))
    assert (errors(file), len(figures(file))) == ([], 2)


QUARTERS = (
    "2023年热线\n月份,单位,受理工单数,满意数\n1月,局机关,1,1\n2月,局机关,2,1\n3月,局机关,3,1\n一季度,局机关,{first},3\n"
    "4月,局机关,4,1\n5月,局机关,5,1\n6月,局机关,6,1\n2023年第二季度,局机关,15,3\n上半年,局机关,21,6\n合计,,21,6\n"
)


def test_the_line_of_a_quarter_below_its_months_is_their_sum_and_is_checked() -> None:
    file = read(QUARTERS.format(first=6))
    assert findings(file) == []
    assert [figures(file)["tickets_received", "office", f"2023-{month:02d}"][0] for month in range(1, 7)] == [
        1, 2, 3, 4, 5, 6,
    ]  # fmt: skip
    (finding,) = findings(read(QUARTERS.format(first=7)))
    assert (finding.code, finding.row, finding.column) == ("total_mismatch", 6, "受理工单数")
    assert "一季度为 7" in finding.message and "为 6" in finding.message


def test_the_line_of_a_quarter_sums_its_own_unit_where_it_names_one() -> None:
    months = "".join(f"{month}月,局机关,1\n{month}月,执法大队,2\n" for month in (1, 2, 3))
    file = read(f"2023年热线\n月份,单位,受理工单数\n{months}一季度,局机关,3\n一季度,执法大队,6\n一季度,,9\n")
    assert findings(file) == []
    assert len(figures(file)) == 6


def test_the_line_of_a_quarter_of_an_unknown_unit_is_refused() -> None:
    text = "2023年热线\n月份,单位,受理工单数\n1月,局机关,1\n2月,局机关,2\n3月,局机关,3\n一季度,法规科,6\n"
    assert ("unknown_unit", 6, "单位") in errors(read(text))


@pytest.mark.parametrize("indicator", ["受理工单数", "集体学法次数"])
def test_the_line_of_a_quarter_in_the_long_form_is_refused(indicator: str) -> None:
    months = "".join(f"{month}月,局机关,受理工单数,1\n" for month in (1, 2, 3))
    file = read(f"2023年\n月份,单位,指标,数值\n{months}一季度,局机关,{indicator},7\n")
    assert errors(file) == [("bad_month", 6, "月份")]


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_the_line_of_a_quarter_of_another_year_than_the_months_is_refused(year: str) -> None:
    months = "".join(f"2023,{month}月,局机关,1\n" for month in (1, 2, 3))
    file = read(f"年份,月份,单位,受理工单数\n{months}{year},一季度,局机关,3\n")
    assert errors(file) == ([("bad_month", 5, "月份")] if year == "2022" else [])


@pytest.mark.parametrize("rows", ["一季度,局机关,6\n", "1月,局机关,1\n2月,局机关,2\n一季度,局机关,6\n"])
def test_the_line_of_a_quarter_whose_months_are_not_there_is_refused(rows: str) -> None:
    assert [code for code, _, _ in errors(read(f"2023年热线\n月份,单位,受理工单数\n{rows}"))] == ["bad_month"]
