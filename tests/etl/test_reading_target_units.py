"""A counting unit that a list of targets states is compared with the KPI's own, and its scale counts."""

import pytest

from tests.etl.sheets import as_text, errors, read, records, warnings


def target(**cells: object) -> str:
    """A targets file of one row: 12 times in 2023, unless the cells say otherwise."""
    row = {"年度": "2023", "指标": "集体学法次数", "年度目标": "12", "依据": "要点第三条"} | cells
    return as_text([list(row), list(row.values())])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"计量单位": "人"}, [("wrong_unit", 2, "年度目标")]),
        ({"指标": "法治学习次数（人次）", "年度目标": "86"}, [("wrong_unit", 2, "年度目标")]),
        ({"年度目标": "86人次"}, [("wrong_unit", 2, "年度目标")]),
        ({"计量单位": "%"}, [("wrong_unit", 2, "年度目标")]),
        ({"上半年（人）": "6", "全年": "12"}, [("wrong_unit", 2, "上半年（人）")]),
        ({"计量单位": "万次", "年度目标": "1.23456"}, [("not_whole", 2, "年度目标")]),
        ({"指标": "满意率", "计量单位": "%", "年度目标": "0.98"}, [("bad_value", 2, "年度目标")]),
        ({"第一阶段": "5", "第二阶段": "7"}, [("plan_conflict", 2, "第一阶段")]),
        ({"一季度": "3", "1季度": "3", "全年": "12"}, [("ambiguous_column", 1, "1季度")]),
        ({"3月": "25%", "12月": "100%"}, [("wrong_unit", 2, "3月"), ("wrong_unit", 2, "12月")]),
    ],
)
def test_a_stated_counting_unit_and_an_unclear_column_are_not_passed_over(
    cells: dict[str, object], expected: list[tuple[str, int, str]]
) -> None:
    assert errors(read(target(**cells))) == expected


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({"计量单位": "次"}, 12),
        ({"计量单位": "场次"}, 12),
        ({"年度目标": "12场"}, 12),
        ({"指标": "宣传资料份数", "计量单位": "万份", "年度目标": "1.2"}, 12000),
        ({"指标": "宣传资料份数", "计量单位": "万份", "年度目标": "1.2万"}, 12000),
        ({"指标": "宣传资料份数（千份）", "年度目标": "12"}, 12000),
        ({"指标": "满意率", "计量单位": "%", "年度目标": "98"}, 0.98),
        ({"年度目标": "不少于12次"}, 12),
    ],
)
def test_a_stated_counting_unit_of_the_kpis_family_counts_with_its_scale(
    cells: dict[str, object], value: float
) -> None:
    assert records(read(target(**cells)))[0]["target"] == value


def test_a_scale_is_told() -> None:
    text = "单位：万份,,,\n年度,指标,年度目标,依据\n2023,宣传资料份数,1.2,要点\n2023,集体学法次数,12,要点\n"
    assert [record["target"] for record in records(read(text))] == [12000, 12]
    assert warnings(read(text)) == [("scaled", 3, "年度目标")]
