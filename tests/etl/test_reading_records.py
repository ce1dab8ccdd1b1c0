"""Targets, tasks, units and notes are read into records, every fault named."""

import io
from datetime import date

import pytest

from domain.units import Unit, UnitDirectory
from tests.etl.sheets import UNITS, as_text, as_xlsx, errors, read, records, warnings


def target(**cells: str) -> str:
    """A targets file of one row."""
    row = {"年度": "2023", "指标": "集体学法次数", "单位": "", "年度目标": "12", "依据": "要点第三条"} | cells
    return as_text([list(row), list(row.values())])


def test_a_target_is_read_with_its_defaults() -> None:
    (record,) = records(read(target()))
    assert record == {
        "year": 2023,
        "kpi": "group_study",
        "unit": "root",
        "target": 12.0,
        "effective": None,
        "profile": "even",
        "plan": None,
        "source": "要点第三条",
        "owner": "",
        "illustrative": False,
    }


@pytest.mark.parametrize(
    ("word", "profile"),
    [("", "even"), ("按月均分", "even"), ("按季", "quarterly"), ("按半年", "half_yearly"), ("even", "even")],
)
def test_the_pace_is_a_word_of_a_closed_list(word: str, profile: str) -> None:
    assert records(read(target(时序=word)))[0]["profile"] == profile


@pytest.mark.parametrize("spelt", ["98%", "0.98", "９８％", " 98 % "])
def test_the_target_of_a_rate_is_a_percentage_or_a_share(spelt: str) -> None:
    assert records(read(target(指标="满意率", 年度目标=spelt)))[0]["target"] == 0.98


@pytest.mark.parametrize(("spelt", "value"), [("12次", 12), ("1,200", 1200), ("０", 0)])
def test_the_target_of_a_count_is_spelt_like_a_figure(spelt: str, value: float) -> None:
    assert records(read(target(年度目标=spelt)))[0]["target"] == value


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"指标": "集体学"}, "unknown_kpi", "指标"),
        ({"指标": ""}, "unknown_kpi", "指标"),
        ({"指标": "办理案件数"}, "no_target_allowed", "指标"),
        ({"指标": "受理工单数"}, "no_target_allowed", "指标"),
        ({"单位": "二大队"}, "unknown_unit", "单位"),
        ({"年度": "去年"}, "bad_value", "年度"),
        ({"年度目标": ""}, "not_a_number", "年度目标"),
        ({"年度目标": "若干"}, "not_a_number", "年度目标"),
        ({"年度目标": "98%"}, "wrong_unit", "年度目标"),
        ({"年度目标": "-1"}, "negative", "年度目标"),
        ({"年度目标": "1.5"}, "not_whole", "年度目标"),
        ({"年度目标": "9999999999"}, "too_big", "年度目标"),
        ({"年度目标": "10余"}, "bad_value", "年度目标"),
        ({"指标": "满意率", "年度目标": "98"}, "bad_value", "年度目标"),
        ({"指标": "满意率", "年度目标": "高"}, "not_a_number", "年度目标"),
        ({"时序": "按周"}, "bad_value", "时序"),
        ({"示例": "也许"}, "bad_value", "示例"),
    ],
)
def test_a_bad_target_is_named(cells: dict[str, str], code: str, column: str) -> None:
    file = read(target(**cells))
    assert errors(file) == [(code, 2, column)]
    assert records(file) == []


def test_a_target_without_a_source_is_a_warning() -> None:
    file = read(target(依据=""))
    assert warnings(file) == [("no_source", 2, "依据")]
    assert len(records(file)) == 1


def test_a_target_is_given_once_a_year_unit_and_kpi() -> None:
    text = "年度,指标,单位,年度目标,依据\n2023,满意率,,98%,一\n2023,hotline_satisfaction_rate,示例局,0.9,二\n"
    assert errors(read(text)) == [("duplicate_row", 3, "指标")]


def test_a_row_of_a_target_with_several_faults_yields_each() -> None:
    file = read(target(指标="无此", 单位="无此", 时序="无此", 年度="无此"))
    assert [code for code, *_ in errors(file)] == ["bad_value", "unknown_kpi", "unknown_unit", "bad_value"]


