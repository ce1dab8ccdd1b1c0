"""What holds for a table though it stands elsewhere: year and reporter on a cover, who signed below."""

import pytest

from tests.etl.sheets import as_xlsx, errors, figures, findings, read

ABOVE = "2023年6月热线\n受理工单数,办结工单数,满意数\n5,4,3\n"
BY_MONTH = [["12345热线"], ["月份", "单位", "受理工单数"], ["5月", "局机关", 4], ["6月", "局机关", 5]]
COVER = [["法治政府建设统计报表"], ["（2023年度）"], ["示例局"], ["2024年1月"]]


def units_of(content: bytes | str, **options: object) -> set[str]:
    return {unit for _, unit, _ in figures(read(content, **options))}


@pytest.mark.parametrize(
    "foot",
    [
        "填报单位：综合执法大队,填报人：张三,填报日期：2023-07-03\n",
        "填报单位：综合执法大队  填报人：张三  填报日期：2023年7月3日\n",
        "填报单位（盖章）：执法大队,,审核人：李四\n",
        "填报人：张三,填报单位：综合执法大队\n",
        "注：本表按月填报。\n\n填报单位：,综合执法大队\n填报日期：2023-07-03\n",
        "填报部门：综合执法大队,,\n",
    ],
)
def test_the_reporter_in_the_signature_counts_where_nothing_above_names_one(foot: str) -> None:
    file = read(ABOVE + foot)
    assert errors(file) == []
    assert {key: value for key, (value, _) in figures(file).items()} == {
        ("tickets_received", "brigade", "2023-06"): 5,
        ("tickets_closed", "brigade", "2023-06"): 4,
        ("tickets_satisfied", "brigade", "2023-06"): 3,
    }


def test_the_signature_below_a_list_of_indicators_or_of_months_counts_too() -> None:
    down = "2023年6月热线,\n指标,数量\n受理工单数,3\n填报单位：综合执法大队,填报人：张三\n"
    months = "2023年热线,\n月份,受理工单数\n5月,3\n6月,4\n填报单位：综合执法大队,填报人：张三\n"
    for content in (down, months):
        assert errors(read(content)) == []
        assert units_of(content) == {"brigade"}


def test_a_letterhead_above_does_not_speak_against_the_signature() -> None:
    assert units_of("示例局" + ABOVE + "填报单位：局机关\n") == {"office"}


@pytest.mark.parametrize("above", ["填报单位：局机关\n" + ABOVE, "局机关" + ABOVE])
def test_another_reporter_above_than_in_the_signature_is_refused(above: str) -> None:
    file = read(above + "填报单位：综合执法大队\n")
    (found,) = findings(file)
    assert found.code == "missing_column"
    assert "综合执法大队" in found.message


@pytest.mark.parametrize(
    "foot",
    [
        "综合执法大队,,\n",
        "制表单位：综合执法大队,,\n",
        "审核单位：综合执法大队,,\n",
        "填报单位：火星队,,\n",
    ],
)
def test_a_name_below_that_is_no_signature_of_a_known_reporter_does_not_count(foot: str) -> None:
    assert "brigade" not in units_of(ABOVE + foot)
    assert {code for code, *_ in errors(read(ABOVE + foot))} >= {"missing_column"}


def test_a_department_that_signs_for_the_unit_above_the_table_does_not_speak_against_it() -> None:
    assert units_of("填报单位：示例局\n" + ABOVE + "填报部门：局机关\n") == {"root"}
    assert units_of("填报单位：局机关\n" + ABOVE + "填报单位：局机关\n") == {"office"}
    assert units_of("单位：示例局\n" + ABOVE + "填报单位：局机关\n") == {"office"}


def test_a_column_of_units_wins_over_the_signature() -> None:
    content = "2023年6月热线\n单位,受理工单数\n局机关,5\n填报单位：综合执法大队,\n"
    assert units_of(content) == {"office"}


def test_each_of_two_tables_in_a_sheet_has_its_own_signature() -> None:
    tables = (
        "2023年6月热线\n受理工单数,办结工单数\n5,4\n填报单位：综合执法大队,\n\n"
        "2023年6月信访\n网上信访件数,群众来信件数\n2,1\n填报单位：局机关,\n"
    )
    assert {(indicator, unit) for indicator, unit, _ in figures(read(tables))} == {
        ("tickets_received", "brigade"),
        ("tickets_closed", "brigade"),
        ("petitions_online", "office"),
        ("petitions_letters", "office"),
    }


def test_a_target_signed_by_an_office_stays_the_whole_bureaus() -> None:
    file = read("2023年度目标\n指标,年度目标,依据\n集体学法次数,12,要点\n填报单位：局机关,,\n")
    assert list(file.tables[0].records["unit"]) == ["root"]


def test_the_year_on_a_cover_sheet_completes_the_months_of_the_other_sheets() -> None:
    file = read(as_xlsx({"封面": COVER, "热线": BY_MONTH}))
    assert errors(file) == []
    assert {month for _, _, month in figures(file)} == {"2023-05", "2023-06"}
    sheet_of_a_month = [["单位", "受理工单数"], ["局机关", 5]]
    assert set(figures(read(as_xlsx({"封面": COVER, "6月": sheet_of_a_month})))) == {
        ("tickets_received", "office", "2023-06")
    }


def test_a_year_above_the_table_wins_over_the_covers() -> None:
    file = read(as_xlsx({"封面": COVER, "热线": [["2022年热线"], *BY_MONTH[1:]]}))
    assert {month for _, _, month in figures(file)} == {"2022-05", "2022-06"}


