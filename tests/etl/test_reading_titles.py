"""Titles and sheet names as offices write them: the month and unit they name, and where none is sure."""

import pytest

from domain.units import Unit, UnitDirectory
from etl.read.read_tables import ReadFile
from tests.etl.sheets import as_text, as_xlsx, errors, figures, findings, read, warnings

TABLE = [["单位", "受理工单数"], ["局机关", 5]]
BY_MONTH = [["月份", "单位", "受理工单数"], ["6", "局机关", 5], ["五", "局机关", 4]]


def titled(title: str, sheet: str = "", **options: object) -> ReadFile:
    """A table under this title: a text, or a workbook where the sheet has a name."""
    rows = [[title], *TABLE]
    return read(as_xlsx({sheet: rows}) if sheet else as_text(rows), **options)


def month_of(title: str, sheet: str = "", **options: object) -> str | None:
    """The month that a table under this title, in a sheet of this name, is taken to be about."""
    found = figures(titled(title, sheet, **options))
    return next((month for _, _, month in found), None)


def what_is_said(title: str, sheet: str = "", **options: object) -> str:
    """The message of the one error."""
    found = findings(titled(title, sheet, **options))
    (error,) = [one for one in found if one.severity == "error"]
    return error.message


@pytest.mark.parametrize(
    "title",
    [
        "2023年度 6月报表",
        "2023年度6月份12345热线报表",
        "2023年12345热线6月报表",
        "二〇二三年六月12345热线报表",
        "二O二三年六月12345热线报表",
        "统计时间：2023.06",
        "统计时间：202306",
        "统计周期：2023-06-01至2023-06-30",
        "统计时间：2023-06-01 00:00:00 - 2023-06-30 23:59:59",
        "12345热线（2023年6月1日至6月30日）",
        "12345热线（2023年6月1日—30日）",
        "2023年热线（6月1日-6月30日）",
        "202306 12345热线",
        "2023年6月12345热线（数据截至2023年7月3日）",
        "2023年6月热线，请于7月5日前报送",
        "2023年6月热线（较5月上升）",
        "2023/6月12345热线",
        "2023年6月汇总",
        "2023年6月份热线汇总（全局）",
        "2023年6月党组会学法统计表",
        "2023年6月信访例会制度落实情况",
        "2023年6月通知公告张贴情况",
        "2023年6月后督察情况",
        "2023年6月初审情况",
        "2023年6月起草文件统计表",
        "2023年6月底数清单",
        "参与2023年6月普法活动统计表",
        "12345热线统计表  审核：  2023年6月",
    ],
)
def test_a_title_names_its_month_in_many_ways(title: str) -> None:
    assert month_of(title) == "2023-06"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("截至2023年6月30日12345热线办理情况", "截至2023年6月30日"),
        ("截至2023年6月12345热线办理情况", "截至2023年6月"),
        ("2023年1-6月12345热线", "1-6月"),
        ("2023年1月至6月12345热线", "1月至6月"),
        ("2023年上半年12345热线", "上半年"),
        ("2023年第二季度12345热线", "第二季度"),
        ("统计周期：2023-01-01至2023-06-30", "2023-01-01至2023-06-30"),
        ("统计周期：2023-05-26至2023-06-25", "2023-05-26至2023-06-25"),
        ("12345热线（2023年6月1日至15日）", "2023年6月1日至15日"),
        ("2023年6月第3周12345热线", "2023年6月第3周"),
        ("2023年6月上旬12345热线", "2023年6月上旬"),
        ("2023年6月上中旬12345热线", "2023年6月上中旬"),
        ("2023年6月（1-20日）12345热线", "2023年6月(1-20日"),
        ("2023年5月/6月12345热线", "2023年5月/6月"),
        ("2023.1-2023.6 12345热线", "2023.1-2023.6"),
        ("2023/01-2023/06 12345热线", "2023/01-2023/06"),
        ("202301-202306 12345热线", "202301-202306"),
        ("202301—06 12345热线", "202301—06"),
        ("2023年前6月12345热线", "前6月"),
        ("2023年前六月12345热线", "前六月"),
        ("2023年6月底12345热线", "2023年6月底"),
        ("2023年6月止12345热线", "2023年6月止"),
        ("自2023年1月起12345热线", "2023年1月起"),
        ("2023年1月以来12345热线", "2023年1月以来"),
        ("至2023年6月12345热线", "至2023年6月"),
    ],
)
def test_a_span_that_is_no_whole_month_is_named_and_not_taken_for_one(title: str, words: str) -> None:
    assert month_of(title) is None
    assert words in what_is_said(title)
    assert "--month" in what_is_said(title)


