"""A counting unit that is stated is compared: taken, converted with both figures told, or refused."""

import pytest

from etl.read.read_tables import ReadFile
from tests.etl.drawn import csv_of, xlsx_of
from tests.etl.sheets import Figures, as_text, errors, figures, findings, read, warnings

JUNE = "2023-06"
LEAFLETS = {("leaflets", "office", JUNE): (30000, "")}


def messages(file: ReadFile, code: str) -> list[str]:
    return [one.message for one in findings(file) if one.code == code]


SCALED = {
    "behind the header": "2023年6月普法\n单位,宣传资料份数（万份）\n局机关,3\n",
    "behind the header, with a word for it": "2023年6月普法\n单位,宣传资料份数（单位：万份）\n局机关,3\n",
    "behind the header, a scale alone": "2023年6月普法\n单位,宣传资料（万）\n局机关,3\n",
    "behind the header, beside 本月": "2023年6月普法\n单位,宣传资料（万份）（本月）\n局机关,3\n",
    "behind 本月": "2023年6月普法\n单位,宣传资料（本月）（万份）\n局机关,3\n",
    "behind a line break": '2023年6月普法\n单位,"宣传资料份数\n万份"\n局机关,3\n',
    "behind a stroke": "2023年6月普法\n单位,宣传资料份数/万份\n局机关,3\n",
    "in a level below": "2023年6月普法\n单位,宣传资料份数,集中宣传活动次数\n,（万份）,（次）\n局机关,3,\n",
    "in a level without brackets": "2023年6月普法\n单位,宣传资料,集中宣传活动\n,万份,次\n局机关,3,\n",
    "in a level that says so": "2023年6月普法\n单位,宣传资料,集中宣传活动\n计量单位,万份,次\n局机关,3,\n",
    "in a title": "2023年6月普法\n,单位：万份\n单位,宣传资料份数\n局机关,3\n",
    "in a title among others": "2023年6月普法\n计量单位：场次、万份、人次\n单位,宣传资料份数\n局机关,3\n",
    "in brackets in a title": "2023年6月普法统计表（单位：万份）\n单位,宣传资料份数\n局机关,3\n",
    "in brackets alone in a title": "2023年6月普法统计表（万份）\n单位,宣传资料份数\n局机关,3\n",
    "in two cells of a title": "2023年6月普法\n计量单位,万份\n单位,宣传资料份数\n局机关,3\n",
    "in a note": "2023年6月普法\n单位,宣传资料份数\n局机关,3\n注：计量单位为万份。\n",
    "in a note's words": "2023年6月普法\n单位,宣传资料份数\n局机关,3\n说明：资料以万份为单位；其余按次。\n",
    "in a title with brackets within": "2023年6月普法\n单位：万份（次）\n单位,宣传资料份数\n局机关,3\n",
    "alone in a title": "2023年6月普法\n,万份\n单位,宣传资料份数\n局机关,3\n",
    "over the units": "2023年6月普法\n单位（万份）,宣传资料份数\n局机关,3\n",
    "over the indicators": "2023年6月普法\n填报单位：局机关\n指标（万份）,数量\n宣传资料份数,3\n",
    "in the corner": "2023年6月普法\n填报单位：局机关\n万份,6月\n宣传资料份数,3\n",
    "in a remark": "2023年6月普法\n单位,宣传资料份数,备注\n局机关,3,单位：万份\n",
    "in a column beside": "2023年6月普法\n单位,计量单位,宣传资料份数\n局机关,万份,3\n",
    "in a column beside indicators": "2023年6月普法，填报单位：局机关\n指标,计量单位,本月\n宣传资料,万份,3\n",
    "in a column 单位": "2023年6月普法\n填报单位：局机关\n指标,单位,6月\n宣传资料,万份,3\n",
    "in a column without header": "2023年6月普法\n填报单位：局机关\n指标,,6月\n宣传资料,万份,3\n",
    "behind an indicator": "2023年6月普法\n填报单位：局机关\n指标,6月\n宣传资料（万份）,3\n",
    "over a month": "2023年6月普法\n填报单位：局机关\n指标,6月（万份）\n宣传资料份数,3\n",
    "over all figures": "2023年6月普法\n填报单位：局机关\n指标,数量（万份）\n宣传资料份数,3\n",
    "behind the number": "2023年6月普法\n单位,宣传资料份数\n局机关,3万份\n",
    "behind the number, by hundreds": "2023年6月普法\n单位,宣传资料份数\n局机关,300百份\n",
    "in the long form": "指标,计量单位,单位,月份,数值\n宣传资料份数,万份,局机关,2023-06,3\n",
    "over the long form": "指标,单位,月份,数值（万份）\n宣传资料份数,局机关,2023-06,3\n",
    "over units": "2023年普法\n月份,宣传资料（万份）,\n,局机关,综合执法大队\n6月,3,\n",
    "in the title of one indicator": "2023年宣传资料份数（万份）分月统计\n单位,5月,6月\n局机关,,3\n",
}


