"""Where only the sample is there, the page asks where a load is to go."""

from pathlib import Path

import pytest

from etl.warehouse import Warehouse
from etl.warehouse import warehouse as places
from tests.pages.data_pages import (
    BRIGADE_JUNE,
    HOTLINE,
    confirm,
    drop,
    figure,
    labels,
    open_data_page,
    press,
    said,
)

JUNE = {"year": "2023", "month": "6", "unit": "bureau"}
FILE = ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21))


@pytest.fixture
def only_the_sample(own_sample_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(places, "SAMPLE", own_sample_warehouse)
    monkeypatch.setattr(places, "OFFICE", tmp_path / "office")
    return own_sample_warehouse


def test_a_load_waits_until_somebody_says_where_it_goes(only_the_sample: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), FILE)
    assert "启用本单位数据；只想试一试" in said(at)
    assert not any(label.startswith("确认入库") for label in labels(at))

    at = confirm(press(at, "在示例中试用"))
    assert figure(only_the_sample, "tickets_satisfied", "brigade", "2023-06") == 21


def test_the_offices_own_is_begun_and_the_file_checked_against_it(
    only_the_sample: Path, tmp_path: Path
) -> None:
    before = Warehouse(only_the_sample).version()
    at = drop(open_data_page("upload", **JUNE), FILE)
    at.button(key="where-own-load").click()
    at.run()
    assert "按本单位的数据重新核对" in said(at)
    assert "没有" in said(at)  # nobody is known there yet
    assert Warehouse(tmp_path / "office").exists()
    assert Warehouse(only_the_sample).version() == before


def test_a_month_is_not_closed_in_the_sample_unasked(only_the_sample: Path) -> None:
    before = Warehouse(only_the_sample).version()
    at = open_data_page("reporting", **JUNE)
    at.text_input(key="who-封账至2023年6月").set_value("科长")
    at.text_input(key="why-封账至2023年6月").set_value("核定")
    at = press(at, "封账至2023年6月")
    assert "请先选" in said(at)
    assert Warehouse(only_the_sample).version() == before
