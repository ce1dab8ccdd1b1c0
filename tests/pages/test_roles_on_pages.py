"""Each role on each page by its address: what is there, what is drawn, and who signs."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.people import Role
from etl.warehouse import Warehouse
from etl.warehouse.operation_record import read_record
from etl.warehouse.people import read_people, remove_person, set_person
from tests.house.source import ROOT
from tests.pages.board import checked, pages_html
from tests.pages.data_pages import BRIGADE_JUNE, HOTLINE, button, drop, figure, labels, press, said
from tests.pages.visitors import MANAGER, REPORTER, UNKNOWN, VIEWER, serve_office, visit, with_people

OPEN = [
    path.relative_to(ROOT / "pages").with_suffix("").as_posix()
    for path in sorted((ROOT / "pages").glob("*/*.py"))
]
CLOSED = {
    MANAGER: set(),
    REPORTER: {"manage/people", "manage/record"},
    VIEWER: {"manage/people", "manage/record", "data/upload"},
    UNKNOWN: set(OPEN),
    None: set(OPEN),
}
JUNE = {"year": "2023", "month": "6", "unit": "bureau"}
OWN = HOTLINE + BRIGADE_JUNE.format(satisfied=30)
MIXED = OWN.rstrip() + "\n2023-06,道路运输服务中心,1,1,1,1,1,1\n"


@pytest.fixture(scope="module")
def with_everybody(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as an office's, with people. Never write to it."""
    return with_people(shutil.copytree(sample_warehouse, tmp_path_factory.mktemp("people") / "warehouse"))