@pytest.mark.parametrize("text", SCALED.values(), ids=SCALED.keys())
def test_a_scale_is_converted_and_both_figures_are_told(text: str) -> None:
    file = read(text)
    assert errors(file) == []
    assert figures(file) == LEAFLETS
    (message,) = messages(file, "scaled")
    assert "3" in message and "30000份" in message


TAKEN = {
    "the unit itself": "2023年6月普法\n单位,宣传资料份数（份）\n局机关,30000\n",
    "one of its family": "2023年6月普法\n单位,宣传资料份数（册）\n局机关,30000\n",
    "a word for anything": "2023年6月普法\n单位,宣传资料份数（个）\n局机关,30000\n",
    "a member of the family behind the number": "2023年6月普法\n单位,宣传资料份数\n局机关,30000张\n",
    "a title of another family": "2023年6月普法\n单位：万件\n单位,宣传资料份数\n局机关,30000\n",
    "a title that lists units": "2023年6月普法\n单位：份、次\n单位,宣传资料,宣传活动\n局机关,30000,\n",
    "a column beside": "2023年6月普法\n单位,计量单位,宣传资料份数\n局机关,份,30000\n",
    "a bare scale in a cell": "2023年6月普法\n单位,宣传资料份数\n局机关,3万\n",
    "the title's 份 behind a month": "2023年6月（份）普法\n单位,宣传资料份数\n局机关,30000\n",
}


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN.keys())
def test_a_unit_of_the_family_is_taken_without_a_word(text: str) -> None:
    file = read(text)
    assert (errors(file), warnings(file)) == ([], [])
    assert figures(file) == LEAFLETS


REFUSED = {
    "behind the header": ("2023年6月学法\n单位,执法培训（人次）\n局机关,86\n", 2, "执法培训（人次）"),
    "set off from the header": ("2023年6月学法\n单位,执法培训 人次\n局机关,86\n", 2, "执法培训 人次"),
    "in a level": ("2023年6月学法\n单位,执法培训\n,人次\n局机关,86\n", 3, "执法培训 人次"),
    "beside an indicator": ("2023年6月学法\n填报单位：局机关\n指标,单位,数量\n执法培训,人次,86\n", 4, "数量"),
    "behind an indicator": ("2023年6月学法\n填报单位：局机关\n指标,数量\n执法培训（人次）,86\n", 4, "数量"),
    "over the figures": (
        "2023年6月学法\n填报单位：局机关\n指标,数量（人次）\n执法培训,86\n",
        4,
        "数量（人次）",
    ),
    "in a column": ("2023年6月学法\n单位,计量单位,执法培训\n局机关,人次,86\n", 3, "计量单位"),
    "behind the number": ("2023年6月学法\n单位,执法培训\n局机关,86人次\n", 3, "执法培训"),
    "in the title of one indicator": ("2023年执法培训（人次）统计\n单位,5月,6月\n局机关,1,86\n", 2, "5月"),
    "in the long form": (
        "指标,计量单位,单位,月份,数值\n执法培训次数,人次,局机关,2023-06,86\n",
        2,
        "计量单位",
    ),
}


@pytest.mark.parametrize(("text", "row", "column"), REFUSED.values(), ids=REFUSED.keys())
def test_another_unit_is_refused_and_the_column_it_fits_is_named(text: str, row: int, column: str) -> None:
    file = read(text)
    assert ("wrong_unit", row, column) in errors(file)
    assert "参训人次" in messages(file, "wrong_unit")[0]


@pytest.mark.parametrize("unit", ["%", "天", "人", "份", "人次", "工作日", "万元"])
def test_any_unit_of_another_family_is_refused(unit: str) -> None:
    for text in (
        f"月份,单位,受理工单数（{unit}）\n{JUNE},局机关,9\n",
        f"月份,单位,受理工单数\n{JUNE},局机关,9{unit}\n",
    ):
        assert [code for code, _, _ in errors(read(text))] == ["wrong_unit"]


UNSURE = {
    "header and title of two scales": "2023年6月普法\n单位：万份\n单位,宣传资料份数（份）\n局机关,3\n",
    "a title of a scale alone": "2023年6月普法\n单位：万\n单位,宣传资料份数\n局机关,3\n",
    "two titles": "2023年6月普法（万份）\n单位：份\n单位,宣传资料份数\n局机关,3\n",
    "row and label": "2023年6月普法\n填报单位：局机关\n指标,单位,数量\n宣传资料（份）,万份,3\n",
    "a unit nobody knows": "2023年6月普法\n填报单位：局机关\n指标,计量单位,数量\n宣传资料,大包,3\n",
    "a group of rows": "2023年6月普法\n填报单位：局机关\n指标,数量\n宣传（万份）,\n宣传资料份数,3\n",
    "a scale in a cell under another": "2023年6月普法\n单位,宣传资料（百份）\n局机关,3万\n",
}


