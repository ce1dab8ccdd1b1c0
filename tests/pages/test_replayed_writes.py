"""A running server of an office, spoken to without a browser: a write is replayed by who may not make it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from domain.people import Role
from etl.warehouse import Warehouse
from etl.warehouse.operation_record import read_record
from etl.warehouse.people import remove_person, set_person
from tests.browser.conftest import AppServer, running_app
from tests.pages.data_pages import figure
from tests.pages.visitors import MANAGER, REPORTER, SECRET, UNKNOWN, VIEWER, setting_in, with_people
from tests.talk import Headers, Talk, ask, talking

LOAD, UNDO = "load=17", "撤销这次导入"


@pytest.fixture(scope="module")
def office(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The sample as an office's, with people, behind a proxy."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(sample_warehouse, folder / "warehouse")
    environment = {"SERVING": str(setting_in(folder))}
    warehouse = with_people(folder / "warehouse")
    with running_app(warehouse, folder / "server.log", environment=environment) as running:
        yield running


def as_user(name: str) -> Headers:
    return [("X-Board-Secret", SECRET), ("X-Board-User", name)]


def press_of(talk: Talk, label: str) -> BackMsg:
    """The message with which the page that just ran would press its button."""
    message = BackMsg()
    (shown,) = [each.navigation for each in talk.heard if each.WhichOneof("type") == "navigation"]
    message.rerun_script.page_script_hash = shown.page_script_hash
    message.rerun_script.query_string = LOAD
    buttons = [each.delta.new_element.button for each in talk.heard if each.WhichOneof("type") == "delta"]
    (button,) = {each.id: each for each in buttons if each.label == label}.values()
    message.rerun_script.widget_states.widgets.add(id=button.id, trigger_value=True)
    return message


def is_undone(office: AppServer) -> bool:
    return figure(office.warehouse, "tickets_received", "brigade", "2023-06") is None


def test_a_managers_press_replayed_by_others_changes_nothing(office: AppServer) -> None:
    with talking(office.url, as_user(MANAGER)) as manager:
        assert UNDO in manager.run("upload", LOAD)
        press = press_of(manager, UNDO)
        for name in (VIEWER, REPORTER, UNKNOWN):
            with talking(office.url, as_user(name)) as other:
                other.run("upload", LOAD)
                other.say(press)
                other.until("script_finished")
            assert not is_undone(office), name
        manager.say(press)
        manager.until("script_finished")
        assert is_undone(office)  # the message itself is good: only who sends it made the difference
    assert read_record(Warehouse(office.warehouse))[-1].who == MANAGER


def test_a_download_drawn_for_a_manager_is_not_worked_out_once_the_role_is_gone(office: AppServer) -> None:
    with talking(office.url, as_user(MANAGER)) as manager:
        manager.run("upload", LOAD)
        buttons = [each.delta.new_element.download_button for each in manager.heard]
        (file,) = {each.deferred_file_id for each in buttons if each.label == "下载原始文件"}
        assert manager.fetch(file).startswith("/media/")
        warehouse = Warehouse(office.warehouse)
        set_person(warehouse, MANAGER, Role.VIEWER, is_new=False)
        assert manager.fetch(file) == ""
        set_person(warehouse, MANAGER, Role.MANAGER, is_new=False)
    refused = [one for one in read_record(warehouse) if one.outcome == "refused"]
    assert (refused[-1].who, refused[-1].action) == (MANAGER, "original")


def test_who_is_removed_gets_no_more_files_from_the_page_that_is_still_open(office: AppServer) -> None:
    warehouse, leaver = Warehouse(office.warehouse), "调离的人"
    set_person(warehouse, leaver, Role.REPORTER, ("brigade",), is_new=True)
    with talking(office.url, as_user(leaver)) as talk:
        talk.run("hotline")
        drawn = talk.deferred_files[-1]
        address = talk.fetch(drawn)
        assert ask(office.url, address, as_user(leaver))[0] == 200
        set_person(warehouse, leaver, Role.VIEWER, is_new=False)
        assert ask(office.url, address, as_user(leaver))[0] == 404
        remove_person(warehouse, leaver)
        assert ask(office.url, address, as_user(leaver))[0] == 404
        assert talk.fetch(drawn) == ""
    assert talk.heard[-1].auth_redirect.url == "/"


def test_what_no_page_asks_for_is_not_heard(office: AppServer) -> None:
    with talking(office.url, as_user(VIEWER)) as talk:
        talk.run("hotline")
        begin = len(talk.heard)
        for kind in ("clear_cache", "load_git_info", "set_run_on_save"):
            talk.say(BackMsg(**{kind: True}))
        talk.say(BackMsg(app_heartbeat=True))
        talk.until("heartbeat_ack")
        told = [each for each in talk.heard[begin:] if each.WhichOneof("type") == "session_status_changed"]
        assert not any(each.session_status_changed.run_on_save for each in told)