@pytest.mark.parametrize(
    "title", ["2023年5、6月热线", "2023年5月和6月热线", "2023年热线5月表，附6月表", "统计时间：2023-07-03"]
)
def test_two_months_or_a_day_within_one_are_not_guessed_at(title: str) -> None:
    assert month_of(title) is None


def test_the_sheets_name_does_not_choose_a_month_of_the_span_above() -> None:
    assert month_of("2023年5-6月12345热线", "6月") is None
    assert month_of("2023-01—06 12345热线", "2023年6月") is None


def test_the_sheets_name_says_the_month_where_the_line_above_has_only_a_day() -> None:
    assert month_of("日期：2023-07-03", "2023年6月") == "2023-06"


@pytest.mark.parametrize(
    "around",
    [
        "（2023年7月印发）",
        "（更新于2023年7月）",
        "（2023年7月填报）",
        " 下发日期 2023年7月",
        " 编制：2023年7月",
        "（2023年7月局长办公会材料）",
        "（2023年7月汇总）",
        "（2023年7月党组会议）",
        "（较2023年5月）",
        "（根据2023年7月通知填报）",
        " 二〇二三年七月三日",
    ],
)
def test_the_month_of_issue_of_a_meeting_or_of_a_comparison_is_not_the_tables(around: str) -> None:
    assert month_of(f"12345热线统计表{around}") is None
    assert month_of(f"关于2023年6月12345热线的通报{around}") == "2023-06"


@pytest.mark.parametrize("around", ["（7月印发）", "（7月局长办公会材料）", "（7月汇总）", " 6月以来"])
def test_nor_is_such_a_month_without_its_year(around: str) -> None:
    assert month_of(f"2023年12345热线统计表{around}") is None


def test_a_month_whose_title_says_year_to_date_is_loaded_with_a_warning() -> None:
    file = read("2023年6月热线（1-6月累计）\n单位,受理工单数\n局机关,130\n")
    assert errors(file) == []
    assert ("looks_cumulative", None, "月份") in warnings(file)


@pytest.mark.parametrize("sheet", ["2023年6月", "202306", "2023.06", "2023年6月热线", "2023年六月份"])
def test_a_sheet_may_be_named_after_its_month(sheet: str) -> None:
    assert month_of("12345热线月报表", sheet) == "2023-06"


@pytest.mark.parametrize("sheet", ["6月", "六月份", "热线6月", "6月热线"])
def test_a_month_in_the_sheets_name_takes_the_year_of_the_title_or_the_option(sheet: str) -> None:
    assert month_of("2023年12345热线月报表", sheet) == "2023-06"
    assert month_of("12345热线月报表", sheet, year=2023) == "2023-06"
    assert month_of("12345热线月报表", sheet) is None


@pytest.mark.parametrize("sheet", ["1-6月", "5、6月", "Sheet6", "6"])
def test_a_sheet_of_several_months_or_of_a_number_names_no_month(sheet: str) -> None:
    assert month_of("2023年12345热线", sheet) is None


def test_the_sheets_name_does_not_speak_against_a_month_column() -> None:
    rows = [["月份", "单位", "受理工单数"], ["2023-05", "局机关", 5]]
    assert {month for _, _, month in figures(read(as_xlsx({"2023年6月": rows})))} == {"2023-05"}


@pytest.mark.parametrize(
    ("title", "sheet"),
    [("2023年6月热线", "7月"), ("2023年6月热线", "2022年6月"), ("6月热线", "2023年7月")],
)
def test_a_title_and_a_sheet_that_name_different_months_are_refused(title: str, sheet: str) -> None:
    file = read(as_xlsx({sheet: [[title], *TABLE]}))
    assert [code for code, *_ in errors(file)] == ["bad_month"]
    assert sheet in findings(file)[0].message


def test_a_title_of_another_year_than_all_months_is_told() -> None:
    text = "{}\n月份,单位,受理工单数\n2022-06,局机关,5\n2022-12,局机关,5\n"
    told = findings(read(text.format("2023年热线台账")))
    assert [(one.code, one.severity, one.value) for one in told] == [("title_mismatch", "warning", "2023年")]
    assert findings(read(text.format("2022年热线台账"))) == []


def test_months_without_a_year_are_refused_where_title_and_sheet_name_different_years() -> None:
    rows = [["2023年热线"], ["月份", "单位", "受理工单数"], ["6月", "局机关", 5]]
    assert [code for code, *_ in errors(read(as_xlsx({"2022年": rows})))] == ["bad_month"]


def test_the_month_of_a_sheets_name_comes_along_with_the_rows_left_out() -> None:
    table = read(as_xlsx({"2023年6月": [*TABLE, ["局机关", "x"]]})).tables[0]
    assert ("2023年6月",) in table.title_lines