def test_a_required_column_is_asked_for_once() -> None:
    file = read("年度,指标,单位,时序,依据\n2023,满意率,,按月均分,一\n2023,按时办结率,,,二\n")
    assert errors(file) == [("missing_column", None, "年度目标")]


def test_the_sheets_of_a_workbook_share_its_units() -> None:
    sheets = {
        "目标": [["年度", "指标", "单位", "年度目标", "依据"], [2023, "集体学法次数", "二中队", 4, "一"]],
        "单位": [["单位代码", "单位名称", "上级单位"], ["second", "二中队", "局机关"]],
    }
    file = read(as_xlsx(sheets))
    assert errors(file) == []
    assert [table.dataset for table in file.tables] == ["targets", "units"]
    assert file.tables[0].records["unit"].tolist() == ["second"]


UNIT_HEADER = "单位代码,单位名称,上级单位,别名,填报内容,启用年月,停用年月\n"
NOBODY = UnitDirectory()
ENDLESS = {"successor": None, "effective": None}


@pytest.mark.parametrize(
    "cell",
    ["一队;执法队", "一队、执法队", '"一队,执法队"', "一队，执法队", '"一队\n执法队"', '"一队;\n执法队"'],
)
def test_a_list_is_divided_by_signs_or_by_the_ends_of_lines(cell: str) -> None:
    text = UNIT_HEADER + f"r,县局,,,,,\na,大队,县局,{cell},,,\n"
    assert records(read(text, units=NOBODY))[1]["aliases"] == ("一队", "执法队")


@pytest.mark.parametrize(
    ("cell", "aliases"),
    [
        ('"一队、二队\n稽查队"', ("一队", "二队", "稽查队")),
        ("执法大队（含一中队，二中队）", ("执法大队（含一中队，二中队）",)),
        ("执法大队（含一中队、二中队）；稽查队", ("执法大队（含一中队、二中队）", "稽查队")),
    ],
)
def test_a_list_is_divided_at_every_sign_and_line_but_not_within_brackets(
    cell: str, aliases: tuple[str, ...]
) -> None:
    text = UNIT_HEADER + f"r,县局,,,,,\na,大队,县局,{cell},,,\n"
    assert records(read(text, units=NOBODY))[1]["aliases"] == aliases


def test_the_title_of_a_report_may_be_wrapped_in_its_list() -> None:
    text = UNIT_HEADER + 'r,县局,,,"执法\n案件；12345热线",,\n'
    (unit,) = records(read(text, units=NOBODY))
    assert unit["reports"] == ("cases", "hotline")


def test_units_are_read_with_parents_aliases_and_what_they_owe() -> None:
    text = UNIT_HEADER + "r,县局,,,,,\na,大队,县局,一队；执法队,12345热线;cases,2023年1月,2024-12\n"
    assert records(read(text, units=NOBODY)) == [
        dict(
            unit="r",
            name="县局",
            parent=None,
            aliases=(),
            reports=(),
            **{"from": None, "to": None},
            **ENDLESS,
        ),
        {
            "unit": "a",
            "name": "大队",
            "parent": "r",
            "aliases": ("一队", "执法队"),
            "reports": ("hotline", "cases"),
            "from": date(2023, 1, 1),
            "to": date(2024, 12, 1),
            **ENDLESS,
        },
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("r,县局,,,,,\na,大队,没有,,,,\n", [("unknown_unit", 3, "上级单位")]),
        ("r,县局,,,,,\nb,另局,,,,,\n", [("bad_value", 3, "上级单位")]),
        ("r,县局,a,,,,\na,大队,r,,,,\n", [("bad_value", 2, "上级单位"), ("bad_value", 3, "上级单位")]),
        ("r,县局,,,,,\na,大队,a,,,,\n", [("bad_value", 3, "上级单位")]),
        ("r,县局,,,,,\nr,大队,r,,,,\n", [("duplicate_row", 3, "单位代码")]),
        ("r,县局,,,,,\na,县局,r,,,,\n", [("bad_value", 3, "单位名称")]),
        ("r,县局,,甲,,,\na,大队,r,甲,,,\n", [("bad_value", 3, "别名")]),
        ("r,县局,,,热线,,\n", [("bad_value", 2, "填报内容")]),
        ("r,县局,,,,去年,\n", [("bad_month", 2, "启用年月")]),
        ("r,县局,,,,2023-05,2023-01\n", [("bad_value", 2, "停用年月")]),
        (",县局,,,,,\n", [("bad_value", 2, "单位代码")]),
        ("r,,,,,,\n", [("bad_value", 2, "单位名称")]),
    ],
)
def test_a_bad_unit_is_named(rows: str, expected: list[tuple[str, int, str]]) -> None:
    assert errors(read(UNIT_HEADER + rows, units=NOBODY)) == expected