@pytest.mark.parametrize("text", UNSURE.values(), ids=UNSURE.keys())
def test_units_that_contradict_each_other_are_refused(text: str) -> None:
    assert [code for code, _, _ in errors(read(text))] == ["wrong_unit"]


TWINS = {
    "in brackets": "2023年6月信访\n单位,群众来访（批次）,群众来访（人次）,网上信访（件）\n局机关,11,173,12\n",
    "in levels": "2023年6月信访\n单位,群众来访,,网上信访\n,批次,人次,件\n局机关,11,173,12\n",
    "down": "2023年6月信访\n填报单位：局机关\n指标,数量\n来访（批次）,11\n来访（人次）,173\n网上信访,12\n",
    "down, beside": (
        "2023年6月信访\n填报单位：局机关\n指标,单位,数量\n群众来访,批次,11\n群众来访,人次,173\n网上信访,件,12\n"
    ),
    "over units": (
        "2023年6月信访\n月份,群众来访（人次）,群众来访（批次）,网上信访\n,局机关,局机关,局机关\n6月,173,11,12\n"
    ),
}


@pytest.mark.parametrize("text", TWINS.values(), ids=TWINS.keys())
def test_of_two_headers_that_differ_in_their_unit_the_fitting_one_is_the_column(text: str) -> None:
    file = read(text)
    expected: Figures = {
        ("petitions_visits", "office", JUNE): (11, ""),
        ("petitions_online", "office", JUNE): (12, ""),
    }
    assert errors(file) == []
    assert figures(file) == expected
    assert [code for code, _, _ in warnings(file)] == ["unknown_column"]


def test_a_merged_level_of_units_holds_for_all_columns_below_it() -> None:
    drawing = """
2023年6月普法 | < | <
单位 | 份数（万份） | <
^ | 宣传资料 | 整治
局机关 | 3 |
"""
    for content in (xlsx_of(drawing), csv_of(drawing)):
        assert figures(read(content)) == LEAFLETS


def test_many_converted_figures_are_told_one_by_one_up_to_a_number() -> None:
    rows = [[f"{year}-{month:02d}", "局机关", "1"] for year in (2022, 2023) for month in range(1, 13)]
    told = messages(read(as_text([["月份", "单位", "受理工单数（百件）"], *rows])), "scaled")
    assert len(told) == 11
    assert "共 14 个数" in told[-1]


def test_a_total_is_checked_in_the_unit_of_its_column() -> None:
    text = "2023年6月普法\n单位,宣传资料份数（万份）\n局机关,1.5\n大队,2\n合计,{}\n".replace(
        "大队", "执法大队"
    )
    assert "total_mismatch" not in [code for code, _, _ in warnings(read(text.format("3.5")))]
    assert "total_mismatch" in [code for code, _, _ in warnings(read(text.format("35000")))]


@pytest.mark.parametrize(
    "line", ["单位：局机关  单位：万份", "填报单位：局机关　　计量单位：万份", "填报单位：局机关,,单位：万份"]
)
def test_a_title_may_say_who_reports_and_what_is_counted(line: str) -> None:
    assert figures(read(f"2023年6月普法\n{line}\n宣传资料份数,集中宣传活动\n3,\n")) == LEAFLETS


def test_the_unit_above_a_table_of_one_indicator_is_that_indicators() -> None:
    file = read("2023年执法培训分月统计表\n单位：人次\n单位,5月,6月\n局机关,30,40\n")
    assert {code for code, _, _ in errors(file)} == {"wrong_unit"}


def test_units_below_a_blank_header_are_counting_units_and_nothing_else() -> None:
    drawing = "2023年6月普法\n单位 | 宣传资料份数 |\n局机关 | 3 | 万份\n"
    assert figures(read(xlsx_of(drawing))) == LEAFLETS


def test_two_columns_of_counting_units_are_not_chosen_between() -> None:
    header = "单位,宣传资料份数,计量单位,集中宣传活动,计量单位"
    file = read(f"2023年6月普法\n{header}\n局机关,3,万份,2,次\n")
    assert [code for code, _, _ in errors(file)] == ["ambiguous_column"]


def test_a_row_left_out_keeps_the_unit_that_a_note_states() -> None:
    table = read("2023年6月普法\n单位,宣传资料份数\n局机关,3\n大队,x\n注：单位：万份\n").tables[0]
    lines = [*table.title_lines, table.header, ("局机关", "3")]
    assert figures(read(as_text(lines))) == LEAFLETS
