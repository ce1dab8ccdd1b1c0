"""Annual figures stand against whole years only: on the dataset pages and in the workbook."""

import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from domain.catalogue import load_catalogue
from etl.load.store import load_file
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse
from etl.written_report.annual_figure import AnnualFigure, ReportRequest
from tests.dashboard.command import run
from tests.pages.board import open_board, pages_html, words

SAID = "集体学法5次，发放宣传资料1000余份，办理案件400起，热线满意率97.84%。"
FIGURES = (
    AnnualFigure(2022, "tickets_received", "bureau", 1962, "", "受理工单1962件", "2022年总结.txt"),
    AnnualFigure(2022, "leaflets", "bureau", 1000, "余", "发放宣传资料1000余份", "2022年总结.txt"),
    AnnualFigure(2022, "hotline_satisfaction_rate", "bureau", 0.9784, "", "满意率97.84%", "2022年总结.txt"),
    AnnualFigure(2023, "tickets_received", "bureau", 2168, "", "受理工单2168件", "2022年总结.txt"),
)


@pytest.fixture(scope="module")
def loaded(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with what the yearly reports say of the bureau. Tests only look."""
    folder = shutil.copytree(sample_warehouse, tmp_path_factory.mktemp("annual") / "warehouse")
    request = ReportRequest(SAID.encode(), "2022年总结.txt", ReadOptions(), accepted=FIGURES)
    assert load_file(Warehouse(folder), load_catalogue(), request, by="李四").status == "ok"
    return folder


@pytest.fixture
def told(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, which the pages show."""
    monkeypatch.setenv("WAREHOUSE", str(loaded))
    return loaded


def page_words(month: int, kpi: str = "tickets_received", unit: str = "bureau") -> str:
    """What a dataset page says, a KPI chosen."""
    dataset = load_catalogue().kpi(kpi).dataset
    return words(pages_html(open_board(dataset, year="2023", month=str(month), unit=unit, kpi=kpi)))


def test_in_december_last_years_report_stands_beside_the_whole_of_this_year(told: Path) -> None:
    said = page_words(12)
    assert "上年全年（年度总结）1,962件，今年全年2,168件，增长10.5%" in said
    assert "本年全年（年度总结）2,168件，各月累计2,168件" in said


def test_before_december_it_is_told_but_never_compared_with_a_part(told: Path) -> None:
    said = page_words(6)
    assert "上年全年（年度总结）1,962件（是全年数，不与今年前6个月相比）" in said
    assert "今年全年" not in said


def test_an_approximate_figure_makes_no_percentage(told: Path) -> None:
    line = page_words(12, "leaflets").split("上年全年（年度总结）", 1)[1][:40]
    assert line.startswith("1,000余份，今年全年")
    assert "增长" not in line and "下降" not in line


def test_a_rate_is_set_against_a_rate_in_points(told: Path) -> None:
    assert "上年全年（年度总结）97.8%，今年全年" in page_words(12, "hotline_satisfaction_rate")
    assert "个百分点" in page_words(12, "hotline_satisfaction_rate").split("上年全年（年度总结）", 1)[1][:40]


def test_a_units_page_does_not_show_the_bureaus_report(told: Path) -> None:
    assert "年度总结" not in page_words(12, unit="brigade")


def test_annual_figures_change_no_kpi_and_no_monthly_figure(told: Path, sample_warehouse: Path) -> None:
    for room, command in (("dashboard", "kpis --year 2023"), ("etl", "figures")):
        asked, plain = (
            json.loads(run(room, folder, *command.split(), "--format", "json").out)
            for folder in (told, sample_warehouse)
        )
        assert asked == plain


def test_the_workbook_lists_annual_figures_with_quote_and_load(told: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    assert run("dashboard", told, "workbook", "--year", "2023", "--output", str(file)).status == 0
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    header, *rows = book["年度总结数"].iter_rows(values_only=True)
    found = {(row[0], row[1]): dict(zip(header, row, strict=True)) for row in rows}
    leaflets = found["2022年", load_catalogue().kpi("leaflets").name]
    assert (leaflets["全年数"], leaflets["约数"]) == (1000, "余")
    assert leaflets["总结原文"] == "发放宣传资料1000余份"
    assert leaflets["导入批次"] == 22
    assert len(rows) == 4
    history = [row for row in book["导入记录"].iter_rows(values_only=True) if row[3] == "2022年总结.txt"]
    assert history[0][4] == "年度数"
