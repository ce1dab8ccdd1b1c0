"""The first days of an office and of a year: every empty page leads on, and a year does not turn empty."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.command import run
from tests.pages.board import open_board, pages_html, words
from tests.pages.data_pages import open_data_page, said
from tests.pages.plan import open_plan

UNITS = "单位代码,单位名称,上级单位,填报内容\njt,某局,,\nzf,执法队,jt,hotline\nyh,养护站,jt,hotline\n"
TARGETS = "年度,指标,单位,年度目标\n2023,按时办结率,,98%\n2023,按时办结率,执法队,98%\n"
HEADER = "月份,单位,受理工单数,办结工单数,按时办结数\n"
MONTHS = HEADER + "".join(
    f"2023-{month:02},{unit},20,20,20\n" for month in range(1, 13) for unit in ("执法队", "养护站")
)
JANUARY = f"{HEADER}2024-01,执法队,20,20,18\n"


def load(warehouse: Path, folder: Path, **tables: str) -> None:
    """Load these tables (file name = CSV text) in one go."""
    files = folder / f"files-{len(list(folder.iterdir()))}"
    files.mkdir()
    for name, text in tables.items():
        (files / f"{name}.csv").write_text(text, encoding="utf-8")
    done = run("etl", warehouse, "load", str(files))
    assert done.status == 0, done.out


def open_page(name: str, **query: str) -> AppTest:
    """A page of any group."""
    if name in ("compare", "targets"):
        return open_plan(name, **query)
    return open_data_page(name, **query) if name == "reporting" else open_board(name, **query)


def address(at: AppTest) -> dict[str, str]:
    """The view in the address."""
    return {name: value if isinstance(value, str) else value[0] for name, value in at.query_params.items()}


def leads(at: AppTest) -> list[str]:
    """Where the links of a page lead."""
    pages = [link.proto.page for link in at.get("page_link")]
    return [*pages, *re.findall(r'href="([^"#]*)"', pages_html(at))]


@pytest.fixture(scope="module", params=[{}, {"units": UNITS}, {"units": UNITS, "targets": TARGETS}])
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with no figures: nothing in it, units, or units and targets. For tests that only look."""
    folder = tmp_path_factory.mktemp("begun")
    if request.param:
        load(folder / "warehouse", folder, **request.param)
    return folder / "warehouse"


@pytest.mark.parametrize("name", ["", "hotline", "compare", "targets", "reporting"])
def test_an_empty_page_leads_on_and_never_to_itself(
    begun: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(begun))
    at = open_page(name)
    view = "&amp;".join(f"{key}={value}" for key, value in address(at).items())
    assert leads(at) or at.button
    assert not {name, f"{name or '.'}?{view}"} & set(leads(at))
    assert "python" not in said(at)


def test_the_first_steps_say_what_is_left(empty_warehouse: Path, tmp_path: Path) -> None:
    load(empty_warehouse, tmp_path, units=UNITS)
    assert open_board().header[0].value == "单位已导入，还差年度目标和月报"
    load(empty_warehouse, tmp_path, targets=TARGETS)
    assert open_board().header[0].value == "单位和年度目标已导入，还差月报"


def test_januarys_first_file_leaves_the_whole_year_on_the_board_and_is_told(
    empty_warehouse: Path, tmp_path: Path
) -> None:
    load(empty_warehouse, tmp_path, units=UNITS, targets=TARGETS, months=MONTHS)
    load(empty_warehouse, tmp_path, january=JANUARY)
    at = open_board()
    assert address(at) == {"year": "2023", "month": "12", "unit": "jt"}
    assert "现在看的是2023年12月，已有2024年1月的数据（应报2份，已报1份）。" in words(pages_html(at))
    assert ".?year=2024&amp;month=1&amp;unit=jt" in leads(at)
    assert "现在看的是" not in words(pages_html(open_board(unit="养护站")))


def test_a_whole_january_opens_the_new_year(empty_warehouse: Path, tmp_path: Path) -> None:
    both = f"{JANUARY}2024-01,养护站,20,20,20\n"
    load(empty_warehouse, tmp_path, units=UNITS, months=MONTHS, january=both)
    at = open_board()
    assert address(at)["year"] == "2024" and "现在看的是" not in words(pages_html(at))


def test_a_unit_list_without_units_below_sends_nobody_in_a_circle(
    empty_warehouse: Path, tmp_path: Path
) -> None:
    months = "月份,单位,受理工单数\n2023-01,某局,20\n"
    load(empty_warehouse, tmp_path, units="单位代码,单位名称,上级单位\njt,某局,\n", months=months)
    at = open_plan("compare")
    assert at.header[0].value == "全局没有可对比的单位"
    assert "看全局" not in words(pages_html(at)) and "补入" in words(pages_html(at))
