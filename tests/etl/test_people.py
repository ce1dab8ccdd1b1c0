"""Who may do what: the roles, the units of a reporter, the table of people."""

import pytest

from domain.people import LOCAL_MANAGER, Action, Person, Role, may
from domain.units import Unit, UnitDirectory

UNITS = UnitDirectory(
    [Unit("root", "全局"), Unit("a", "甲", "root"), Unit("a1", "甲一", "a"), Unit("b", "乙", "root")]
)
VIEWER, MANAGER = Person("看的人", Role.VIEWER), Person("管的人", Role.MANAGER)
REPORTER = Person("报的人", Role.REPORTER, ("a",))
NOT_ADMITTED = Person("外人", None)
OFFICE_ACTIONS = tuple(
    action for action in Action if action not in (Action.SEE, Action.UPLOAD, Action.REPORT, Action.OWN_LOAD)
)


@pytest.mark.parametrize("action", Action)
def test_a_manager_may_do_everything(action: Action) -> None:
    assert may(MANAGER, action)
    assert may(LOCAL_MANAGER, action)


@pytest.mark.parametrize("action", Action)
def test_a_viewer_only_sees_and_who_is_not_admitted_does_not_even_that(action: Action) -> None:
    assert may(VIEWER, action, ("a",), "看的人") is (action is Action.SEE)
    assert not may(NOT_ADMITTED, action, ("a",), "外人")


@pytest.mark.parametrize(
    ("unit", "allowed"), [("a", True), ("a1", True), ("b", False), ("root", False), ("?", False)]
)
def test_a_reporter_reports_for_the_named_units_and_those_below(unit: str, allowed: bool) -> None:
    assert may(REPORTER, Action.REPORT, UNITS.line(unit)) is allowed


def test_a_reporter_has_the_own_loads_and_nobody_elses() -> None:
    assert may(REPORTER, Action.OWN_LOAD, loaded_by="报的人")
    assert not may(REPORTER, Action.OWN_LOAD, loaded_by="管的人")
    assert not may(Person("", Role.REPORTER, ("a",)), Action.OWN_LOAD, loaded_by="")


def test_a_reporter_has_the_page_to_upload_on() -> None:
    assert may(REPORTER, Action.UPLOAD)


@pytest.mark.parametrize("action", OFFICE_ACTIONS)
def test_a_reporter_does_not_run_the_office(action: Action) -> None:
    assert not may(REPORTER, action, ("a",), "报的人")


def test_a_line_of_units_ends_in_a_circle_too() -> None:
    circle = UnitDirectory([Unit("x", "子", "y"), Unit("y", "丑", "x")])
    assert circle.line("x") == ("x", "y")
