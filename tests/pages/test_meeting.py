"""会议材料: what can be chosen, the outline of the slides, and the files it offers."""

import io
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from dashboard.documents.slides.deck import plan_slides
from dashboard.ui.meeting import (
    AS_CHOSEN,
    BY_CATALOGUE,
    BY_GAP,
    PLANNED,
    arranged,
    file_name,
    offers,
    usual,
)
from tests.dashboard.documents import report_data

PAGE = "pages/material/meeting.py"


@pytest.fixture
def page(sample_warehouse: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))
    opened = AppTest.from_file(str(root / PAGE), default_timeout=60)
    opened.query_params.update({"year": "2023", "month": "6", "unit": "bureau"})
    return opened.run()


def outline(page: AppTest) -> str:
    return next(each.proto.body for each in page.get("html") if 'class="slides"' in each.proto.body)


def test_it_shows_every_slide_before_it_is_made(page: AppTest, sample_warehouse: Path) -> None:
    assert not page.exception
    plans = plan_slides(report_data(sample_warehouse))
    assert page.header[0].value == f"幻灯片共{len(plans)}页"
    shown = outline(page)
    assert shown.count("<li") == len(plans)
    assert all(plan.title in shown for plan in plans)


def test_it_offers_slides_bulletin_report_and_workbook(page: AppTest) -> None:
    labels = [each.proto.label for each in page.get("download_button")]
    assert labels == ["生成并下载"] * 4
    words = " ".join(each.value for each in page.markdown)
    assert all(title in words for title in ("幻灯片", "月度通报", "工作总结", "数据工作簿"))


def test_another_month_and_unit_is_another_deck(page: AppTest) -> None:
    page.query_params.update({"month": "12", "unit": "brigade"})
    page.run()
    assert not page.exception
    assert "综合执法大队" in outline(page)


def test_kpis_can_be_chosen_and_come_as_chosen(page: AppTest) -> None:
    page.session_state["meeting-choice"] = "自选"
    page.run()
    chooser = page.multiselect[0]
    chooser.set_value(["leaflets", "cases_handled"])
    page.session_state["meeting-order"] = AS_CHOSEN
    page.run()
    shown = outline(page)
    assert shown.count("slide kpi") == 2
    assert shown.index("宣传资料落后时序") < shown.index("办理案件")


def test_without_kpis_the_deck_still_has_its_tables(page: AppTest) -> None:
    page.session_state["meeting-choice"] = "自选"
    page.run()
    page.multiselect[0].set_value([])
    page.run()
    assert not page.exception
    assert "slide kpi" not in outline(page) and "slide summary" in outline(page)


def test_the_worst_come_first_when_asked(sample_warehouse: Path) -> None:
    view = report_data(sample_warehouse)
    kpis = usual(view, PLANNED)
    assert kpis == tuple(each.kpi for each in view.planned)
    worst = arranged(view, kpis, BY_GAP)
    assert list(worst[: len(view.attention)]) == [each.kpi for each in view.attention]
    assert set(worst) == set(kpis)
    assert arranged(view, worst, BY_CATALOGUE) == kpis


def test_every_offer_is_a_whole_file_with_a_name_of_its_own(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))
    view = report_data(sample_warehouse)
    found = offers(view, ("cases_handled",), 12, annex=False)
    names = [file_name(view, offer) for offer in found]
    assert names[0] == "示例区交通运输局2023年6月法治政府建设工作进展.pptx"
    assert len(set(names)) == 4
    for offer in found:
        assert zipfile.ZipFile(io.BytesIO(offer.make())).testzip() is None


def test_the_deck_holds_what_the_outline_promised(sample_warehouse: Path) -> None:
    view = report_data(sample_warehouse)
    kpis = ("leaflets", "cases_handled")
    made = Presentation(io.BytesIO(offers(view, kpis, 0, annex=True)[0].make()))
    assert [slide.shapes.title.text for slide in made.slides] == [
        plan.title for plan in plan_slides(view, kpis)
    ]
