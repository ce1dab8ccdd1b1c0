"""The template of targets lists what may have one, and a filled-in part of it loads."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from domain.catalogue import catalogue as catalogue_module
from etl.export.template import Template, make_template
from tests.etl.desk import Desk, codes


def template(desk: Desk, **chosen: object) -> Template:
    with desk.warehouse.read() as connection:
        return make_template(connection, desk.catalogue, "targets", 2024, **chosen)  # type: ignore[arg-type]


def by_kpi(made: Template) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(made.as_csv().decode("utf-8-sig")))
    return {row["指标"]: row for row in rows}


def filled_in(made: Template, **targets: str) -> str:
    """The template as text with these targets, by KPI."""
    rows = by_kpi(made)
    for name, target in targets.items():
        rows[name] |= {"年度目标": target, "依据": "要点"}
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in made.columns])
    writer.writeheader()
    writer.writerows(rows.values())
    return text.getvalue()


def test_every_kpi_that_may_have_a_target_is_listed_with_its_counting_unit(desk: Desk) -> None:
    rows = by_kpi(template(desk))
    expected = {kpi.name for kpi in desk.catalogue.kpis if kpi.direction != "neutral"}
    assert set(rows) == expected
    assert {row["年度"] for row in rows.values()} == {"2024"}
    assert [rows[name]["计量单位"] for name in ("集体学法次数", "参训人次", "满意率")] == ["次", "人次", "%"]


def test_what_was_done_last_year_stands_beside_it(desk: Desk) -> None:
    months = range(1, 13)
    desk.load("月份,单位,集体学法次数\n" + "".join(f"2023-{month:02d},甲大队,2\n" for month in months))
    desk.load("月份,单位,法治学习次数\n2023-05,甲大队,3\n2023-06,乙大队,4\n")
    hotline = (f"2023-{month:02d},{unit},10,9,1,2,3\n" for month in months for unit in ("甲大队", "乙大队"))
    desk.load("月份,单位,回访数,满意数,上月结转数,受理工单数,办结工单数\n" + "".join(hotline))
    rows = by_kpi(template(desk))
    names = ("集体学法次数", "法治学习次数", "学法培训场次", "满意率", "在办工单", "集中宣传活动次数")
    assert [rows[name]["上年完成"] for name in names] == ["24", "7（2个月）", "31", "90%", "0", ""]
    assert by_kpi(template(desk, units=["b"]))["法治学习次数"]["上年完成"] == "4（1个月）"


def test_a_unit_that_moved_counts_under_each_parent_for_its_own_months(desk: Desk) -> None:
    units = "单位代码,单位名称,上级单位,启用年月,停用年月,并入单位,生效年月\n"
    assert desk.load(f"{units}c,一中队,a,,,,\nc,一中队,b,,,,2023-07\n", "单位.csv").status == "ok"
    months = (f"2023-{month:02d},一中队,{month}\n" for month in range(1, 13))
    assert desk.load("月份,单位,集体学法次数\n" + "".join(months)).status == "ok"
    done = {unit: by_kpi(template(desk, units=[unit]))["集体学法次数"]["上年完成"] for unit in "abc"}
    assert done == {"a": "21（6个月）", "b": "57（6个月）", "c": "78"}
    assert by_kpi(template(desk))["集体学法次数"]["上年完成"] == "78"


@pytest.mark.parametrize(
    ("file", "old", "new", "kpi", "done"),
    [
        (
            "kpis.toml",
            'formula = "tickets_satisfied / tickets_surveyed"\n',
            'formula = "tickets_satisfied / tickets_received"\nfrom = "{since}"\n',
            "满意率",
            {"2023-01": "40%", "2023-07": "53.3%（年内口径有变）", "2024-01": "80%（原口径）"},
        ),
        (
            "datasets.toml",
            'name = "培训学时", counting_unit = "学时"',
            'name = "培训学时", counting_unit = "课时", from = "{since}"',
            "培训学时",
            {"2023-01": "1.2", "2023-07": "", "2024-01": "1.2（原口径，计量单位为学时）"},
        ),
    ],
)
def test_last_year_counts_as_it_was_defined_and_says_so(
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    old: str,
    new: str,
    kpi: str,
    done: dict[str, str],
) -> None:
    months = [f"2023-{month:02d},甲大队" for month in range(1, 13)]
    desk.load("月份,单位,培训学时\n" + "".join(f"{month},0.1\n" for month in months))
    desk.load("月份,单位,受理工单数,回访数,满意数\n" + "".join(f"{month},100,50,40\n" for month in months))
    kept = catalogue_module.DEFAULT_FOLDER
    for since, expected in done.items():
        folder = shutil.copytree(kept, tmp_path / since)
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new.replace("{since}", since), 1), "utf-8")
        monkeypatch.setattr(catalogue_module, "DEFAULT_FOLDER", folder)
        assert (since, by_kpi(template(desk))[kpi]["上年完成"]) == (since, expected)


def test_numbers_that_are_about_share_their_word(desk: Desk) -> None:
    desk.load("月份,单位,集体学法次数\n2023-05,甲大队,3余\n2023-06,乙大队,4余\n")
    assert by_kpi(template(desk))["集体学法次数"]["上年完成"] == "7余（2个月）"


@pytest.mark.parametrize("units", [None, ["b"]])
def test_a_template_filled_in_partly_loads_and_nothing_else_is_said(
    desk: Desk, units: list[str] | None
) -> None:
    desk.load("月份,单位,集体学法次数\n2023-05,甲大队,3\n")
    made = template(desk, units=units)
    outcome = desk.load(filled_in(made, 集体学法次数="12", 满意率="98%"), "目标.csv")
    assert (outcome.status, codes(outcome)) == ("ok", [])
    with desk.warehouse.read() as connection:
        found = connection.execute("SELECT kpi, unit, target FROM current_target ORDER BY kpi").fetchall()
    unit = units[0] if units else "root"
    assert found == [("group_study", unit, 12), ("hotline_satisfaction_rate", unit, 0.98)]


def test_a_blank_template_holds_nothing_to_load(desk: Desk) -> None:
    assert codes(desk.preview(template(desk).as_xlsx(), name="目标.xlsx")) == ["empty_file"]
