"""A file that comes before its units is told so once, and the units can be made from it."""

from pathlib import Path

import pytest

from domain.units import UnitDirectory
from etl.export.unit_list import units_request, unknown_units
from etl.warehouse import Warehouse
from tests.etl.desk import TODAY, Desk, codes
from tests.etl.sheets import findings, read

NOBODY = UnitDirectory()
ROOT = Path(__file__).resolve().parents[2]
TARGETS = (
    "年度,指标,单位,年度目标,依据\n"
    "2023,集体学法次数,,12,一\n2023,法治学习次数,甲大队,4,一\n2023,满意率,乙站,95%,一\n"
)
TABLES = {
    "targets": TARGETS,
    "tasks": (
        "年度,任务编号,任务名称,责任单位,完成时限,状态\n"
        "2023,1,甲事,甲大队,2023-06-30,未启动\n2023,2,乙事,乙站,2023-06-30,未启动\n"
    ),
    "notes": "月份,单位,指标,说明\n2023-06,甲大队,满意率,因为\n2023-06,乙站,满意率,因为\n",
    "figures": "月份,单位,受理工单数\n2023-05,甲大队,1\n2023-06,甲大队,1\n2023-06,乙站,2\n",
}


@pytest.mark.parametrize("kind", TABLES)
def test_that_no_unit_is_known_is_said_once(kind: str) -> None:
    (finding,) = findings(read(TABLES[kind], units=NOBODY))
    assert (finding.code, finding.row) == ("unknown_unit", None)
    assert "还没有登记任何单位，表中写有 甲大队、乙站" in finding.message


def test_the_samples_targets_are_one_line() -> None:
    content = (ROOT / "data/sample/invented/targets-2023.csv").read_bytes()
    assert len([one for one in findings(read(content, units=NOBODY)) if one.severity == "error"]) == 1


def test_other_faults_are_still_named() -> None:
    found = findings(read(TARGETS.replace("95%", "95"), units=NOBODY))
    assert [one.code for one in found] == ["unknown_unit", "bad_value"]


def test_units_made_from_a_file_let_it_in(tmp_path: Path) -> None:
    desk = Desk(Warehouse(tmp_path / "warehouse"))
    seen = desk.preview(TARGETS)
    names = unknown_units([seen])
    assert names == ("甲大队", "乙站")
    made = units_request(desk.catalogue, "示例局", names, TODAY)
    assert desk.load(made.content, made.file).status == "ok"
    outcome = desk.load(TARGETS)
    assert (outcome.status, codes(outcome)) == ("ok", [])


def test_a_bureau_that_is_named_itself_is_made_once(tmp_path: Path) -> None:
    desk = Desk(Warehouse(tmp_path / "warehouse"))
    made = units_request(desk.catalogue, "甲大队", ("甲大队", "=乙站"), TODAY)
    assert desk.load(made.content, made.file).status == "ok"
    with desk.warehouse.read() as connection:
        found = connection.execute("SELECT name, parent FROM current_unit ORDER BY unit").fetchall()
    assert found == [("甲大队", None), ("=乙站", "root")]


def test_where_units_are_known_nothing_is_offered(desk: Desk) -> None:
    assert unknown_units([desk.preview("月份,单位,受理工单数\n2023-06,丙队,1\n")]) is None
