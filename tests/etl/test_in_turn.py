"""Several files are previewed as if loaded one after the other, and nothing of it is stored."""

from datetime import date
from pathlib import Path

from domain.catalogue import load_catalogue
from etl.load.history import read_history
from etl.load.preview import Preview, Request
from etl.load.several_files import loading_order, preview_sequence
from etl.load.store import load
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse
from tests.etl.desk import originals_of

CATALOGUE = load_catalogue()
UNITS = "单位代码,单位名称,上级单位\njt,某局,\nzf,执法队,jt\n"
MAY = "月份,单位,上月结转数,受理工单数,办结工单数\n2023-05,执法队,0,10,8\n"
JUNE = "月份,单位,上月结转数,受理工单数,办结工单数\n2023-06,执法队,{carried},10,8\n"


def request(name: str, text: str) -> Request:
    return Request(text.encode(), name, ReadOptions(today=date(2024, 1, 1)))


def previews(warehouse: Warehouse, *requests: Request) -> tuple[Preview, ...]:
    with preview_sequence(warehouse, CATALOGUE, loading_order(requests, CATALOGUE)) as (found, _):
        return found


def test_units_come_before_the_figures_that_name_them(fresh_warehouse: Path) -> None:
    found = previews(Warehouse(fresh_warehouse), request("五月.csv", MAY), request("单位.csv", UNITS))
    assert [(preview.file, preview.status) for preview in found] == [("单位.csv", "ok"), ("五月.csv", "ok")]


def test_a_file_is_judged_on_the_state_after_those_before_it(fresh_warehouse: Path) -> None:
    files = [request("单位.csv", UNITS), request("五月.csv", MAY)]
    for carried, codes in ((2, set()), (5, {"carry_mismatch"})):
        june = request("六月.csv", JUNE.format(carried=carried))
        *_, last = previews(Warehouse(fresh_warehouse), *files, june)
        assert {finding.code for finding in last.tables[0].findings} == codes


def test_nothing_is_stored(fresh_warehouse: Path) -> None:
    warehouse = Warehouse(fresh_warehouse)
    version = warehouse.version()
    previews(warehouse, request("单位.csv", UNITS), request("五月.csv", MAY))
    assert warehouse.version() == version
    with warehouse.read() as connection:
        assert read_history(connection).empty
    assert list(originals_of(warehouse).glob("*")) == []


def test_the_connection_shows_the_state_after_all_that_would_be_loaded(fresh_warehouse: Path) -> None:
    bad = request("坏.csv", "月份,单位,受理工单数\n2023-06,执法队,1 0\n")
    files = [request("单位.csv", UNITS), request("五月.csv", MAY), bad]
    with preview_sequence(Warehouse(fresh_warehouse), CATALOGUE, files) as (found, connection):
        assert [preview.status for preview in found] == ["ok", "ok", "refused"]
        held = connection.execute(
            "SELECT indicator, value FROM current_figure WHERE month = '2023-05-01' ORDER BY indicator"
        ).fetchall()
        assert held == [("tickets_carried_in", 0), ("tickets_closed", 8), ("tickets_received", 10)]
        assert connection.execute("SELECT count(*) FROM current_figure").fetchone() == (3,)


def test_what_was_previewed_in_turn_is_loaded_in_turn(fresh_warehouse: Path) -> None:
    warehouse = Warehouse(fresh_warehouse)
    found = previews(warehouse, request("单位.csv", UNITS), request("五月.csv", MAY))
    assert [load(warehouse, CATALOGUE, preview, by="甲").status for preview in found] == ["ok", "ok"]


def test_each_stage_of_each_file_is_told(fresh_warehouse: Path) -> None:
    told: list[tuple[int, str]] = []
    files = [request("单位.csv", UNITS), request("五月.csv", MAY)]
    with preview_sequence(
        Warehouse(fresh_warehouse), CATALOGUE, files, lambda place, stage: told.append((place, stage))
    ):
        pass
    stages = ("读取表格", "逐项核对", "与现有数据比对")
    assert told == [(place, stage) for place in (0, 1) for stage in stages]