def test_bare_numbers_below_the_header_of_months_take_the_year_of_title_sheet_or_option() -> None:
    meant = {"2023-05": 4, "2023-06": 5}
    for file in (
        read(as_xlsx({"Sheet1": [["2023年热线"], *BY_MONTH]})),
        read(as_xlsx({"2023年": BY_MONTH})),
        read(as_xlsx({"Sheet1": BY_MONTH}), year=2023),
    ):
        assert errors(file) == []
        assert {month: value for (_, _, month), (value, _) in figures(file).items()} == meant
    assert [code for code, *_ in errors(read(as_xlsx({"Sheet1": BY_MONTH})))] == ["bad_month"] * 2


def test_the_files_name_settles_nothing_but_is_told() -> None:
    content = as_xlsx({"Sheet1": [["12345热线"], *TABLE]})
    file = read(content, "12345热线-2023年6月.xlsx")
    assert [code for code, *_ in errors(file)] == ["missing_column"]
    assert "--month 2023-06" in findings(file)[0].message
    by_month = read(as_xlsx({"Sheet1": BY_MONTH}), "2023年热线.xlsx")
    assert "--year 2023" in findings(by_month)[0].message


@pytest.mark.parametrize(
    ("cell", "words"),
    [("Jun-23", "Excel"), ("1-6月", "当月数"), ("2023年二季度", "当月数"), ("某月", "2024-02 或 2024年2月")],
)
def test_a_bad_month_is_told_what_it_is(cell: str, words: str) -> None:
    (found,) = findings(read(f"月份,单位,受理工单数\n{cell},局机关,1\n"))
    assert (found.code, words in found.message) == ("bad_month", True)


def unit_of(title: str, sheet: str = "Sheet1", **options: object) -> str | None:
    """The unit that a table without one is taken to be of."""
    rows = [[title], ["2023年6月"], ["受理工单数", "办结工单数"], [5, 4]]
    found = figures(read(as_xlsx({sheet: rows}), **options))
    return next((unit for _, unit, _ in found), None)


@pytest.mark.parametrize(
    "title",
    [
        "××县交通运输局执法大队2023年6月12345热线报表",
        "执法大队6月报表",
        "2023年6月综合执法大队热线报表",
        "12345热线报表（执法大队）",
        "示例局综合执法大队热线",
        "填报部门：执法大队",
    ],
)
def test_a_unit_may_be_named_in_the_title_alone(title: str) -> None:
    assert unit_of(title) == "brigade"


def test_a_unit_may_be_named_after_a_bureau_of_a_longer_name() -> None:
    bureau = Unit("bureau", "示例区交通运输局")
    units = UnitDirectory([bureau, Unit("brigade", "综合执法大队", "bureau", ("执法大队",))])
    for name in ("综合执法大队", "执法大队"):
        title = f"示例区交通运输局{name}2023年6月12345热线\n受理工单数\n5\n"
        assert set(figures(read(title, units=units))) == {("tickets_received", "brigade", "2023-06")}
    part = read("示例区交通运输局综合执法大队城区中队2023年6月12345热线\n受理工单数\n5\n", units=units)
    assert "missing_column" in {one.code for one in findings(part)}


def test_title_lines_of_a_word_and_its_value_in_two_cells_are_no_levels_of_the_header() -> None:
    rows = [["统计月份", "2023-06"], ["填报单位", "执法大队"], ["受理工单数", "办结工单数"], [5, 4]]
    assert figures(read(as_xlsx({"热线": rows}))) == {
        ("tickets_received", "brigade", "2023-06"): (5, ""),
        ("tickets_closed", "brigade", "2023-06"): (4, ""),
    }


def test_a_sheet_may_be_named_after_its_unit() -> None:
    assert unit_of("12345热线", "执法大队") == "brigade"


@pytest.mark.parametrize(
    "title",
    [
        "示例局2023年6月12345热线报表",
        "执法大队与局机关热线报表",
        "执法大队城区中队热线报表",
        "本表请报送执法大队",
        "局机关汇总2023年6月热线",
        "主管单位：执法大队",
    ],
)
def test_a_letterhead_two_units_or_part_of_one_are_not_guessed_at(title: str) -> None:
    assert unit_of(title) is None
    assert unit_of(title, unit="局机关") in ("office", "brigade")


def test_a_letterhead_does_not_speak_against_the_unit_asked_for() -> None:
    assert unit_of("示例局2023年6月12345热线报表", unit="局机关") == "office"


def test_a_letterhead_is_said_to_be_none_of_the_reporter() -> None:
    found = findings(read("示例局2023年6月12345热线\n受理工单数\n5\n"))
    assert [one.code for one in found] == ["missing_column"]
    assert "示例局" in found[0].message
