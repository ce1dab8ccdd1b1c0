"""Every door asks who stands before it: load, undo, freeze, originals, backup, restore, begin, people."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.people import Person, Role
from etl.load.freeze import freeze, unfreeze
from etl.load.history import redo, undo
from etl.load.preview import preview
from etl.load.several_files import preview_sequence
from etl.load.store import Outcome, load, load_file
from etl.warehouse import Warehouse
from etl.warehouse.backup import backup, restore
from etl.warehouse.choice import begin_office
from etl.warehouse.operation_record import read_record
from etl.warehouse.originals import take_original
from etl.warehouse.people import NotAllowedError, PeopleError, read_people, remove_person, set_person
from tests.etl.desk import Desk, codes, errors, hotline, new_desk
from tests.etl.sheets import as_xlsx

BEFORE = date(2022, 12, 1)
OWN = hotline("2023-06,甲大队,100,90")
MIXED = hotline("2023-06,甲大队,100,90", "2023-06,乙大队,50,40", "2023-05,甲大队,1,1", "2023-06,示例局,2,2")
NOTE = "月份,单位,指标,说明\n2023-06,{},tickets_received,汛期来电集中。\n"
MANAGER = Person("管理员", Role.MANAGER, source="10.0.0.1")
REPORTER = Person("甲队填报员", Role.REPORTER, ("a",), source="10.0.0.2")
VIEWER = Person("局长", Role.VIEWER, source="10.0.0.3")
# As a page would hand them over that had been drawn before, or was made up.
CLAIMED = [Person(each.name, Role.MANAGER, source=each.source) for each in (REPORTER, VIEWER)]
STRANGER = Person("外人", Role.MANAGER, ("a",), source="10.0.0.4")


@pytest.fixture(scope="module")
def office_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A manager, a reporter of 甲大队 and a viewer; loads 2 (all) and 3 (the reporter's). Never write."""
    desk = new_desk(tmp_path_factory.mktemp("office") / "warehouse")
    for person in (MANAGER, REPORTER, VIEWER):
        assert person.role
        set_person(desk.warehouse, person.name, person.role, person.units, is_new=True)
    assert desk.load(hotline("2023-01,甲大队,10,9", "2023-01,乙大队,8,7")).load == 2
    assert load_as(desk, REPORTER, hotline("2023-02,甲大队,10,9")).load == 3
    return desk.warehouse.folder


@pytest.fixture
def office(office_warehouse: Path, tmp_path: Path) -> Desk:
    """The office for a test of its own."""
    return Desk(Warehouse(shutil.copytree(office_warehouse, tmp_path / "warehouse")))


def load_as(desk: Desk, person: Person, text: str) -> Outcome:
    return load_file(desk.warehouse, desk.catalogue, desk.request(text), person=person)


def doors(desk: Desk, folder: Path, person: Person) -> dict[str, Callable[[], object]]:
    """Every door for managers alone, ready to be opened by the person."""
    warehouse, saved = desk.warehouse, backup(desk.warehouse, folder / "saved.zip")
    return {
        "freeze": lambda: freeze(warehouse, BEFORE, person=person),
        "unfreeze": lambda: unfreeze(warehouse, BEFORE, person=person),
        "undo another's": lambda: undo(warehouse, desk.catalogue, 2, person=person),
        "redo another's": lambda: redo(warehouse, desk.catalogue, 2, person=person),
        "another's original": lambda: take_original(warehouse, 2, person=person),
        "backup": lambda: backup(warehouse, folder / "taken.zip", person=person),
        "restore": lambda: restore(warehouse, saved, person=person),
        "begin": lambda: begin_office(warehouse, Warehouse(folder / "own"), person=person),
        "add": lambda: set_person(warehouse, "新人", Role.MANAGER, is_new=True, person=person),
        "change": lambda: set_person(warehouse, "局长", Role.MANAGER, is_new=False, person=person),
        "remove": lambda: remove_person(warehouse, "局长", person=person),
    }


def state(desk: Desk) -> tuple[object, ...]:
    with desk.warehouse.read() as connection:
        return desk.warehouse.current_path().name, desk.figures(), read_people(connection)