@pytest.fixture
def office(with_everybody: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The sample as an office's, with people, served behind a proxy."""
    serve_office(monkeypatch, tmp_path)
    folder = shutil.copytree(with_everybody, tmp_path / "warehouse")
    monkeypatch.setenv("WAREHOUSE", str(folder))
    return folder


def downloads(at: AppTest) -> list[str]:
    return [each.label for each in at.get("download_button")]


@pytest.mark.parametrize("name", CLOSED)
def test_a_page_that_a_role_has_not_does_not_answer_to_its_address(office: Path, name: str | None) -> None:
    first = visit(name).title[0].value
    assert (first == "总览") is (name in (MANAGER, REPORTER, VIEWER))
    for page in ("data/upload", "manage/people", "manage/record"):
        title = visit(name, page).title[0].value
        assert (title == first) is (page in CLOSED[name]), page


def test_who_is_not_listed_reads_where_the_setting_says_so(
    office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "登录名“外人”告诉管理人员" in said(visit(UNKNOWN))
    assert "请先登录" in said(visit(None))
    serve_office(monkeypatch, tmp_path, 'unknown = "viewer"\n')
    assert visit(UNKNOWN).title[0].value == "总览"
    assert "请先登录" in said(visit(None))
    serve_office(monkeypatch, tmp_path, "open_reading = true\n")
    assert visit(None, "data/upload").title[0].value == "总览"


def test_what_is_drawn_once_for_all_leads_nobody_to_a_page_they_have_not(office: Path) -> None:
    for name in (MANAGER, VIEWER, REPORTER):
        drawn = pages_html(visit(name, "board/hotline", **JUNE))
        assert ("写情况说明" in drawn, "load=" in drawn) == (name != VIEWER,) * 2, name


@pytest.mark.parametrize("name", [MANAGER, REPORTER, VIEWER])
def test_only_a_manager_finds_what_changes_the_office(office: Path, name: str) -> None:
    managed = name == MANAGER
    targets = visit(name, "plan/targets", **JUNE)
    assert ([each.label for each in targets.toggle] == ["修改目标", "修改任务"]) is managed
    reporting = visit(name, "data/reporting", **JUNE)
    assert any(label.startswith("封账至") for label in labels(reporting)) is managed
    overview = visit(name)
    assert any(each.proto.label == "启用本单位数据" for each in overview.get("page_link")) is managed
    if name != VIEWER:
        upload = visit(name, "data/upload", **JUNE)
        assert ("下载备份" in downloads(upload)) is managed
        load = visit(name, "data/upload", load="17")
        assert ("下载原始文件" in downloads(load)) is managed
        assert ("撤销这次导入" in labels(load)) is managed


def test_a_reporter_loads_the_own_rows_under_the_login_and_takes_them_back(office: Path) -> None:
    at = drop(visit(REPORTER, "data/upload", **JUNE), ("六月.csv", OWN))
    assert not [each for each in at.text_input if each.key == "by"]
    assert f"填报人：{REPORTER}" in said(at)
    at = press(at, "确认入库")
    assert figure(office, "tickets_satisfied", "brigade", "2023-06") == 30
    at = visit(REPORTER, "data/upload", load="22")
    assert "下载原始文件" in downloads(at)
    at.text_input(key="why-撤销这次导入-22").set_value("填错")
    press(at, "撤销这次导入")
    assert figure(office, "tickets_satisfied", "brigade", "2023-06") != 30
    signed = [(one.action, one.who) for one in read_record(Warehouse(office)) if one.who == REPORTER]
    assert signed == [("load", REPORTER), ("undo", REPORTER)]


def test_a_reporters_file_with_other_units_rows_is_refused_and_the_row_named(office: Path) -> None:
    at = drop(visit(REPORTER, "data/upload", **JUNE), ("六月.csv", MIXED))
    assert "您只能为综合执法大队及其下属单位报送" in said(at)
    assert not [label for label in labels(at) if label.startswith("确认入库")]
    (refused,) = [one for one in read_record(Warehouse(office)) if one.outcome == "refused"]
    assert (refused.who, refused.action) == (REPORTER, "load")
    assert "第 3 行" in refused.detail


def test_a_role_taken_away_stops_the_button_that_is_still_drawn(office: Path) -> None:
    at = drop(visit(REPORTER, "data/upload", **JUNE), ("六月.csv", OWN))
    waiting = button(at, "确认入库")
    before = figure(office, "tickets_satisfied", "brigade", "2023-06")
    set_person(Warehouse(office), REPORTER, Role.VIEWER, is_new=False)
    at = checked(waiting.click().run())
    assert at.title[0].value == "总览"
    assert figure(office, "tickets_satisfied", "brigade", "2023-06") == before


def test_a_manager_adds_changes_and_removes_people_on_the_page(office: Path) -> None:
    at = visit(MANAGER, "manage/people")
    assert "登记3人：管理1人，填报1人，查看1人" in said(at)
    at.text_input(key="name-add").set_value("wang")
    at.selectbox(key="role-add").set_value(Role.REPORTER)
    at = press(at, "新增")
    assert "要写明为哪些单位填报" in said(at)
    at.text_input(key="units-add").set_value("综合执法大队、service")
    at = press(at, "新增")
    assert "没有单位“service”" in said(at)
    at.text_input(key="units-add").set_value("综合执法大队")
    at = press(at, "新增")
    assert "wang 填报 综合执法大队" in said(at)
    at = checked(at.selectbox(key="person-which").set_value(MANAGER).run())
    at = press(at, "移除这一位")
    assert "唯一的管理人员" in said(at)
    at = checked(at.selectbox(key="person-which").set_value("wang").run())
    at = press(at, "移除这一位")
    with Warehouse(office).read() as connection:
        assert [one.person.name for one in read_people(connection)] == [REPORTER, VIEWER, MANAGER]


def test_the_record_shows_what_was_done_and_refused_and_is_narrowed(office: Path) -> None:
    drop(visit(REPORTER, "data/upload", **JUNE), ("六月.csv", MIXED))
    remove_person(Warehouse(office), VIEWER, by="科长", why="=调离")
    at = visit(MANAGER, "manage/record")
    assert "人员与权限 完成 移除 局长。原因：=调离" in said(at)
    at.selectbox(key="record-outcome").set_value("refused")
    at = checked(at.run())
    assert "1条操作记录" in said(at)
    assert "移除" not in said(at)


def test_alone_everything_is_as_ever_and_the_name_is_typed(warehouse: Path) -> None:
    at = drop(visit(None, "data/upload", **JUNE), ("六月.csv", OWN))
    at.text_input(key="by").set_value("王小明")
    press(at, "确认入库")
    assert read_record(Warehouse(warehouse))[-1].who == "王小明"
    at = visit(None, "manage/people")
    assert "看板现在只在本机打开，不用登录" in said(at)
