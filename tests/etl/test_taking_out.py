"""Taking out and putting in again: exports and templates come back unchanged and run no formula."""

import csv
import io
import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.export.export import figures_csv, figures_json, read_figures
from etl.export.template import Template, make_template
from etl.warehouse import Warehouse
from tests.etl.desk import TODAY, Desk, hotline

RECORDS = {
    "units": (
        "单位代码,单位名称,上级单位,别名,填报内容,启用年月,停用年月\n"
        "c,丙科,root,丙;三科,12345热线;信访,2022-01,2024-12\n"
    ),
    "targets": (
        "年度,指标,单位,年度目标,时序,依据,责任人,示例,"
        + ",".join(f"{month}月" for month in range(1, 13))
        + "\n"
        "2023,集体学法次数,,12,按季,要点三,张三,是" + "," * 12 + "\n"
        "2023,满意率,甲大队,98%,,要点五,,否" + "," * 12 + "\n"
        "2023,法治学习次数,乙大队,6,自定,要点四,,否,0,1,1,2,2,3,3,4,4,5,5,6\n"
    ),
    "tasks": (
        "年度,任务编号,任务名称,责任单位,完成时限,状态,完成日期,依据\n"
        "2023,1.1,修订清单,甲大队,2023-09-30,已完成,2023-08-15,要点\n2023,1.2,开展评查,乙大队,2023-12-31,进行中,,\n"
    ),
    "notes": "月份,单位,指标,说明\n2023-06,甲大队,受理工单数,道路施工，来电增多\n",
}


def export(desk: Desk) -> str:
    with desk.warehouse.read() as connection:
        return figures_csv(read_figures(connection))


def template(desk: Desk, dataset: str, **chosen: object) -> Template:
    with desk.warehouse.read() as connection:
        return make_template(connection, desk.catalogue, dataset, 2023, **chosen)  # type: ignore[arg-type]


def test_an_export_has_a_byte_order_mark_and_the_headers_of_the_contract(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,1000余,90"))
    assert export(desk).split("\r\n") == [
        "\ufeff数据集,指标,单位,月份,数值,约数",
        "hotline,tickets_closed,a,2023-06,90,",
        "hotline,tickets_received,a,2023-06,1000,余",
        "",
    ]


def test_json_has_the_keys_of_the_contract_in_order(desk: Desk) -> None:
    desk.load("月份,单位,培训学时,参训人次\n2023-06,甲大队,1.5,约20\n")
    with desk.warehouse.read() as connection:
        assert figures_json(read_figures(connection)) == [
            {"dataset": "training", "indicator": "attendances", "unit": "a", "month": "2023-06",
             "value": 20, "approximate": True, "load": 2},
            {"dataset": "training", "indicator": "training_hours", "unit": "a", "month": "2023-06",
             "value": 1.5, "approximate": False, "load": 2},
        ]  # fmt: skip


FIGURE = st.tuples(
    st.sampled_from(["甲大队", "乙大队", "示例局"]),
    st.sampled_from([f"2023-{month:02d}" for month in range(1, 13)]),
)
CELL = st.one_of(
    st.integers(0, 1_000_000).map(str),
    st.floats(0, 1000).map(lambda value: f"{value:.2f}"),
    st.tuples(st.integers(0, 5000), st.sampled_from(["{}余", "约{}", "近{}", "{}多", "{}+"])).map(
        lambda pair: pair[1].format(pair[0])
    ),
    st.just(""),
)


@settings(max_examples=10)
@given(rows=st.dictionaries(FIGURE, CELL, min_size=1, max_size=12))
def test_what_is_exported_and_loaded_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, ready_warehouse: Path, rows: dict[tuple[str, str], str]
) -> None:
    desk = copy_of(ready_warehouse, tmp_path_factory)
    lines = [f"{month},{unit},{cell}" for (unit, month), cell in rows.items()]
    if desk.load("\n".join(["月份,单位,培训学时", *lines])).status != "ok":
        assert not any(rows.values())
        return
    assert desk.load(export(desk), "导出.csv").status == "unchanged"
    assert desk.load(template(desk, "training", filled=True).as_csv(), "模板.csv").status == "unchanged"
    assert desk.load(template(desk, "training", filled=True).as_xlsx(), "模板.xlsx").status == "unchanged"


