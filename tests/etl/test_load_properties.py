"""Loading against a plain oracle: whatever is loaded, taken back, brought back or frozen, in any order."""

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from etl.load.freeze import freeze, unfreeze
from etl.warehouse import Warehouse
from etl.warehouse.verify import verify
from tests.etl.desk import CLOSED, RECEIVED, Desk, hotline

MONTHS = ("2023-01", "2023-02")
WAYS, STEPS = 5, 16
Key = tuple[str, str, str]


@dataclass
class Oracle:
    """What the warehouse should hold: every load as it was, which are undone, and the last frozen month."""

    loads: dict[int, dict[Key, str]] = field(default_factory=dict)
    undone: set[int] = field(default_factory=set)
    frozen_through: str = ""

    def current(self, undone: set[int] | None = None) -> dict[Key, tuple[float, int]]:
        """Key → value and load: of the newest load that is not undone; a withdrawn figure is none."""
        newest: dict[Key, tuple[str, int]] = {}
        for number, figures in self.loads.items():
            if number not in (self.undone if undone is None else undone):
                newest |= {key: (cell, number) for key, cell in figures.items()}
        return {key: (float(cell), load) for key, (cell, load) in newest.items() if cell != "撤销"}

    def values(self, undone: set[int] | None = None) -> dict[Key, float]:
        return {key: value for key, (value, _) in self.current(undone).items()}

    def changes_frozen(self, before: dict[Key, float], after: dict[Key, float]) -> bool:
        changed = {key for key in before | after if before.get(key) != after.get(key)}
        return any(month <= self.frozen_through for _, _, month in changed)


CELL = st.one_of(st.integers(5, 9).map(str), st.just(""), st.just("撤销"))
ROWS = st.dictionaries(
    st.tuples(st.sampled_from(MONTHS), st.just("a")),
    st.tuples(CELL, st.one_of(st.integers(0, 4).map(str), st.just(""))),
    min_size=1,
)


class WarehouseAndOracle(RuleBasedStateMachine):
    """Every step is done to both; then both must tell the same."""

    source: Path
    folder: Path
    steps_compared = 0

    @initialize()
    def begin(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.source, self.folder)
        self.desk = Desk(Warehouse(self.folder))
        self.oracle = Oracle()

    @rule(rows=ROWS)
    def load(self, rows: dict[tuple[str, str], tuple[str, str]]) -> None:
        text = hotline(
            *(f"{month},{unit},{received},{closed}" for (month, unit), (received, closed) in rows.items())
        )
        cells = {
            (indicator, unit, month): cell
            for (month, unit), pair in rows.items()
            for indicator, cell in zip((RECEIVED, CLOSED), pair, strict=True)
            if cell
        }
        outcome = self.desk.load(text)
        before = self.oracle.values()
        after = {key: value for key, value in (before | as_values(cells)).items() if cells.get(key) != "撤销"}
        if not cells or after == before:
            assert outcome.status in ("unchanged", "refused")
            assert outcome.load is None
        elif self.oracle.changes_frozen(before, after):
            assert outcome.status == "refused"
        else:
            assert outcome.status == "ok"
            assert outcome.load == max([1, *self.oracle.loads]) + 1
            self.oracle.loads[outcome.load] = cells

    @precondition(lambda self: self.oracle.loads)
    @rule(data=st.data(), take_back=st.booleans())
    def undo_or_redo(self, data: st.DataObject, take_back: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.oracle.loads)))
        undone = self.oracle.undone | {number} if take_back else self.oracle.undone - {number}
        change = self.desk.undo(number) if take_back else self.desk.redo(number)
        if undone == self.oracle.undone:
            assert change.status == "unchanged"
        elif self.oracle.changes_frozen(self.oracle.values(), self.oracle.values(undone)):
            assert change.status == "refused"
        else:
            assert change.status == "ok"
            self.oracle.undone = undone

    @rule(month=st.sampled_from(MONTHS), close=st.booleans())
    def freeze_or_unfreeze(self, month: str, close: bool) -> None:
        day = date.fromisoformat(f"{month}-01")
        (freeze if close else unfreeze)(self.desk.warehouse, day)
        earlier = f"2023-{day.month - 1:02d}"
        if close:
            self.oracle.frozen_through = max(self.oracle.frozen_through, month)
        else:
            self.oracle.frozen_through = min(self.oracle.frozen_through, earlier)

    @invariant()
    def both_tell_the_same(self) -> None:
        told = {key: (value, load) for key, (value, _, load) in self.desk.whole_figures().items()}
        assert told == self.oracle.current()
        type(self).steps_compared += 1

    def teardown(self) -> None:
        assert verify(self.desk.warehouse) == []


def as_values(cells: dict[Key, str]) -> dict[Key, float]:
    return {key: float(cell) for key, cell in cells.items() if cell != "撤销"}


def test_the_warehouse_tells_what_a_plain_oracle_tells(ready_warehouse: Path, tmp_path: Path) -> None:
    """After every step of every way of 16 steps the warehouse gives the oracle's figures, value and load.

    The comparisons are `both_tell_the_same` and the status of each step; at the end of a way `verify` must
    rebuild the same warehouse from its history. Any of them that fails fails this test.
    """

    class Machine(WarehouseAndOracle):
        source = ready_warehouse
        folder = tmp_path / "warehouse"

    run_state_machine_as_test(Machine, settings=settings(max_examples=WAYS, stateful_step_count=STEPS))
    assert Machine.steps_compared > WAYS * STEPS / 2


GOOD_CELL = st.integers(0, 10**9).map(lambda value: (str(value), float(value)))
BAD_CELL = st.sampled_from(["12x", "-1", "1.5", "1-2", "NaN", "#REF!", "1000000001", "1/2"]).map(
    lambda text: (text, None)
)
BAD_KEY = st.sampled_from(
    [("2023-13", "a"), ("", "a"), ("2023-01", "丁科"), ("2099-01", "a"), ("2023-01", "")]
)
GOOD_KEY = st.tuples(st.sampled_from(MONTHS), st.sampled_from(["a", "b", "root"]))


@settings(max_examples=25)
@given(
    good=st.dictionaries(GOOD_KEY, GOOD_CELL, min_size=1, max_size=6),
    bad=st.dictionaries(st.one_of(GOOD_KEY, BAD_KEY), BAD_CELL, max_size=2),
    bad_keys=st.dictionaries(BAD_KEY, GOOD_CELL, max_size=1),
)
def test_any_file_is_loaded_wholly_or_changes_nothing(
    ready_warehouse: Path, tmp_path_factory: pytest.TempPathFactory, good: dict, bad: dict, bad_keys: dict
) -> None:
    folder = tmp_path_factory.mktemp("any") / "warehouse"
    shutil.copytree(ready_warehouse, folder)
    desk = Desk(Warehouse(folder))
    rows = good | bad | bad_keys
    lines = [f"{month},{unit},{text}" for (month, unit), (text, _) in rows.items()]
    version = desk.warehouse.version()
    outcome = desk.load("\n".join(["月份,单位,受理工单数", *lines]))
    if bad or bad_keys:
        assert (outcome.status, desk.figures(), desk.warehouse.version()) == ("refused", {}, version)
    else:
        assert outcome.status == "ok"
        assert desk.figures() == {
            (RECEIVED, unit, month): value for (month, unit), (_, value) in rows.items()
        }