def test_a_unit_may_be_added_under_known_ones_but_no_second_root() -> None:
    assert errors(read(UNIT_HEADER + "c,三科,局机关,,,,\n")) == []
    assert errors(read(UNIT_HEADER + "c,三科,,,,,\n")) == [("bad_value", 2, "上级单位")]


def test_a_directory_finds_units_by_any_name_and_knows_the_tree() -> None:
    deep = UNITS.with_units([Unit("team", "一中队", "brigade", ("1中队",))])
    assert deep.members("root") == ("root", "brigade", "office", "team")
    assert deep.children("brigade") == ("team",)
    assert deep.root and deep.root.unit == "root"
    for name in ("team", "TEAM", "一 中队", "１中队"):
        assert (unit := deep.find(name)) and unit.unit == "team"
    assert deep.find("无此队") is None
    assert deep.nearest("一中大队")[0] == "一中队"


def test_a_note_says_why_a_figure_moved() -> None:
    text = "月份,单位,指标,说明\n2023-06,执法大队,受理工单数,暴雨积水\n2023年6月,,满意率,回访口径调整\n"
    assert records(read(text)) == [
        {
            "month": date(2023, 6, 1),
            "unit": "brigade",
            "kpi": "tickets_received",
            "text": "暴雨积水",
        },
        {
            "month": date(2023, 6, 1),
            "unit": "root",
            "kpi": "hotline_satisfaction_rate",
            "text": "回访口径调整",
        },
    ]


def test_every_fault_of_a_note_is_named() -> None:
    text = "月份,单位,指标,说明\n2023-13,某,无此,\n2024-04,局机关,满意率,早了\n"
    assert errors(read(text)) == [
        ("bad_month", 2, "月份"),
        ("unknown_unit", 2, "单位"),
        ("unknown_kpi", 2, "指标"),
        ("bad_value", 2, "说明"),
        ("future_month", 3, "月份"),
    ]


def test_a_text_that_an_export_guarded_comes_back_as_it_was() -> None:
    content = io.StringIO()
    content.write("月份,单位,指标,说明\n2023-06,局机关,满意率,'=去年口径\n")
    assert records(read(content.getvalue()))[0]["text"] == "=去年口径"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("甲\u202e大\u200b队\u3164\U000e0041", "甲大队"),  # turns around, has no width, fills, is a tag
        ("机动执法\n大队", "机动执法大队"),  # as a narrow cell wraps it
        ("甲\u2028乙\t丙", "甲乙丙"),
        ("长" * 200, "长" * 200),
        ("长" * 201, "bad_value"),
        ("\u200b", "bad_value"),
    ],
)
def test_a_name_is_kept_in_one_line_as_it_is_seen_and_not_too_long(written: str, kept: str) -> None:
    tasks = [
        ["年度", "任务编号", "任务名称", "责任单位", "完成时限", "状态"],
        ["2023", written, "甲", "局机关", "6月底", "进行中"],
    ]
    units = [["单位代码", "单位名称", "上级单位", "别名"], ["x", written, "root", ""]]
    for table, field in ((units, "name"), (tasks, "task")):
        found = read(as_xlsx({"表": table}))
        assert [*(record[field] for record in records(found)), *(code for code, *_ in errors(found))] == [
            kept
        ]


def test_a_long_text_keeps_its_lines_and_has_an_end() -> None:
    assert records(read(target(依据="第一条\n第\u200b二条")))[0]["source"] == "第一条\n第二条"
    assert errors(read(target(依据="长" * 2001))) == [("bad_value", 2, "依据")]


@pytest.mark.parametrize("code", ["ROOT", "ｒｏｏｔ", "局机关", "root\u200b"])
def test_a_code_that_reads_like_another_unit_is_not_a_new_unit(code: str) -> None:
    found = read(as_text([["单位代码", "单位名称", "上级单位"], [code, "新队", "root"]]))
    assert records(found) == [] or records(found)[0]["unit"] == "root"
