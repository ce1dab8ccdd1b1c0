"""Every code of the data contract, with row, column, value and severity, in the JSON of check."""

import pytest

from tests.contract.office import HOTLINE, Found, Office, found

TARGETS = "年度,指标,单位,年度目标,时序,依据\n"
CUSTOM = "年度,指标,年度目标,时序,依据," + ",".join(f"{month}月" for month in range(1, 13)) + "\n"
TASKS = "年度,任务编号,任务名称,责任单位,完成时限,状态\n"
NOTES = "月份,单位,指标,说明\n"
SURVEY = "月份,单位,回访数,满意数,解决数\n"
PETITIONS = "月份,单位,上月结转件数,网上信访件数,群众来访起数,群众来信件数,办结件数,按期办结件数\n"

ERRORS: dict[str, tuple[str, Found]] = {
    "letters in a number": (HOTLINE + "2023-06,大队,12x,1\n", [(2, "受理工单数", "12x", "not_a_number")]),
    "a range": (HOTLINE + "2023-06,大队,1-2,\n", [(2, "受理工单数", "1-2", "not_a_number")]),
    "two numbers": (HOTLINE + "2023-06,大队,12 34,\n", [(2, "受理工单数", "12 34", "not_a_number")]),
    "a fraction": (HOTLINE + "2023-06,大队,1/2,\n", [(2, "受理工单数", "1/2", "not_a_number")]),
    "NaN": (HOTLINE + "2023-06,大队,NaN,\n", [(2, "受理工单数", "NaN", "not_a_number")]),
    "a broken formula": (HOTLINE + "2023-06,大队,#REF!,\n", [(2, "受理工单数", "#REF!", "not_a_number")]),
    "a formula": (HOTLINE + "2023-06,大队,=1+1,\n", [(2, "受理工单数", "=1+1", "not_a_number")]),
    "below zero": (HOTLINE + "2023-06,大队,-5,\n", [(2, "受理工单数", "-5", "negative")]),
    "a part of one": (HOTLINE + "2023-06,大队,1.5,\n", [(2, "受理工单数", "1.5", "not_whole")]),
    "over 1e9": (HOTLINE + "2023-06,大队,1000000001,\n", [(2, "受理工单数", "1000000001", "too_big")]),
    "no month": (HOTLINE + ",大队,1,\n", [(2, "月份", "", "bad_month")]),
    "a 13th month": (HOTLINE + "2023-13,大队,1,\n", [(2, "月份", "2023-13", "bad_month")]),
    "a month to come": (HOTLINE + "2099-01,大队,1,\n", [(2, "月份", "2099-01", "future_month")]),
    "a month without year": (HOTLINE + "6月,大队,1,\n", [(2, "月份", "6月", "bad_month")]),
    "nobody's unit": (HOTLINE + "2023-06,火星,1,\n", [(2, "单位", "火星", "unknown_unit")]),
    "the same twice": (
        HOTLINE + "2023-06,大队,1,\n2023年6月,综合执法大队,1,\n",
        [(3, "月份", "2023年6月", "duplicate_row")],
    ),
    "closed over received": (
        "月份,单位,上月结转数,受理工单数,办结工单数\n2023-06,大队,10,5,16\n",
        [(2, "办结工单数", "16", "part_exceeds_whole")],
    ),
    "satisfied over surveyed": (SURVEY + "2023-06,大队,5,6,\n", [(2, "满意数", "6", "part_exceeds_whole")]),
    "resolved over surveyed": (SURVEY + "2023-06,大队,5,,6\n", [(2, "解决数", "6", "part_exceeds_whole")]),
    "on time over closed": (
        PETITIONS + "2023-06,大队,1,1,1,1,4,5\n",
        [(2, "按期办结件数", "5", "part_exceeds_whole")],
    ),
    "passed over examined": (
        "月份,单位,参考人数,合格人数\n2023-06,大队,1,2\n",
        [(2, "合格人数", "2", "part_exceeds_whole")],
    ),
    "two headers, one meaning": (
        "月份,单位,受理工单数,受理量\n2023-06,大队,1,1\n",
        [(1, "受理量", None, "ambiguous_column")],
    ),
    "no column of months": ("单位,受理工单数\n大队,5\n", [(None, "月份", None, "missing_column")]),
    "no column of units": ("月份,受理工单数\n2023-06,5\n", [(None, "单位", None, "missing_column")]),
    "nothing known": ("甲,乙\n1,2\n", [(None, None, None, "unknown_dataset")]),
    "two datasets": (
        "月份,单位,受理工单数,集体学法次数\n2023-06,大队,5,4\n",
        [(None, None, None, "unknown_dataset")],
    ),
    "a header of two datasets": (
        "月份,单位,办结数\n2023-06,大队,4\n",
        [(None, None, None, "unknown_dataset")],
    ),
    "no rows": (HOTLINE, [(None, None, None, "empty_file")]),
    "nothing": ("", [(None, None, None, "empty_file")]),
    "a column of names": (
        "月份,单位,受理工单数,姓名\n2023-06,大队,1,张三\n",
        [(1, "姓名", None, "personal_data")],
    ),
    "a control character": (HOTLINE + "2023-06,大队,1\x00,\n", [(2, None, None, "unreadable")]),
    "a target on a volume": (
        TARGETS + "2023,受理工单数,,9,,文\n",
        [(2, "指标", "受理工单数", "no_target_allowed")],
    ),
    "a target on nothing": (TARGETS + "2023,天气,,9,,文\n", [(2, "指标", "天气", "unknown_kpi")]),
    "a profile of its own": (
        TARGETS + "2023,集体学法次数,,9,随便,文\n",
        [(2, "时序", "随便", "bad_value")],
    ),
    "a plan that falls": (
        CUSTOM + "2023,集体学法次数,12,自定,文,1,2,3,2,5,6,7,8,9,10,11,12\n",
        [(2, "4月", "2", "plan_conflict")],
    ),
    "a plan that ends elsewhere": (
        CUSTOM + "2023,集体学法次数,12,自定,文,1,2,3,4,5,6,7,8,9,10,11,11\n",
        [(2, "12月", "11", "plan_conflict")],
    ),
    "a plan and a pace that differ": (
        CUSTOM + "2023,集体学法次数,12,按季,文,0,0,2,0,0,2,0,0,4,0,0,4\n",
        [(2, "12月", "4", "plan_conflict")],
    ),
    "a day that is none": (
        TASKS + "2023,1,做事,大队,2023-06-31,未启动\n",
        [(2, "完成时限", "2023-06-31", "bad_date")],
    ),
    "a state that is none": (TASKS + "2023,1,做事,大队,2023-06-30,忙\n", [(2, "状态", "忙", "bad_value")]),
    "a note on nothing": (NOTES + "2023-06,大队,天气,因为\n", [(2, "指标", "天气", "unknown_kpi")]),
}

