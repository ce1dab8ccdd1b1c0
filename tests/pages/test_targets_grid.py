"""目标与任务: what is changed in the grid is a file like any other, which 数据填报 checks and loads."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.ui.plan.record_rows import blank_rows, carried_over, changed_rows, read_grid, record_request
from domain.catalogue import load_catalogue
from etl.load.preview import Preview, preview
from etl.warehouse import Warehouse
from etl.warehouse.directory import read_directory
from tests.pages.board import JUNE, checked, pages_html, parts, words
from tests.pages.data_pages import confirm, press, said
from tests.pages.plan import open_plan

CATALOGUE = load_catalogue()


def grid(folder: Path, dataset: str = "targets", year: int = 2023) -> pd.DataFrame:
    """The sample's records as the grid shows them."""
    with Warehouse(folder).read() as connection:
        units = read_directory(connection).members("bureau")
        return read_grid(connection, CATALOGUE, CATALOGUE.dataset(dataset), year, units)


def checked_as_file(folder: Path, rows: list[dict[str, str]], dataset: str = "targets") -> Preview:
    request = record_request(CATALOGUE.dataset(dataset), 2023, rows, date(2024, 1, 5))
    return preview(Warehouse(folder), CATALOGUE, request)


@pytest.mark.parametrize("dataset", ["targets", "tasks"])
def test_a_grid_written_back_as_it_stands_changes_nothing(sample_warehouse: Path, dataset: str) -> None:
    standing = grid(sample_warehouse, dataset)
    every = changed_rows(blank_rows(CATALOGUE.dataset(dataset)), standing)
    assert len(every) == len(standing) > 10
    assert checked_as_file(sample_warehouse, every, dataset).status == "unchanged"
    assert changed_rows(standing, standing.copy()) == []


@given(places=st.sets(st.integers(0, 70), max_size=6), target=st.integers(1, 99_999))
@settings(max_examples=15)
def test_only_the_rows_that_were_changed_are_written(
    sample_warehouse: Path, places: set[int], target: int
) -> None:
    standing = grid(sample_warehouse)
    edited = standing.copy()
    counted = [place for place in places if CATALOGUE.kpi_named(standing["kpi"][place]).kind == "sum"]  # type: ignore[union-attr]
    counted = [place for place in counted if standing["profile"][place] != "自定"]
    for place in counted:
        edited.loc[place, "target"] = str(target)
    differing = {place for place in counted if standing["target"][place] != str(target)}
    rows = changed_rows(standing, edited)
    assert [(row["kpi"], row["unit"]) for row in rows] == [
        (standing["kpi"][place], standing["unit"][place]) for place in sorted(differing)
    ]
    if rows:
        found = checked_as_file(sample_warehouse, rows)
        assert found.tables[0].changes.changed == len(rows)
        assert found.tables[0].changes.added == 0


def test_a_new_row_that_holds_only_its_defaults_is_no_target() -> None:
    dataset = CATALOGUE.dataset("targets")
    begun = pd.DataFrame([{"profile": "按月均分", "illustrative": "否", "plan_1": float("nan"), "kpi": None}])
    assert changed_rows(blank_rows(dataset), begun) == []


def test_a_mistake_in_the_grid_is_named_like_one_in_a_file(sample_warehouse: Path) -> None:
    row = {"kpi": "集体学法次数", "unit": "bureau", "target": "四次", "source": "要点", "profile": "按月均分"}
    found = checked_as_file(sample_warehouse, [row])
    assert found.status == "refused"
    assert [(one.code, one.column) for one in found.tables[0].findings] == [("not_a_number", "年度目标")]


def test_the_grid_stands_where_it_is_asked_for(warehouse: Path) -> None:
    at = open_plan("targets", **JUNE)
    assert len(at.data_editor) == 0
    checked(at.toggle(key="targets-changing").set_value(True).run())
    standing, new = at.data_editor
    assert (standing.editing_mode, new.editing_mode) == ("fixed", "add")
    assert len(standing.value) == 76
    checked(press(at, "核对改动"))
    assert [info.value for info in at.info] == ["没有改动。"]
    checked(at.toggle(key="targets-changing").set_value(False).run())
    checked(at.toggle(key="tasks-changing").set_value(True).run())
    assert len(at.data_editor[0].value) == 12


def test_a_year_without_targets_says_what_to_do_and_begins_with_last_years(warehouse: Path) -> None:
    at = open_plan("targets", year="2024", month="3", unit="bureau")
    assert [header.value for header in at.header] == ["全局2024年还没有年度目标", "全局2024年还没有年度任务"]
    assert "下载模板，用文件导入" in words(pages_html(at))
    checked(at.toggle(key="targets-copied").set_value(True).run())
    press(at, "核对改动")
    assert at.title[0].value == "数据填报"
    assert "新增76条" in said(at)
    at.switch_page("pages/data/upload.py")
    confirm(checked(at.run()))
    at = open_plan("targets", year="2024", month="3", unit="bureau")
    assert "按季" in parts(pages_html(at), "tbody", "group_study")


def test_an_empty_warehouse_asks_for_units_first(empty_warehouse: Path) -> None:
    at = open_plan("targets")
    assert "请做三件事" in at.header[0].value


def test_next_year_begins_with_the_targets_of_the_years_end() -> None:
    rows = [
        ("集体学法次数", "a", "12", None),
        ("满意率", "a", "95%", None),
        ("集体学法次数", "a", "10", "2023-07"),
    ]
    targets = pd.DataFrame(rows, columns=["kpi", "unit", "target", "effective"], dtype=object)
    begun = carried_over(targets)
    assert sorted(zip(begun["kpi"], begun["target"], strict=True)) == [
        ("满意率", "95%"),
        ("集体学法次数", "10"),
    ]
    assert begun["effective"].isna().all()


def test_what_was_typed_and_not_loaded_is_in_the_grid_when_one_comes_back(warehouse: Path) -> None:
    at = open_plan("targets", year="2024", month="3", unit="bureau")
    checked(at.toggle(key="targets-copied").set_value(True).run())
    press(at, "核对改动")
    press(at, "取消")
    at.switch_page("pages/plan/targets.py")
    at.query_params.update({"year": "2024", "month": "3", "unit": "bureau"})
    checked(at.run())
    assert "还没有入库，仍在下面的表格里" in said(at)
    assert [len(editor.value) for editor in at.data_editor] == [76]
    checked(press(at, "不要了，清空"))
    assert "还没有入库" not in said(at)