def copy_of(ready_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("copy") / "warehouse"
    shutil.copytree(ready_warehouse, folder)
    return Desk(Warehouse(folder))


@pytest.mark.parametrize("dataset", RECORDS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_records_taken_out_and_loaded_again_change_nothing(desk: Desk, dataset: str, form: str) -> None:
    assert desk.load(RECORDS[dataset]).status == "ok"
    made = template(desk, dataset, filled=True)
    outcome = desk.load(made.as_csv() if form == "csv" else made.as_xlsx(), f"表.{form}")
    assert outcome.status == "unchanged", outcome.preview


def test_a_template_has_every_month_and_unit_and_no_figure(desk: Desk) -> None:
    rows = list(csv.reader(io.StringIO(template(desk, "petitions").as_csv().decode("utf-8-sig"))))
    assert rows[0][:3] == ["月份", "单位", "上月结转件数"]
    assert len(rows) == 1 + 12 * 3
    assert {row[1] for row in rows[1:]} == {"示例局", "甲大队", "乙大队"}
    assert not any(cell for row in rows[1:] for cell in row[2:])


def test_a_template_is_for_the_units_that_report_the_dataset(desk: Desk) -> None:
    desk.load(hotline("2023-05,甲大队,10,9"))
    assert {row[1] for row in template(desk, "hotline").rows} == {"甲大队"}
    assert {row[1] for row in template(desk, "hotline", units=["b"]).rows} == {"乙大队"}


def test_a_filled_in_template_has_the_units_that_reported_what_they_do_not_owe(desk: Desk) -> None:
    desk.load("单位代码,单位名称,上级单位,填报内容\na,甲大队,root,petitions\nb,乙大队,root,hotline\n")
    desk.load(hotline("2023-06,甲大队,10,9", "2023-06,乙大队,8,7"))
    made = {filled: template(desk, "hotline", filled=filled) for filled in (False, True)}
    assert {row[1] for row in made[False].rows} == {"乙大队"}
    assert {row[1] for row in made[True].rows} == {"甲大队", "乙大队"}


def test_a_filled_in_template_loads_though_later_months_are_blank(desk: Desk) -> None:
    with desk.warehouse.read() as connection:
        made = make_template(connection, desk.catalogue, "hotline", TODAY.year, units=["a"])
    text = made.as_csv().decode("utf-8-sig").replace("2024-01,甲大队,,,", "2024-01,甲大队,,5,4")
    assert desk.load(text).status == "ok"
    assert set(desk.figures()) == {("tickets_received", "a", "2024-01"), ("tickets_closed", "a", "2024-01")}


def test_no_export_writes_a_formula(desk: Desk) -> None:
    signs = "=+-@＝＋－＠"
    units = "".join(f"{sign}c{place},{sign}cmd|calc{place},root\n" for place, sign in enumerate(signs))
    assert desk.load(f"单位代码,单位名称,上级单位\n{units}").status == "ok"
    rows = (f"2023-05,{sign}c{place},10,9" for place, sign in enumerate(signs))
    assert desk.load(hotline(*rows)).status == "ok"
    taken = export(desk)
    for place, sign in enumerate(signs):
        assert f"'{sign}c{place},2023-05" in taken
    assert desk.load(taken).status == "unchanged"
    for dataset in ("units", "hotline"):
        made = template(desk, dataset, filled=True)
        text = made.as_csv().decode("utf-8-sig")
        for sign in signs:
            assert f",{sign}" not in text.replace(f"\n{sign}", f"\n,{sign}")
        sheet = openpyxl.load_workbook(io.BytesIO(made.as_xlsx())).worksheets[0]
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
