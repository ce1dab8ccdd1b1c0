"""What is no monthly table is told for what it is; advice is given only where it helps."""

import pytest

from tests.etl.sheets import as_xlsx, errors, figures, findings, read, warnings

REPORT = (
    "2023年法治政府建设工作总结\n一年来，我局以习近平法治思想为指导，共办理案件414起，其中重大执法决定9件。\n"
    "二、主要做法。全年开展集中学法12次，组织执法培训6次，参训2168人次。\n"
)


@pytest.mark.parametrize(
    "content",
    [
        REPORT,
        REPORT.encode("gbk"),
        "关于6月份12345热线的报告\n\n区政府：\n  6月份，共受理工单414件，满意9件。\n  特此报告。\n",
        "6月份，我局受理工单数414件，办结工单数400件\n",
        as_xlsx({"Sheet1": [["2023年工作总结"], ["一、基本情况。今年以来共受理工单414件，办结400件。"]]}),
    ],
    ids=["text", "gbk", "letter", "a line", "workbook"],
)
def test_a_written_report_is_told_from_a_table(content: str | bytes) -> None:
    (finding,) = findings(read(content, "总结.txt"))
    assert finding.code == "unknown_dataset"
    assert "文字材料" in finding.message and "工作总结" in finding.message


@pytest.mark.parametrize(
    "text", ["甲,乙\n1,2\n", "品名,数量\n大米（五常产）,20\n面粉,30\n", "合同编号,甲方\nA1,某公司\n"]
)
def test_a_table_of_something_else_is_no_written_report(text: str) -> None:
    assert all("文字材料" not in one.message for one in findings(read(text)))


COMPARED = [
    "2024年与2023年热线对比表,,,\n指标,2022年,2023年,增减\n受理工单数,2168,2300,6.1%\n",
    "2023年6月热线对比表,,,\n指标,2022年,2023年,增减\n受理工单数,2168,2300,6.1%\n",
    "单位,2022年受理工单数,2023年受理工单数,增减\n局机关,2168,2300,6.1%\n",
    "单位,受理工单数,,办结工单数,\n,2022年,2023年,2022年,2023年\n局机关,1,2,3,4\n",
    "单位,二〇二二年,二〇二三年\n局机关,5,6\n",
    "年度,受理工单数,办结工单数\n2022,3,4\n2023,5,6\n",
    "2022-2023年受理工单数\n月份,2022年,2023年\n1月,3,4\n2月,5,6\n",
    "单位,2022年1-6月,2023年1-6月\n局机关,3,4\n",
    "2023年上半年信访\n指标,2022年上半年,2023年上半年\n网上信访件数,3,4\n",
    "2023年6月热线\n指标,今年,去年,增减%\n受理工单数,3,4,5\n",
    "2023年6月热线\n单位,受理工单数,\n,本年,上年\n局机关,1,2\n",
]


@pytest.mark.parametrize("text", COMPARED)
def test_a_comparison_of_years_is_named(text: str) -> None:
    file = read(text, unit="局机关", month=None)
    assert figures(file) == {}
    assert [code for code, *_ in errors(file)] in (["unknown_dataset"], ["missing_column"])
    assert "年度对比表" in findings(file)[0].message


@pytest.mark.parametrize(
    "text",
    [
        "月份,单位,受理工单数,2022年同期数,2023年目标\n2023-06,局机关,3,4,5\n",
        "2023年6月热线\n填报单位：局机关\n指标,本月,2022年同期,2021年同期\n受理工单数,3,4,5\n",
        "年度,月份,单位,受理工单数\n2023,6月,局机关,3\n2022,6月,局机关,4\n",
        "填报单位：局机关\n指标,2022年6月,2023年6月,同比\n受理工单数,4,3,-25%\n",
    ],
)
def test_a_table_of_months_beside_other_years_is_read(text: str) -> None:
    file = read(text)
    assert errors(file) == []
    assert figures(file)["tickets_received", "office", "2023-06"] == (3, "")


def test_last_years_beside_targets_are_no_comparison() -> None:
    text = "年度,指标,2021年实际,2022年实际,年度目标,依据\n2023,满意率,90%,91%,95%,文件\n"
    assert errors(read(text)) == []


@pytest.mark.parametrize(
    "table", ["受理工单数,办结工单数\n3,3\n4,4\n", "各队,受理工单数\n一中队,3\n二中队,4\n"]
)
def test_no_unit_is_asked_for_a_table_of_several(table: str) -> None:
    (finding,) = [one for one in findings(read(f"2023年6月热线\n{table}")) if one.code == "missing_column"]
    assert "几个单位" in finding.message and "--unit" not in finding.message


def test_a_unit_is_asked_for_a_table_of_one() -> None:
    for table in ("受理工单数,办结工单数\n3,3\n", "月份,受理工单数\n5月,3\n6月,3\n"):
        (finding,) = findings(read(f"2023年6月热线\n{table}"))
        assert "--unit" in finding.message


@pytest.mark.parametrize(
    "name", ["综合执法大队\u200e", "综合执法\u00ad大队", "综合执法\u2f24队", "\u202a局机关\u202c"]
)
def test_a_name_with_signs_that_nobody_sees_is_the_name(name: str) -> None:
    assert errors(read(f"月份,单位,受理工单数\n2023-06,{name},3\n")) == []


@pytest.mark.parametrize("name", ["综合执法大队.", "“局机关”", "局机关：", "*局机关"])
def test_a_unit_is_never_told_to_be_like_itself(name: str) -> None:
    (finding,) = findings(read(f"月份,单位,受理工单数\n2023-06,{name},3\n"))
    assert finding.code == "unknown_unit"
    assert "多了标点" in finding.message and "相近" not in finding.message


def test_quarters_get_one_message_and_no_advice_on_months() -> None:
    (finding,) = findings(read("2023年热线\n填报单位：局机关\n指标,一季度,二季度\n受理工单数,3,4\n"))
    assert "一季度" in finding.message and "--month" not in finding.message


def test_quarters_of_a_list_of_targets_are_not_told_to_be_no_figures_of_a_month() -> None:
    file = read("年度,指标,年度目标,依据,同比增长\n2023,满意率,95%,文件,1%\n")
    assert [code for code, *_ in warnings(file)] == ["unknown_column"]
    assert "当月" not in findings(file)[0].message
