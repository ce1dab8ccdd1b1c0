"""Pages and documents of a month name units as they were called then, and list them where they stood."""

from pathlib import Path

import pytest

from dashboard.documents.report_data import ReportData, read_report_data
from domain.catalogue import load_catalogue
from domain.months import parse_month
from etl.warehouse import Warehouse
from etl.warehouse.submissions import read_completeness
from tests.dashboard.command import loaded, run
from tests.pages.board import pages_html, words
from tests.pages.plan import open_plan

CATALOGUE = load_catalogue()
UNITS = (
    "单位代码,单位名称,上级单位,填报内容,生效年月\n"
    "root,示例局,,,\neast,东片,root,,\nwest,西片,root,,\n"
    "a,甲大队,east,hotline,\nb,乙站,west,hotline,\na,甲支队,west,,2023-07\n"
)
TARGETS = "年度,指标,单位,年度目标,依据\n2023,满意率,甲大队,90%,要点\n2023,满意率,乙站,90%,要点\n"
HOTLINE = "月份,单位,受理工单数,回访数,满意数\n" + "".join(
    f"2023-0{month},{unit},100,50,{satisfied}\n"
    for month in (6, 7)
    for unit, satisfied in (("甲大队", 40), ("乙站", 49))
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A unit that is renamed and moved from east to west in July."""
    return loaded(tmp_path_factory.mktemp("office"), units=UNITS, targets=TARGETS, hotline=HOTLINE)


def data(warehouse: Path, month: str, unit: str) -> ReportData:
    with Warehouse(warehouse).read() as connection:
        return read_report_data(connection, CATALOGUE, 2023, parse_month(month), unit)


@pytest.mark.parametrize(
    ("month", "name", "of_east", "of_west"),
    [("2023-06", "甲大队", ("a",), ("b",)), ("2023-07", "甲支队", (), ("a", "b"))],
)
def test_documents_have_the_names_and_the_units_of_their_month(
    office: Path, month: str, name: str, of_east: tuple[str, ...], of_west: tuple[str, ...]
) -> None:
    east, west = data(office, month, "east"), data(office, month, "west")
    assert east.name_of("a") == name
    assert tuple(board.unit for board in east.unit_boards) == of_east
    assert tuple(board.unit for board in west.unit_boards) == of_west
    table = run("dashboard", office, "kpis", "--year", "2023", "--as-of", month, "--unit", "a").out
    assert name in table
    with Warehouse(office).read() as connection:
        owed = read_completeness(connection, CATALOGUE, parse_month(month))
    assert set(owed["name"]) == {name, "乙站"}


@pytest.mark.parametrize(
    ("month", "unit", "name"), [("6", "east", "甲大队"), ("7", "west", "甲支队")], ids=["before", "after"]
)
def test_pages_have_the_names_and_the_units_of_their_month(
    office: Path, monkeypatch: pytest.MonkeyPatch, month: str, unit: str, name: str
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(office))
    shown = words(pages_html(open_plan("compare", year="2023", month=month, unit=unit)))
    assert name in shown
    assert ("乙站" in shown) == (unit == "west")
    at = open_plan("targets", year="2023", month=month, unit="a")
    assert f"{name} · 目标与任务" in at.title[0].value


def test_a_closed_month_has_the_names_known_at_its_closing(office: Path, tmp_path: Path) -> None:
    copied = tmp_path / "看板.zip"
    assert run("etl", office, "backup", str(copied)).status == 0
    warehouse = tmp_path / "warehouse"
    assert run("etl", warehouse, "restore", str(copied), "--by", "王五").status == 0
    assert run("etl", warehouse, "freeze", "2023-06", "--by", "科长").status == 0
    renamed = tmp_path / "units.csv"
    renamed.write_text("单位代码,单位名称,上级单位\na,甲中心,west\n", encoding="utf-8")
    assert run("etl", warehouse, "load", str(renamed)).status == 0
    assert data(warehouse, "2023-06", "east").name_of("a") == "甲大队"