@pytest.mark.parametrize(
    "person", [REPORTER, VIEWER, *CLAIMED, STRANGER], ids=lambda one: f"{one.name} {one.role}"
)
def test_a_door_for_managers_stays_shut_to_all_others_and_the_try_is_recorded(
    office: Desk, tmp_path: Path, person: Person
) -> None:
    for name, door in doors(office, tmp_path, person).items():
        before, noted = state(office), len(read_record(office.warehouse))
        with pytest.raises(NotAllowedError, match="不能"):
            door()
        assert state(office) == before, name
        (last,) = read_record(office.warehouse)[noted:]
        assert (last.who, last.source, last.outcome) == (person.name, person.source, "refused"), name
    assert not (tmp_path / "taken.zip").exists()
    assert not Warehouse(tmp_path / "own").exists()


def test_a_manager_passes_every_door_and_signs_with_the_login(office: Desk, tmp_path: Path) -> None:
    for door in doors(office, tmp_path, MANAGER).values():
        door()
    noted = [entry.action for entry in read_record(office.warehouse) if entry.who == "管理员"]
    assert noted == ["freeze", "unfreeze", "undo", "redo", "original", "backup", "restore", *["people"] * 3]
    assert [entry.action for entry in read_record(Warehouse(tmp_path / "own"))] == ["begin"]


@pytest.mark.parametrize("person", [VIEWER, CLAIMED[1], STRANGER], ids=["viewer", "claims more", "stranger"])
def test_who_only_sees_loads_nothing(office: Desk, person: Person) -> None:
    before = state(office)
    for text in (OWN, NOTE.format("甲大队")):
        with pytest.raises(NotAllowedError):
            load_as(office, person, text)
        with pytest.raises(NotAllowedError):
            load(office.warehouse, office.catalogue, office.preview(text), person=person)
    with (
        pytest.raises(NotAllowedError),
        preview_sequence(office.warehouse, office.catalogue, [office.request(OWN)], person=person),
    ):
        pass
    for take in (undo, redo):
        with pytest.raises(NotAllowedError):
            take(office.warehouse, office.catalogue, 3, person=person)
    with pytest.raises(NotAllowedError):
        take_original(office.warehouse, 3, person=person)
    assert state(office) == before


def test_a_reporter_loads_takes_back_and_takes_out_what_is_the_own(office: Desk) -> None:
    assert load_as(office, REPORTER, OWN).load == 4
    assert load_as(office, REPORTER, NOTE.format("甲大队")).load == 5
    assert undo(office.warehouse, office.catalogue, 4, by="别人", person=REPORTER).status == "ok"
    assert redo(office.warehouse, office.catalogue, 4, person=REPORTER).status == "ok"
    assert take_original(office.warehouse, 4, person=REPORTER) == OWN.encode()
    signed = [entry for entry in read_record(office.warehouse) if entry.who == REPORTER.name]
    assert [entry.action for entry in signed] == ["load", "load", "load", "undo", "redo", "original"]
    assert {entry.source for entry in signed} == {"10.0.0.2"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (MIXED, [3, 5]),
        (NOTE.format("乙大队"), [2]),
        (hotline("2023-01,乙大队,撤销,7"), [2]),
        ("年度,指标,单位,年度目标\n2023,group_study,甲大队,12\n", [None]),
        ("单位代码,单位名称,上级单位\na,甲支队,root\n", [None]),
        ("年度,任务编号,任务名称,责任单位,完成时限,状态\n2023,1,修订,甲大队,2023-06-30,进行中\n", [None]),
    ],
    ids=["figures", "notes", "withdrawn", "targets", "units", "tasks"],
)
def test_a_file_with_other_units_rows_or_plans_is_refused_with_the_row(
    office: Desk, text: str, rows: list[int | None]
) -> None:
    before = state(office)
    outcome = load_as(office, REPORTER, text)
    assert outcome.status == "refused"
    assert [row for code, row, _ in errors(outcome) if code == "not_permitted"] == rows
    assert state(office) == before
    # One who hands over a preview that was made for a manager gets no further.
    by_hand = load(office.warehouse, office.catalogue, office.preview(text), person=REPORTER)
    assert (by_hand.status, state(office)) == ("refused", before)


def test_rows_of_other_units_can_be_left_out(office: Desk) -> None:
    request = office.request(MIXED, skip_bad_rows=True)
    outcome = load_file(office.warehouse, office.catalogue, request, person=REPORTER)
    assert (outcome.status, len(outcome.preview.rejected)) == ("ok", 2)
    assert {unit for _, unit, month in office.figures() if month == "2023-06"} == {"a"}


