"""After every change each view shows what the warehouse holds, and keeps what was left alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.ui import cache, cache_keys, view_boards
from dashboard.ui.overview.parts import numbers_html, overview_board, words_over
from dashboard.ui.shell import page_at
from dashboard.ui.view import View
from etl.load.freeze import freeze, unfreeze
from etl.load.history import redo, undo
from etl.load.preview import Request
from etl.load.store import load_file
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse
from etl.warehouse.backup import backup, restore
from tests.dashboard.make import CATALOGUE

VIEWS = [(2023, 6, "bureau"), (2023, 12, "office"), (2022, 12, "office")]
OTHER = tuple(kpi.id for kpi in CATALOGUE.kpis_of("training"))


@pytest.fixture
def warehouse(own_sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    monkeypatch.setenv("WAREHOUSE", str(own_sample_warehouse))
    return Warehouse(own_sample_warehouse)


def file(warehouse: Warehouse, name: str, text: str) -> int:
    """Load a file; its number."""
    request = Request(text.encode(), name, ReadOptions(today=date(2024, 1, 1)))
    outcome = load_file(warehouse, CATALOGUE, request)
    assert outcome.load, outcome
    return outcome.load


def drawn(version: str, view: tuple[int, int, str]) -> tuple:
    """What the overview draws of a view."""
    page = page_at(View(*view), version, cache.outline(version))
    board = overview_board(page)
    return numbers_html(page, board), words_over(page, board)


def kept() -> dict[tuple, tuple]:
    """What pages show of each view."""
    version = cache.version()
    return {
        view: (
            view_boards.board(version, *view),
            cache.notes(version, *view),
            sorted(cache.owed_reports(version, *view), key=lambda one: one.dataset),
            dict(cache.outline(version).start_months),
            cache.outline(version).codes,
            cache.outline(version).closed_through,
            cache.sources(version, *view, "petitions_online"),
            drawn(version, view),
        )
        for view in VIEWS
    }


def fresh(number: int, monkeypatch: pytest.MonkeyPatch) -> dict[tuple, tuple]:
    """The same, with nothing kept from before: no key from before fits."""
    with monkeypatch.context() as patch:
        patch.setattr(cache_keys, "UNDER", "#" * (number + 2))
        return kept()


def test_after_each_change_a_view_shows_what_the_warehouse_holds(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[int] = []
    older = backup(warehouse, tmp_path / "before.zip")
    petitions = "月份,单位,网上信访件数,群众来访起数\n{},局机关,{},2\n"

    def load(name: str, text: str) -> Callable[[], object]:
        return lambda: loads.append(file(warehouse, name, text))

    changes: list[Callable[[], object]] = [
        load("信访.csv", petitions.format("2023-03", 77)),
        load("去年信访.csv", petitions.format("2022-03", 55)),
        load("目标.csv", "年度,指标,单位,年度目标,依据,责任人\n2023,集中宣传活动次数,,99,要点,法规科\n"),
        load("说明.csv", "月份,单位,指标,说明\n2023-06,局机关,信访按期办结率,一件涉及两个乡镇。\n"),
        lambda: undo(warehouse, CATALOGUE, loads[0]),
        lambda: redo(warehouse, CATALOGUE, loads[0]),
        lambda: freeze(warehouse, date(2023, 6, 1)),
        lambda: unfreeze(warehouse, date(2023, 6, 1)),
        lambda: restore(warehouse, older),
    ]
    before = kept()
    for number, change in enumerate(changes):
        change()
        after = kept()
        assert after == fresh(number, monkeypatch), number
        assert after != before, number
        before = after


def test_a_load_leaves_the_answers_about_other_datasets_and_earlier_years_as_they_are(
    warehouse: Warehouse,
) -> None:
    first = cache.version()
    views = [(year, month, unit, OTHER) for year, month, unit in VIEWS]
    before = [view_boards.board(first, *view) for view in views]
    earlier = view_boards.board(first, *VIEWS[2])
    parts = [cache.drawn(first, *VIEWS[0], kpis, "part", object) for kpis in (OTHER, ("petitions_online",))]
    file(warehouse, "信访.csv", "月份,单位,网上信访件数,群众来访起数\n2023-03,局机关,78,2\n")
    second = cache.version()
    assert second != first
    for view, board in zip(views, before, strict=True):
        assert view_boards.board(second, *view) is board
    assert view_boards.board(second, *VIEWS[2]) is earlier
    assert view_boards.board(second, *VIEWS[0]) is not view_boards.board(first, *VIEWS[0])
    assert cache.drawn(second, *VIEWS[0], OTHER, "part", object) is parts[0]
    assert cache.drawn(second, *VIEWS[0], ("petitions_online",), "part", object) is not parts[1]
