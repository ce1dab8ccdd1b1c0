"""A target's months and quarters: each filled figure counts, or the row is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.etl.sheets import as_text, as_xlsx, errors, findings, read, records, warnings

MONTHS = [f"{month}月" for month in range(1, 13)]
STEPS = [0, 0, 3, 3, 3, 6, 6, 6, 9, 9, 9, 12]
LATE = [0, 0, 2, 2, 2, 4, 4, 4, 8, 8, 8, 12]


def target(**cells: object) -> str:
    """A targets file of one row: 12 times in 2023, unless the cells say otherwise."""
    row = {"年度": "2023", "指标": "集体学法次数", "年度目标": "12", "依据": "要点第三条"} | cells
    return as_text([list(row), list(row.values())])


def months(*figures: object) -> dict[str, object]:
    return dict(zip(MONTHS, figures, strict=False))


def plan(text: str | bytes) -> tuple[str, list[float] | None]:
    (record,) = records(read(text))
    return record["profile"], record["plan"]  # type: ignore[return-value]


def test_a_plan_of_ones_own_is_twelve_cumulative_figures() -> None:
    text = target(时序="自定", **months(*STEPS))
    assert plan(text) == ("custom", STEPS)
    assert findings(read(text)) == []


FORMS = {
    "twelve months": months(*LATE),
    "months of quarters' ends": {"3月": 2, "6月": 4, "9月": 8, "12月": 12},
    "month ends": {"3月底": 2, "6月末": 4, "9月底": 8, "12月底": 12},
    "spans of months": {"1-3月": 2, "1—6月": 4, "1至9月": 8, "1-12月": 12},
    "months with their year": {"2023-03": 2, "2023年6月": 4, "2023.09": 8, "2023-12-31": 12},
    "months in words": {"三月": 2, "六月份": 4, "九月": 8, "十二月": 12},
    "planned months": {"3月计划": 2, "6月目标": 4, "9月应完成": 8, "12月计划数": 12},
    "cumulative names": {"一季度": 2, "上半年": 4, "前三季度": 8, "全年": 12},
    "cumulative words": {"一季度累计": 2, "二季度累计": 4, "三季度末": 8, "四季度末": 12},
    "cumulative quarters": {"一季度": 2, "二季度": 4, "三季度": 8, "四季度": 12},
    "numbered quarters": {"第1季度": 2, "第2季度": 4, "第3季度": 8, "第4季度": 12},
    "quarters' own amounts": {"一季度": 2, "二季度": 2, "三季度": 4, "四季度": 4},
    "Q and a number": {"Q1": 2, "Q2": 2, "Q3": 4, "Q4": 4},
    "amounts beside their sums": {
        "一季度": 2,
        "二季度": 2,
        "上半年": 4,
        "三季度": 4,
        "四季度": 4,
        "全年": 12,
    },
    "counting units": {"一季度（次）": "2次", "上半年": "４", "前三季度": "8.0", "全年": "12次"},
}


@pytest.mark.parametrize("form", FORMS)
def test_filled_months_and_quarters_make_the_plan_and_are_told(form: str) -> None:
    text = target(**FORMS[form])
    assert plan(text) == ("custom", LATE)
    assert [(code, row) for code, row, _ in warnings(read(text))] == [("profile_assumed", 2)]
    assert plan(target(时序="自定", **FORMS[form])) == ("custom", LATE)


def test_months_under_a_level_that_says_plan_are_read() -> None:
    header = ["年度", "指标", "年度目标", "依据", *MONTHS]
    level = ["年度", "指标", "年度目标", "依据", "各月计划累计数", *[""] * 11]
    assert plan(as_text([level, header, [2023, "集体学法次数", 12, "一", *LATE]])) == ("custom", LATE)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"12月": 12}, [0] * 11 + [12]),
        ({"6月": 5, "12月": 12}, [0] * 5 + [5] * 6 + [12]),
        ({"9月": 12}, [0] * 8 + [12] * 4),
        ({"上半年": 4, "下半年": 8}, [0] * 5 + [4] * 6 + [12]),
        ({"二季度": 5, "四季度": 7}, [0] * 5 + [5] * 6 + [12]),
        ({"3月": "—", "6月": 5, "9月": "/", "12月": 12}, [0] * 5 + [5] * 6 + [12]),
    ],
)
def test_the_plan_is_held_level_between_the_months_that_are_filled(
    cells: dict[str, object], expected: list[float]
) -> None:
    assert plan(target(**cells)) == ("custom", expected)
    assert "profile_assumed" in [code for code, *_ in warnings(read(target(**cells)))]


def test_held_levels_are_told_though_the_pace_is_named() -> None:
    file = read(target(时序="自定", **{"6月": 5, "12月": 12}))
    assert [one.message for one in findings(file)] == ["没填的月份与前一个已填的月份相同"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"时序": "自定"}, "时序"),
        ({"时序": "自定", **months(*[1] * 11, "")}, "11月"),
        ({"时序": "自定", **months(5, 4, *[12] * 10)}, "2月"),
        (months(5, 4, *[12] * 10), "2月"),
        (months(*[1] * 12), "12月"),
        (months(*[2] * 12), "12月"),
        ({"3月": 3, "6月": 6, "9月": 9}, "9月"),
        ({"3月": 3, "6月": 6, "9月": 9, "12月": 13}, "12月"),
        ({"一季度": 3, "二季度": 3, "三季度": 3, "四季度": 4}, "四季度"),
        ({"一季度": 9, "二季度": 6, "三季度": 9, "四季度": 12}, "四季度"),
        ({"一季度": 2, "上半年": 4, "前三季度": 8, "全年": 11}, "全年"),
        ({"一季度": 2, "上半年": 5, "二季度": 2, "三季度": 4, "四季度": 4}, "四季度"),
        ({"6月": 5, "上半年": 6, "12月": 12}, "上半年"),
        ({"时序": "按季", **months(0, 0, 2, 0, 0, 2, 0, 0, 4, 0, 0, 4)}, "12月"),
        ({"时序": "按季", **months(*LATE)}, "时序"),
        ({"时序": "按月均分", "上半年": 5, "全年": 12}, "时序"),
        ({"2022年6月": 5, "2022年12月": 12}, "2022年6月"),
    ],
)
def test_figures_that_contradict_each_other_the_target_or_the_pace_are_refused(
    cells: dict[str, object], column: str
) -> None:
    file = read(target(**cells))
    assert errors(file) == [("plan_conflict", 2, column)]
    assert records(file) == []


@pytest.mark.parametrize(
    ("cells", "profile"),
    [
        ({"时序": "按季", **months(*STEPS)}, "quarterly"),
        ({"时序": "按季", "一季度": 3, "二季度": 3, "三季度": 3, "四季度": 3}, "quarterly"),
        ({"时序": "按半年", "上半年": 6, "全年": 12}, "half_yearly"),
        ({"时序": "按月均分", **months(*range(1, 13))}, "even"),
    ],
)
def test_figures_that_say_what_the_pace_says_pass(cells: dict[str, object], profile: str) -> None:
    file = read(target(**cells))
    assert plan(target(**cells)) == (profile, None)
    assert findings(file) == []


@pytest.mark.parametrize("cell", ["若干", "-1", "1.5", "3余"])
def test_a_planned_figure_that_is_none_is_named(cell: str) -> None:
    (code, row, column), *_ = errors(read(target(**{"6月": cell, "12月": 12})))
    assert (row, column) == (2, "6月")
    assert code != "plan_conflict"


@pytest.mark.parametrize(
    "header", ["上年完成", "2022年完成", "1月完成", "二季度完成情况", "上年一季度", "同比增长", "累计完成"]
)
def test_what_was_done_is_no_plan(header: str) -> None:
    assert plan(target(**{header: 7})) == ("even", None)


def test_an_unread_column_of_a_target_is_not_called_a_month() -> None:
    (finding,) = findings(read(target(累计完成=7)))
    assert finding.code == "unknown_column"
    assert "当月" not in finding.message


def test_planned_figures_of_a_kpi_without_pace_are_told_not_to_count() -> None:
    text = target(指标="满意率", 年度目标="98%", **{"6月": "95%", "12月": "98%"})
    (finding,) = findings(read(text))
    assert finding.code == "profile_assumed"
    assert "亮灯仍以年度目标为准" in finding.message


def test_months_are_read_from_a_workbook_too() -> None:
    rows = [["年度", "指标", "年度目标", "依据", *MONTHS], [2023, "集体学法次数", 12, "一", *LATE]]
    assert plan(as_xlsx({"目标": rows})) == ("custom", LATE)


@pytest.mark.parametrize(
    ("spelt", "kpi"),
    [
        ("group_study", "group_study"),
        ("集体 学法次数", "group_study"),
        ("集体学法", "group_study"),
        ("集体学法次数（次）", "group_study"),
        ("案卷集中评查", "file_reviews"),
        ("满意率", "hotline_satisfaction_rate"),
    ],
)
def test_a_kpi_goes_by_every_name_of_its_column(spelt: str, kpi: str) -> None:
    value = "98%" if kpi.endswith("rate") else "12"
    assert records(read(target(指标=spelt, 年度目标=value)))[0]["kpi"] == kpi


def test_a_name_that_two_columns_share_is_not_guessed() -> None:
    (finding,) = findings(read(target(指标="办结数")))
    assert finding.code == "unknown_kpi"
    assert "办结工单数、办结件数" in finding.message


def test_rows_without_a_target_are_passed_over() -> None:
    rows = "2023,集体学法次数,,12,要点\n2023,法治学习次数,,,\n2023,满意率,,—,\n"
    file = read("年度,指标,单位,年度目标,依据\n" + rows)
    assert [record["kpi"] for record in records(file)] == ["group_study"]
    assert findings(file) == []


def test_a_row_with_a_source_and_no_target_is_named() -> None:
    assert errors(read(target(年度目标=""))) == [("not_a_number", 2, "年度目标")]


def test_a_list_without_any_target_is_empty() -> None:
    assert errors(read(target(年度目标="", 依据=""))) == [("empty_file", None, None)]


@pytest.mark.parametrize(
    ("spelt", "month"),
    [
        ("2023-07", "2023-07-01"),
        ("7月", "2023-07-01"),
        ("2023年7月", "2023-07-01"),
        ("", None),
        ("2023-01", None),
        ("1月", None),
    ],
)
def test_the_month_from_which_a_target_counts(spelt: str, month: str | None) -> None:
    (record,) = records(read(target(生效年月=spelt)))
    assert (str(record["effective"]) if record["effective"] else None) == month


@pytest.mark.parametrize(
    ("spelt", "code"), [("2024-07", "bad_value"), ("下半年", "bad_month"), ("13月", "bad_month")]
)
def test_a_month_that_is_not_of_the_year_is_named(spelt: str, code: str) -> None:
    assert errors(read(target(生效年月=spelt))) == [(code, 2, "生效年月")]


def test_a_target_adjusted_within_the_year_is_no_repetition() -> None:
    rows = "2023,集体学法次数,12,,要点\n2023,集体学法次数,10,7月,通知\n2023,集体学法次数,9,2023-07,通知\n"
    assert errors(read("年度,指标,年度目标,生效年月,依据\n" + rows)) == [("duplicate_row", 4, "指标")]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 50), min_size=4, max_size=4).filter(any))
def test_one_plan_is_the_same_in_every_form(amounts: list[int]) -> None:
    sums = [sum(amounts[: place + 1]) for place in range(4)]
    forms = [
        dict(zip(["一季度", "二季度", "三季度", "四季度"], amounts, strict=True)),
        dict(zip(["一季度", "上半年", "前三季度", "全年"], sums, strict=True)),
        dict(zip(["3月", "6月", "9月", "12月"], sums, strict=True)),
        months(*(sums[(month - 3) // 3] if month >= 3 else 0 for month in range(1, 13))),
    ]
    read_plans = {str(plan(target(年度目标=sums[3], **form))) for form in forms}
    assert len(read_plans) == 1


@settings(max_examples=40)
@given(st.lists(st.integers(0, 20), min_size=12, max_size=12), st.integers(0, 60))
def test_twelve_figures_are_the_plan_or_are_refused(figures: list[int], goal: int) -> None:
    file = read(target(年度目标=goal, **months(*figures)))
    fits = figures == sorted(figures) and figures[-1] == goal
    assert [record["plan"] for record in records(file)] == ([figures] if fits else [])


def test_plan_and_done_beside_each_other_are_told_apart() -> None:
    head = [
        ["年度", "指标", "年度目标", "依据", "一季度", "", "二季度", ""],
        ["年度", "指标", "年度目标", "依据", *["计划", "完成"] * 2],
    ]
    assert plan(as_text([*head, [2023, "集体学法次数", 12, "一", 3, 2, 12, 5]]))[1] == [
        0,
        0,
        3,
        3,
        3,
        *[12] * 7,
    ]


def test_a_sum_of_targets_is_left_out() -> None:
    rows = "2023,集体学法次数,12,要点\n2023,法治学习次数,4,要点\n合计,,16,\n"
    file = read("年度,指标,年度目标,依据\n" + rows)
    assert (len(records(file)), findings(file)) == (2, [])


def test_quarters_without_an_annual_target_are_told_what_is_missing() -> None:
    file = read("年度,指标,一季度,上半年,前三季度,全年\n2023,集体学法次数,3,6,9,12\n")
    assert any("请写明“年度目标”列" in one.message for one in findings(file))
