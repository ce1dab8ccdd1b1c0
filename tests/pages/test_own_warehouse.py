"""From the sample to an office's own warehouse: led to from every page, asked and done on 数据填报 alone."""

from pathlib import Path

import pytest

from etl.warehouse import Warehouse
from tests.pages.board import checked, open_board, pages_html, words
from tests.pages.data_pages import open_data_page, said


@pytest.fixture
def office(own_sample_warehouse: Path, fresh_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The office's own warehouse, not begun yet; what is shown is the sample."""
    monkeypatch.delenv("WAREHOUSE", raising=False)
    for module in ("etl.warehouse.warehouse", "etl.warehouse"):
        monkeypatch.setattr(f"{module}.SAMPLE", own_sample_warehouse)
        monkeypatch.setattr(f"{module}.OFFICE", fresh_warehouse)
    return Warehouse(fresh_warehouse)


def test_every_page_of_the_sample_leads_to_where_the_own_warehouse_is_begun(office: Warehouse) -> None:
    at = open_board()
    assert "示例数据" in words(pages_html(at))
    (link,) = [each for each in at.get("page_link") if each.proto.label == "启用本单位数据"]
    assert link.proto.page == "upload"
    assert [button.key for button in at.button if button.key == "begin-own"] == []
    assert not office.exists()


def test_an_office_begins_its_own_warehouse_on_the_page_of_its_files(office: Warehouse) -> None:
    at = open_data_page("upload")
    assert "从空库开始" in said(at)
    assert not office.exists()
    checked(at.button(key="begin-own").click().run())
    assert office.exists()
    assert not office.is_sample
    assert "示例数据" not in words(pages_html(at))
    assert at.header[0].value == "先做三件事，看板就能用起来"


def test_a_warehouse_named_from_outside_is_not_left_by_a_click(
    office: Warehouse, sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))
    at = open_data_page("upload")
    checked(at.button(key="begin-own").click().run())
    assert "WAREHOUSE" in at.error[0].value
    assert "示例数据" in words(pages_html(at))
    assert not office.exists()


def test_an_own_warehouse_is_not_offered_twice(office: Warehouse) -> None:
    office.begin("office")
    at = open_data_page("upload")
    assert [button.key for button in at.button if button.key == "begin-own"] == []