GROWING = HOTLINE + "".join(f"2023-{month:02d},大队,{month * 10},\n" for month in range(1, 9))
WAVING = HOTLINE + "".join(f"2022-{month:02d},大队,{100 + month % 3},\n" for month in range(1, 13))

WARNINGS: dict[str, tuple[str, Found]] = {
    "a column nobody knows": (
        "月份,单位,受理工单数,天气\n2023-06,大队,1,晴\n",
        [(1, "天气", None, "unknown_column")],
    ),
    "a sum that differs": (
        HOTLINE + "2023-06,大队,5,4\n2023-06,局机关,7,6\n合计,,13,10\n",
        [(4, "受理工单数", "13", "total_mismatch")],
    ),
    "about so many": (HOTLINE + "2023-06,大队,1000余,\n", [(2, "受理工单数", "1000余", "approximate")]),
    "months that add up": (GROWING, [(9, "受理工单数", "80", "looks_cumulative")]),
    "far from its course": (WAVING + "2023-01,大队,500,\n", [(14, "受理工单数", "500", "unusual")]),
    "a parent that repeats": (
        HOTLINE + "2023-06,大队,5,4\n2023-06,局机关,7,6\n2023-06,局,12,10\n",
        [(4, "单位", "示例局", "double_count")],
    ),
    "one that fell silent": (
        HOTLINE + "2023-06,大队,5,4\n2023-06,局机关,7,6\n2023-07,大队,5,4\n",
        [(None, "单位", "局机关", "missing_unit")],
    ),
    "carried in from nowhere": (
        "月份,单位,上月结转数,受理工单数,办结工单数\n2023-06,大队,5,100,95\n2023-07,大队,9,1,1\n",
        [(3, "上月结转数", "9", "carry_mismatch")],
    ),
    "closed at a month's end": (
        PETITIONS + "2023-06,大队,1,1,1,1,5,5\n",
        [(2, "办结件数", "5", "part_exceeds_whole")],
    ),
    "reviews over decisions": (
        "月份,单位,重大执法决定数,法制审核数\n2023-06,大队,1,2\n",
        [(2, "法制审核数", "2", "part_exceeds_whole")],
    ),
    "leads over the year": (
        "月份,单位,问题线索数,已整改线索数\n2023-01,大队,5,1\n2023-02,大队,0,3\n2023-03,大队,0,2\n",
        [(4, "已整改线索数", "2", "part_exceeds_whole")],
    ),
    "a plan without its pace": (
        CUSTOM + "2023,集体学法次数,12,,文,0,0,2,2,2,4,4,4,8,8,8,12\n",
        [(2, "时序", None, "profile_assumed")],
    ),
    "three times the largest": (
        HOTLINE + "2023-01,大队,42,\n2023-02,大队,40,\n2023-03,大队,38,\n2023-04,大队,999,\n",
        [(5, "受理工单数", "999", "unusual")],
    ),
    "a parent over the sum": (
        HOTLINE + "2023-06,大队,5,4\n2023-06,局机关,7,6\n2023-06,局,13,10\n",
        [(4, "单位", "示例局", "double_count")],
    ),
    "a target without source": (TARGETS + "2023,集体学法次数,,9,,\n", [(2, "依据", None, "no_source")]),
}


