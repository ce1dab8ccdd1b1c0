"""The catalogue's files are changed while the board is open: a refresh shows it, mistakes are told calmly."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.catalogue import catalogue as catalogue_module
from domain.catalogue import load_catalogue
from domain.catalogue.catalogue import catalogue_of
from etl.warehouse import Warehouse
from etl.warehouse.definitions import keep_definitions
from tests.dashboard.command import run
from tests.pages.board import ROOT, checked, pages_html
from tests.pages.data_pages import open_data_page, said

JUNE = {"year": "2023", "month": "6", "unit": "bureau"}
Redefine = Callable[[str, str, str], None]


@pytest.fixture
def redefine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Redefine:
    folder = tmp_path / "catalogue"
    shutil.copytree(catalogue_module.DEFAULT_FOLDER, folder)
    monkeypatch.setattr(catalogue_module, "DEFAULT_FOLDER", folder)

    def change(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")

    return change


def test_of_several_mistakes_the_first_is_shown_and_the_rest_folded(
    warehouse: Path, redefine: Redefine
) -> None:
    redefine("kpis.toml", "tickets_satisfied / tickets_surveyed", "tickets_satisfied / nobody_knows")
    redefine("kpis.toml", "exam_passes / examinees", "exam_passes / nobody_either")
    at = open_data_page("reporting", **JUNE)
    assert len(at.error) == 1
    assert "nobody" in at.error[0].value
    assert "改好后刷新本页" in at.error[0].value
    assert any(each.label.startswith("另有") for each in at.expander)


def test_an_id_with_figures_that_is_gone_is_told_with_its_cure_and_mended_by_a_refresh(
    warehouse: Path, redefine: Redefine
) -> None:
    redefine("datasets.toml", "\nleaflets = {", "\npapers = {")
    redefine("kpis.toml", "[leaflets]", "[papers]")
    redefine("kpis.toml", 'formula = "leaflets"', 'formula = "papers"')
    at = open_data_page("reporting", **JUNE)
    assert "formerly" in at.error[0].value
    redefine("datasets.toml", "\npapers = {", '\npapers = { formerly = ["leaflets"],')
    at.run()
    assert not at.error


def test_a_restored_backups_own_definitions_are_in_force_and_the_page_says_where_they_differ(
    warehouse: Path, redefine: Redefine, tmp_path: Path
) -> None:
    leaflets = tmp_path / "leaflets.csv"
    leaflets.write_text("月份,单位,宣传资料份数\n2023-06,综合执法大队,1\n", encoding="utf-8")
    assert run("etl", warehouse, "load", str(leaflets)).status == 0
    assert run("etl", warehouse, "backup", str(tmp_path / "b.zip")).status == 0
    redefine("kpis.toml", "只计有效回访，不含未接通的", "全部回访")
    assert run("etl", warehouse, "restore", str(tmp_path / "b.zip")).status == 0
    at = open_data_page("reporting", **JUNE)
    assert "现按备份所带的指标定义显示，与本机目录文件夹有 1 处不同" in said(at)
    redefine("kpis.toml", "全部回访", "全部有效回访")
    at.run()
    assert "现按备份所带的指标定义显示" not in said(at)


FORGED: dict[str, Callable[[str], str]] = {
    "no lamps": lambda text: "",
    "no bounds": lambda text: re.sub(r"^(green|yellow) = .*$", r'\1 = "?"', text, flags=re.MULTILINE),
    "a thousand brackets": lambda text: f"a = {'[' * 5000}{']' * 5000}",
    "more than a colour": lambda text: text.replace('text = "#', 'text = "#000000;position:fixed;a:#'),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_page_is_drawn_whatever_definitions_a_backup_brings(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forged: str
) -> None:
    files = dict(load_catalogue().files)
    files["lamps.toml"] = FORGED[forged](files["lamps.toml"])
    with Warehouse(warehouse).write() as connection:
        keep_definitions(connection, catalogue_of(tuple(sorted(files.items()))))
    assert run("etl", warehouse, "backup", str(tmp_path / "b.zip")).status == 0
    assert run("etl", tmp_path / "mine", "restore", str(tmp_path / "b.zip")).status == 0
    monkeypatch.setenv("WAREHOUSE", str(tmp_path / "mine"))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page("pages/material/definitions.py")
    at = checked(at.run())
    assert "position:fixed" not in pages_html(at)
    assert "满意率" in said(at)
