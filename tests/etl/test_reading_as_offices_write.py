"""Tables as an office keeps them that has not read the contract load, or it is said what to do."""

import pytest

from domain.units import UnitDirectory
from tests.etl.sheets import errors, figures, findings, read


def message(content: str, code: str, **options: object) -> str:
    """What the one finding of this code says."""
    (found,) = [one for one in findings(read(content, **options)) if one.code == code]
    return found.message


def test_headings_without_the_word_for_number_are_known() -> None:
    short = "2023年6月\n单位,专题会议,问题线索（条）,已整改\n局机关,2,5,4\n"
    full = "月份,单位,专题会议次数,问题线索数,已整改线索数\n2023-06,局机关,2,5,4\n"
    assert errors(read(short)) == []
    assert figures(read(short)) == figures(read(full))


def test_a_percentage_in_place_of_a_count_is_called_one() -> None:
    text = "月份,单位,受理工单数,按时办结数\n2023-06,局机关,5,98.5%\n"
    assert message(text, "wrong_unit").startswith("这里填的是百分比")


@pytest.mark.parametrize(
    "title", ["12345热线办理情况（2023年1-6月累计）", "2023年1—6月12345热线", "今年以来12345热线"]
)
def test_a_year_to_date_is_not_asked_for_its_month_as_if_it_were_one(title: str) -> None:
    told = message(f"{title}\n单位,受理工单数\n局机关,130\n", "missing_column")
    assert "像是累计数" in told
    assert "当月" in told


def test_a_table_of_units_alone_is_not_said_to_fit_every_dataset() -> None:
    told = message("单位,甲,乙\n局机关,1,2\n", "unknown_dataset")
    assert "同时符合" not in told
    assert "填报模板" in told


def test_a_unit_that_reports_everything_says_so_in_one_word() -> None:
    text = "单位代码,单位名称,上级单位,填报内容\nju,某局,,\njg,机关,某局,全部\n"
    records = read(text, units=UnitDirectory(())).tables[0].records
    assert len(records["reports"].iloc[1]) == 6


def test_the_words_offices_use_for_the_state_of_a_task_are_known() -> None:
    head = "年度,任务编号,任务名称,责任单位,完成时限,状态,完成日期\n"
    rows = "2023,1,甲,局机关,2023-06-30,未开始,\n2023,2,乙,局机关,2023-06-30,正在办理,\n"
    records = read(head + rows + "2023,3,丙,局机关,2023-06-30,完成,2023-06-01\n").tables[0].records
    assert records["status"].tolist() == ["not_started", "in_progress", "done"]


def test_a_table_with_figures_of_the_month_is_not_said_to_have_none() -> None:
    text = "2023年6月普法,,,\n单位,集中宣传活动次数,,\n,年度目标,当月,累计\n局机关,5,3,8\n"
    (found,) = findings(read(text))
    assert found.code == "unknown_dataset"
    assert "“年度目标”不是“普法宣传”的列" in found.message
