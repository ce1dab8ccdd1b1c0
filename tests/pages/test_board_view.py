"""Year, month and unit: held in the address, chosen in one place, and calm about what makes no sense."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.command import run
from tests.pages.board import JUNE, checked, open_board, pages_html, parts, words
from tests.pages.plan import open_plan


@pytest.fixture(autouse=True)
def on_the_sample(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))


def address(at: AppTest) -> dict[str, str]:
    """The view in the address."""
    held = {name: at.query_params[name] for name in ("year", "month", "unit")}
    return {name: value if isinstance(value, str) else value[0] for name, value in held.items()}


def pill(at: AppTest, label: str):  # type: ignore[no-untyped-def]
    """The choice of this label in the control of the view."""
    return next(group for group in at.get("button_group") if group.label == label)


def test_without_an_address_the_last_complete_month_of_the_whole_bureau_is_shown() -> None:
    at = open_board()
    assert address(at) == {"year": "2023", "month": "12", "unit": "bureau"}
    assert "数据截至 2023年12月" in words(pages_html(at))


def test_a_link_opens_the_view_it_was_copied_from() -> None:
    at = open_board(year="2023", month="6", unit="brigade")
    assert address(at) == {"year": "2023", "month": "6", "unit": "brigade"}
    assert "数据截至 2023年6月" in words(pages_html(at))


def test_a_link_may_name_the_unit_by_its_name() -> None:
    assert address(open_board(year="2023", month="6", unit="综合执法大队"))["unit"] == "brigade"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"year": "zwanzig", "month": "13", "unit": "nobody"}, ("2023", "12", "bureau")),
        ({"year": "2023", "month": "-1"}, ("2023", "12", "bureau")),
        ({"year": "99999", "month": "6"}, ("2023", "6", "bureau")),
        ({"year": "²", "month": "六"}, ("2023", "12", "bureau")),
        ({"year": "2022"}, ("2022", "12", "bureau")),
    ],
)
def test_what_an_address_says_wrongly_is_passed_over(
    asked: dict[str, str], shown: tuple[str, str, str]
) -> None:
    assert tuple(address(open_board(**asked)).values()) == shown


def test_another_month_is_shown_and_stands_in_the_address() -> None:
    at = open_board(**JUNE)
    checked(pill(at, "数据截至").set_value(3).run())
    assert address(at) == {"year": "2023", "month": "3", "unit": "bureau"}
    assert "数据截至 2023年3月" in words(pages_html(at))


def test_another_year_is_shown_at_the_same_month() -> None:
    at = open_board(**JUNE)
    checked(pill(at, "年度").set_value(2022).run())
    assert address(at) == {"year": "2022", "month": "6", "unit": "bureau"}


def test_the_way_leads_down_to_a_unit_and_up_again() -> None:
    at = open_board(**JUNE)
    checked(pill(at, "下属单位").set_value("brigade").run())
    assert address(at)["unit"] == "brigade"
    assert pill(at, "同级单位")
    checked(pill(at, "单位").set_value("bureau").run())
    assert address(at)["unit"] == "bureau"


def test_moving_to_another_page_keeps_the_view() -> None:
    at = open_board(year="2023", month="3", unit="brigade")
    at.query_params.clear()
    at.switch_page("pages/board/hotline.py")
    checked(at.run())
    assert address(at) == {"year": "2023", "month": "3", "unit": "brigade"}
    assert at.title[0].value == "综合执法大队 · 12345热线"


def test_a_year_without_data_says_so_and_leads_to_those_that_have_some() -> None:
    at = open_board(year="2021", month="6", unit="bureau")
    assert at.header[0].value == "2021年没有数据"
    assert "有数据的年度： 2022年 2023年" in words(pages_html(at))


def test_the_sample_is_called_an_example_and_an_offices_own_figures_are_not(
    fresh_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "示例数据，仅供演示" in words(pages_html(open_board(**JUNE)))
    monkeypatch.setenv("WAREHOUSE", str(fresh_warehouse))
    assert "示例数据" not in words(pages_html(open_board()))


def test_an_empty_warehouse_says_what_to_do_first(
    fresh_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(fresh_warehouse))
    at = open_board()
    steps = "\n".join(element.value for element in at.markdown)
    assert steps.index("单位") < steps.index("年度目标") < steps.index("月报")
    assert [link.proto.label for link in at.get("page_link")] == ["去数据填报"]


def test_a_new_office_is_not_told_to_wait_for_what_it_never_reported_nor_planned(
    fresh_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "units.csv").write_text(
        "单位代码,单位名称,上级单位,填报内容\njt,某局,,\nzf,执法队,jt,cases;hotline\n", encoding="utf-8"
    )
    (files / "cases.csv").write_text("月份,单位,办理案件数\n2023-06,执法队,7\n", encoding="utf-8")
    (files / "hotline.csv").write_text("月份,单位,受理工单数\n2023-05,执法队,9\n", encoding="utf-8")
    assert run("etl", fresh_warehouse, "load", str(files)).status == 0
    monkeypatch.setenv("WAREHOUSE", str(fresh_warehouse))
    told = words(pages_html(open_board(year="2023", month="6")))
    assert "应报 2 份，已报 1 份 执法队未报 ○ 监测 2" in told
    training = open_board("training", year="2023", month="6")
    assert training.header[0].value == "全局还没有学法培训数据，也未设年度目标"
    assert "2023年各单位还没有年度目标" in [
        at.value for at in open_plan("compare", year="2023", month="6").header
    ]


def test_among_many_units_one_is_found_by_part_of_its_name(
    fresh_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    units = "".join(f"u{number},第{number}养护站,root,站{number}\n" for number in range(60))
    (files / "units.csv").write_text(
        f"单位代码,单位名称,上级单位,别名\nroot,示例局,,\n{units}", encoding="utf-8"
    )
    (files / "cases.csv").write_text("月份,单位,办理案件数\n2023-06,第42养护站,7\n", encoding="utf-8")
    assert run("etl", fresh_warehouse, "load", str(files)).status == 0
    monkeypatch.setenv("WAREHOUSE", str(fresh_warehouse))
    at = open_board()
    assert len(pill(at, "下属单位").options) < 60
    checked(at.text_input[0].set_value("42养护").run())
    assert pill(at, "查找结果").options == ["第42养护站"]
    checked(pill(at, "查找结果").set_value("u42").run())
    assert address(at)["unit"] == "u42"
    assert "7 起" in parts(pages_html(at), "article", "cases_handled")