def test_a_managers_file_has_no_finding_about_rights(office: Desk) -> None:
    seen = preview(office.warehouse, office.catalogue, office.request(MIXED), person=MANAGER)
    assert "not_permitted" not in codes(seen)


def test_units_below_the_named_ones_are_included_and_end_with_them(office: Desk) -> None:
    office.load("单位代码,单位名称,上级单位\na1,甲一中队,a\n", "单位.csv")
    below = hotline("2023-06,甲一中队,5,4")
    assert load_as(office, REPORTER, below).status == "ok"
    set_person(office.warehouse, REPORTER.name, Role.REPORTER, ["乙大队"], is_new=False)
    with pytest.raises(NotAllowedError):  # the own load, but no longer the own units
        undo(office.warehouse, office.catalogue, 5, person=REPORTER)
    assert load_as(office, REPORTER, hotline("2023-06,乙大队,5,4")).status == "ok"


def test_a_role_taken_away_ends_at_once_though_the_page_still_shows_it(office: Desk) -> None:
    remove_person(office.warehouse, REPORTER.name, person=MANAGER)
    with pytest.raises(NotAllowedError, match="“查看”"):
        load_as(office, REPORTER, OWN)


def test_the_last_manager_stays_on_the_page_and_goes_at_the_command_line(office: Desk) -> None:
    with pytest.raises(PeopleError, match="唯一的管理人员"):
        remove_person(office.warehouse, "管理员", person=MANAGER)
    with pytest.raises(PeopleError, match="唯一的管理人员"):
        set_person(office.warehouse, "管理员", Role.VIEWER, is_new=False, person=MANAGER)
    remove_person(office.warehouse, "管理员")
    set_person(office.warehouse, "管理员", Role.MANAGER, is_new=True)
    freeze(office.warehouse, BEFORE, person=MANAGER)


def test_a_restore_gives_no_rights_back_and_takes_none(office: Desk, tmp_path: Path) -> None:
    file = backup(office.warehouse, tmp_path / "then.zip")
    remove_person(office.warehouse, REPORTER.name)
    set_person(office.warehouse, "新管理员", Role.MANAGER, is_new=True)
    restore(office.warehouse, file, person=MANAGER)
    with office.warehouse.read() as connection:
        assert {one.person.name for one in read_people(connection)} == {"管理员", "局长", "新管理员"}
    elsewhere = Warehouse(tmp_path / "elsewhere")
    restore(elsewhere, file)
    with elsewhere.read() as connection:
        assert {one.person.name for one in read_people(connection)} == {"管理员", "局长", "甲队填报员"}


OTHERS = {
    "an alias": hotline("2023-06,二队,1,1"),
    "a former name": hotline("2023-04,丙队,1,1"),
    "a unit that theirs took over": hotline("2023-02,丁队,1,1"),
    "a unit below that": hotline("2023-02,戊队,1,1"),
    "a withdrawal": hotline("2023-01,二队,撤销,"),
    "the long form": "数据集,指标,单位,月份,数值,约数\nhotline,tickets_received,b,2023-06,3,\n",
    "a note without a unit": "月份,指标,说明\n2023-06,tickets_received,全局的说明\n",
    "a unit that the file itself places below": as_xlsx(
        {
            "单位": [["单位代码", "单位名称", "上级单位"], ["b", "乙支队", "a"]],
            "热线": [["月份", "单位", "受理工单数", "办结工单数"], ["2023-06", "b", "3", "2"]],
        }
    ),
}


def test_no_other_way_to_name_a_unit_lets_a_reporter_load_for_it(office: Desk) -> None:
    head = "单位代码,单位名称,上级单位,别名,停用年月,并入单位,生效年月\n"
    units = "b,乙大队,root,二队,,,\nc,丙队,root,,,,\nd,丁队,root,,2023-03,a,\ne,戊队,d,,,,\n"
    for text in (units, "c,新丙队,root,,,,2023-05\n"):
        assert office.load(head + text, "单位.csv").status == "ok"
    before = state(office)
    for way, content in OTHERS.items():
        for skip_bad_rows in (False, True):
            request = office.request(content, skip_bad_rows=skip_bad_rows)
            outcome = load_file(office.warehouse, office.catalogue, request, person=REPORTER)
            assert (outcome.status, "not_permitted" in codes(outcome)) == ("refused", True), way
    assert state(office) == before