@pytest.mark.parametrize(
    "cover",
    [
        [["统计报表"], ["2022年度、2023年度"]],
        [["统计报表"], ["2023年1月"]],
        [["统计报表"], ["二〇二三年一月五日"]],
        [["填表说明"], ["根据2023年印发的办法，各单位每月5日前报送。"]],
    ],
)
def test_two_years_a_day_of_printing_or_a_sentence_on_a_cover_do_not_count(
    cover: list[list[object]],
) -> None:
    assert {code for code, *_ in errors(read(as_xlsx({"封面": cover, "热线": BY_MONTH})))} == {"bad_month"}


def test_the_reporter_on_a_cover_sheet_counts_for_the_sheets_that_name_none() -> None:
    cover = [["2023年度统计报表"], ["填报单位：综合执法大队", "填报人：张三"]]
    rows = [["月份", "受理工单数"], ["6月", 5]]
    bare = as_xlsx({"封面": cover, "热线": rows})
    assert (errors(read(bare)), units_of(bare)) == ([], {"brigade"})
    for own in ([["填报单位：局机关"], *rows], [*rows, ["填报单位：局机关"]], [["局机关12345热线"], *rows]):
        assert units_of(as_xlsx({"封面": cover, "热线": own})) == {"office"}
    of_the_bureau = [["填报单位：示例局"], ["2023年度"]]
    assert units_of(as_xlsx({"封面": of_the_bureau, "局机关": rows})) == {"office"}
    assert units_of(as_xlsx({"封面": of_the_bureau, "热线": rows})) == {"root"}


def test_a_sheet_behind_the_table_is_no_cover() -> None:
    file = read(as_xlsx({"热线": BY_MONTH, "说明": COVER}))
    assert {code for code, *_ in errors(file)} == {"bad_month"}


def test_rows_left_out_take_along_what_the_cover_and_the_signature_say() -> None:
    signed = ["填报单位：局机关", "填报人：张三", "制表单位：综合执法大队"]
    rows = [["12345热线"], ["月份", "受理工单数"], ["5月", 4], ["6月", "x"], signed]
    table = read(as_xlsx({"封面": COVER, "热线": rows})).tables[0]
    assert not any("张三" in cell for line in table.title_lines for cell in line)
    lines = [*table.title_lines, table.header, *(bad.cells for bad in table.bad_rows)]
    mended = "\n".join(",".join(cells) for cells in lines).replace("x", "7")
    assert {key: value for key, (value, _) in figures(read(mended)).items()} == {
        ("tickets_received", "office", "2023-06"): 7
    }


@pytest.mark.parametrize(
    "table",
    [
        "月份,单位,受理工单数\n2023-06,局机关,5\n填报人：张三,,63012345\n",
        "2023年6月\n单位,受理工单数\n局机关,5\n联系电话：,63012345\n",
    ],
)
def test_a_telephone_number_in_the_column_of_figures_is_told_to_be_one(table: str) -> None:
    assert "落款" in findings(read(table))[0].message
    assert errors(read(table.replace("63012345", ""))) == []


@pytest.mark.parametrize("label", ["填报单位：", "填报单位:", "单位："])
def test_a_unit_in_the_cell_beside_its_label_is_no_level_of_the_header(label: str) -> None:
    text = f"2023年6月12345热线,,\n{label},局机关,\n指标,数量,备注\n受理工单数,5,\n办结工单数,4,\n"
    file = read(text)
    assert findings(file) == []
    assert figures(file) == {
        ("tickets_received", "office", "2023-06"): (5, ""),
        ("tickets_closed", "office", "2023-06"): (4, ""),
    }


@pytest.mark.parametrize(
    "foot", ["制表人：李四,,", "制表人：李四,,审核人：王五", "注：数据来自12345平台。,,", ",,2023年7月3日"]
)
@pytest.mark.parametrize("last", ["局机关,3,", "局机关,—,"])
def test_what_is_signed_below_the_lines_of_the_last_month_is_no_row_of_it(foot: str, last: str) -> None:
    months = f"5月,,\n执法大队,2168,7\n小计,2168,7\n6月,,\n执法大队,414,9\n{last}\n"
    file = read(f"2023年热线,,\n单位,受理工单数,满意数\n{months}{foot}\n")
    assert findings(file) == []
    assert len(figures(file)) == (5 if "3" in last else 4)


def test_a_unit_without_figures_below_the_line_of_the_last_month_is_a_row_of_it() -> None:
    months = "5月,,\n局机关,3,1\n6月,,\n局机关,4,1\n综合执法大队,,\n"
    file = read(f"2023年热线,,\n单位,受理工单数,满意数\n{months}制表人：李四,,\n", blank_is_zero=True)
    assert findings(file) == []
    assert figures(file)["tickets_received", "brigade", "2023-06"] == (0, "")


@pytest.mark.parametrize("foot", ["", "制表人：李四,,\n", "2023年9月,,\n"])
def test_the_lines_of_months_that_are_not_filled_in_yet_are_months_too(foot: str) -> None:
    months = "".join(
        f"{month}月,,\n执法大队,{cell},\n局机关,{cell},\n" for month, cell in [(5, "3"), (6, ""), (7, "")]
    )
    file = read(f"2023年热线,,\n单位,受理工单数,满意数\n{months}{foot}")
    assert findings(file) == []
    assert set(figures(file)) == {("tickets_received", unit, "2023-05") for unit in ("brigade", "office")}
