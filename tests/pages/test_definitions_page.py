"""口径说明: every KPI as the catalogue has it, found by any of its words, and a link that opens one."""

import re
from html import unescape
from pathlib import Path

import pytest

from domain.catalogue import load_catalogue
from tests.pages.board import JUNE, checked, pages_html, words
from tests.pages.data_pages import press
from tests.pages.plan import choice, open_plan

CATALOGUE = load_catalogue()


@pytest.fixture(autouse=True)
def on_the_sample(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))


def entries(page: str) -> dict[str, str]:
    """The words of each KPI's entry, in the order of the page."""
    found = re.findall(r'<details[^>]*id="kpi-(\w+)"[^>]*>(.*?)</details>', page, re.DOTALL)
    return {kpi: words(entry) for kpi, entry in found}


def test_every_kpi_stands_there_with_all_that_the_catalogue_says_of_it() -> None:
    shown = entries(pages_html(open_plan("definitions", **JUNE)))
    assert list(shown) == [kpi.id for dataset in CATALOGUE.monthly for kpi in CATALOGUE.kpis_of(dataset.id)]
    for kpi in CATALOGUE.kpis:
        for told in (kpi.name, kpi.formula, kpi.scope, kpi.owner, kpi.why, kpi.source, kpi.id):
            assert words(told) in shown[kpi.id]
        for indicator in kpi.indicators:
            column = CATALOGUE.column(indicator)
            assert f"“{column.name}”列" in shown[kpi.id]
            assert all(alias in shown[kpi.id] for alias in column.aliases)


@pytest.mark.parametrize("text", ["满意", "工单 办结", "国办发", "petitions_visits", "派遣案件总数"])
def test_a_kpi_is_found_by_any_words_of_its_definition(text: str) -> None:
    at = open_plan("definitions", **JUNE)
    checked(at.text_input(key="definitions-search").set_value(text).run())
    found = entries(pages_html(at))
    assert 0 < len(found) < len(CATALOGUE.kpis)
    assert all(word in entry for entry in found.values() for word in text.split())


def test_what_is_nowhere_says_so() -> None:
    at = open_plan("definitions", **JUNE)
    checked(at.text_input(key="definitions-search").set_value("没有的词").run())
    assert entries(pages_html(at)) == {}
    assert "没有这样的指标" in at.markdown[0].value


def test_a_table_is_chosen_and_searched() -> None:
    at = open_plan("definitions", **JUNE)
    checked(choice(at, "报表").set_value("training").run())
    assert list(entries(pages_html(at))) == [kpi.id for kpi in CATALOGUE.kpis_of("training")]


def test_a_link_opens_one_kpi_and_leads_back_to_all() -> None:
    at = open_plan("definitions", **JUNE | {"kpi": "hotline_satisfaction_rate"})
    page = pages_html(at)
    assert list(entries(page)) == ["hotline_satisfaction_rate"]
    assert re.search(r'<details[^>]*id="kpi-hotline_satisfaction_rate"[^>]* open="open"', page)
    assert "hotline?year=2023&month=6&unit=bureau&kpi=hotline_satisfaction_rate" in unescape(page)
    press(at, "← 全部指标")
    assert len(entries(pages_html(at))) == len(CATALOGUE.kpis)


def test_the_lamps_are_explained_with_shape_word_and_threshold() -> None:
    said = words(pages_html(open_plan("definitions", **JUNE)))
    for told in (
        "● 符合时序 累计达到应完成数", "▲ 滞后 累计达到应完成数的70%", "■ 严重滞后 累计不足应完成数的70%",
        "▲ 接近目标 低于目标不超过2个百分点", "▲ 偏高 不超过控制数的110%", "○ 监测", "◌ 待报 当月未报送",
    ):  # fmt: skip
        assert told in said


def test_every_column_a_file_may_have_is_listed_with_its_other_spellings() -> None:
    page = pages_html(open_plan("definitions", **JUNE))
    listed = words(page[page.index('class="columns"') :])
    for dataset in CATALOGUE.datasets:
        for column in dataset.columns:
            assert column.name in listed
            assert column.id in listed
            assert all(alias in listed for alias in column.aliases)


def test_the_definitions_stand_before_any_unit_is_known(empty_warehouse: Path) -> None:
    at = open_plan("definitions")
    assert len(entries(pages_html(at))) == len(CATALOGUE.kpis)
