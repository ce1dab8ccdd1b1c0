"""数据填报 before any unit is known: the units can be made from the file that was dropped."""

from pathlib import Path

from etl.warehouse import Warehouse
from tests.pages.data_pages import confirm, drop, labels, open_data_page, press, said

TARGETS = (
    "年度,指标,单位,年度目标,依据\n"
    "2023,集体学法次数,,12,一\n2023,法治学习次数,甲大队,4,一\n2023,满意率,乙站,95%,一\n"
)


def test_units_are_made_from_the_file_and_loaded_with_it(empty_warehouse: Path) -> None:
    at = drop(open_data_page("upload"), ("目标.csv", TARGETS))
    assert "表中写有：甲大队、乙站。" in said(at)
    assert said(at).count("请先导入单位表，再导入这份表") == 1
    press(at, "按本表建立单位")
    assert "请先填写全局的名称" in said(at)
    at.text_input(key="unit-offer-root").set_value("示例局")
    press(at, "按本表建立单位")
    assert "单位-按报表建立.csv" in said(at)
    assert any(label.startswith("确认入库") for label in labels(at))
    confirm(at)
    with Warehouse(empty_warehouse).read() as connection:
        found = connection.execute("SELECT unit, target FROM current_target ORDER BY unit").fetchall()
    assert found == [("root", 12), ("u01", 4), ("u02", 0.95)]