@pytest.mark.parametrize(("text", "expected"), ERRORS.values(), ids=ERRORS)
def test_an_error_refuses_the_file_and_names_the_cell(reader: Office, text: str, expected: Found) -> None:
    report = reader.check(text)
    assert (found(report, "errors"), report["status"], reader.status) == (expected, "refused", 1)
    assert report["load"] is None


@pytest.mark.parametrize(("text", "expected"), WARNINGS.values(), ids=WARNINGS)
def test_a_warning_names_the_cell_and_never_refuses(reader: Office, text: str, expected: Found) -> None:
    report = reader.check(text)
    assert (found(report, "warnings"), report["status"], reader.status) == (expected, "ok", 0)
    assert report["errors"] == []


@pytest.mark.parametrize("mark", ["绝密★", "机密★10年", "秘密★"])
def test_a_classified_file_is_refused_wherever_its_mark_stands(reader: Office, mark: str) -> None:
    for text in (f"{mark}\n{HOTLINE}2023-06,大队,1,1\n", f"{HOTLINE}2023-06,大队,1,1\n{mark},,,\n"):
        assert [code for *_, code in found(reader.check(text), "errors")] == ["classified"]
        assert [code for *_, code in found(reader.check(text.encode("gbk")), "errors")] == ["classified"]


@pytest.mark.parametrize("cell", ["13812345678", "请电13812345678", "11010519491231002X"])
def test_what_names_a_person_is_refused_and_not_repeated(reader: Office, cell: str) -> None:
    report = reader.check(f"月份,单位,受理工单数,备注\n2023-06,大队,1,{cell}\n")
    assert [(row, column, code) for row, column, _, code in found(report, "errors")] == [
        (2, "备注", "personal_data")
    ]
    assert cell[-8:] not in reader.out


def test_all_bad_cells_are_named_at_once(reader: Office) -> None:
    report = reader.check(HOTLINE + "2023-06,大队,x,-1\n2023-13,火星,1.5,1\n")
    assert {code for *_, code in found(report, "errors")} == {
        "not_a_number", "negative", "bad_month", "unknown_unit", "not_whole",
    }  # fmt: skip


def test_a_file_over_20_mb_is_too_large(reader: Office) -> None:
    report = reader.check(b" " * (20 * 1024 * 1024 + 1))
    assert found(report, "errors") == [(None, None, None, "too_large")]
