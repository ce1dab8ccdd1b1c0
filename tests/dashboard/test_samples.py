"""What was loaded as an example is called one wherever it leaves the board, in an office's warehouse too."""

from pathlib import Path

import pytest

from dashboard.documents.report_data import read_report_data
from dashboard.ui import cache
from dashboard.ui.picture import footer
from dashboard.ui.shell import Page
from dashboard.ui.view import View
from etl.warehouse import Warehouse
from tests.dashboard.command import loaded, run
from tests.dashboard.make import CATALOGUE

HOTLINE = "月份,单位,受理工单数,办结工单数,按时办结数\n"
OWN = {
    "hotline": HOTLINE + "2022-02,甲大队,8,8,8\n2023-02,甲大队,9,9,9\n2023-02,乙站,5,5,5\n",
    "targets": "年度,指标,单位,年度目标,示例\n2023,按时办结率,,98%,\n2023,集体学法次数,乙站,4,是\n",
}
EXAMPLES = {
    "hotline.csv": "月份,单位,受理工单数\n2023-01,乙站,30\n",
    "petitions.csv": "月份,单位,网上信访件数\n2022-02,甲大队,3\n",
    "targets.csv": "年度,指标,单位,年度目标,依据\n2023,集中宣传活动次数,甲大队,12,方案\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office's own warehouse into which a folder of examples was loaded besides. Tests only look."""
    made = tmp_path_factory.mktemp("office")
    folder = loaded(made, **OWN)
    (made / "examples").mkdir()
    for name, text in {**EXAMPLES, "note.txt": "示例·演示：编的\n"}.items():
        (made / "examples" / name).write_text(text, encoding="utf-8")
    done = run("etl", folder, "load", str(made / "examples"))
    assert done.status == 0, done.out + done.err
    return folder


@pytest.fixture
def office(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The office's warehouse, which the pages show."""
    monkeypatch.setenv("WAREHOUSE", str(folder))
    return Warehouse(folder)


@pytest.mark.parametrize(
    ("kpi", "unit", "is_marked"),
    [
        ("tickets_received", "b", True), ("tickets_received", "root", True), ("tickets_received", "a", False),
        ("hotline_on_time_rate", "root", False), ("hotline_on_time_rate", "b", False),
        ("petitions_online", "a", True), ("petitions_online", "b", False),
        ("group_study", "b", True), ("group_study", "a", False), ("campaigns", "root", True),
    ],
)  # fmt: skip
def test_a_picture_names_examples_where_figures_or_targets_of_its_units_in_either_year_are_some(
    office: Warehouse, kpi: str, unit: str, is_marked: bool
) -> None:
    version = office.version()
    page = Page(View(2023, 2, unit), version, cache.outline(version), CATALOGUE)
    assert not page.outline.is_sample
    assert footer(page, CATALOGUE.kpi(kpi), unit).startswith("示例数据") == is_marked


def test_a_picture_of_figures_that_are_not_the_views_is_marked_for_those(office: Warehouse) -> None:
    version = office.version()
    page = Page(View(2023, 2, "a"), version, cache.outline(version), CATALOGUE)
    assert footer(page, CATALOGUE.kpi("tickets_received"), "root").startswith("示例数据")


def test_a_document_marks_a_kpi_that_is_compared_with_an_examples_year(office: Warehouse) -> None:
    with office.read() as connection:
        view = read_report_data(connection, CATALOGUE, 2023)
    assert view.is_sample(CATALOGUE.kpi("petitions_online"))
    assert not view.is_sample(CATALOGUE.kpi("hotline_on_time_rate"))
