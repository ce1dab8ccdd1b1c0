"""Behind a proxy, seen from outside: who comes past it gets nothing, and nobody another's files."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from dashboard.cli.serve import server_command
from dashboard.ui.banners import BEGIN_OWN
from domain.people import Role
from etl.warehouse import Warehouse
from etl.warehouse.people import remove_person, set_person
from tests.browser.conftest import AppServer, running_app
from tests.etl.test_reading_hostile import REFUSED as BOMBS
from tests.house.source import ROOT
from tests.pages.visitors import MANAGER, REPORTER, SECRET, UNKNOWN, VIEWER, setting_in, with_people
from tests.talk import Headers, Talk, ask, status_of_talk, talking, upload_body, xsrf

PROXY = ("X-Board-Secret", SECRET)


@pytest.fixture(scope="module")
def office(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The board behind a proxy, with people of every role, seen from where the proxy is."""
    folder = tmp_path_factory.mktemp("office")
    environment = {"SERVING": str(setting_in(folder, 'unknown = "viewer"\n'))}
    warehouse = with_people(shutil.copytree(sample_warehouse, folder / "warehouse"))
    with running_app(warehouse, folder / "server.log", environment=environment) as running:
        yield running


def by_proxy(name: str) -> Headers:
    """The headers with which the proxy says who asks."""
    return [PROXY, ("X-Board-User", name), ("Host", "board.example")]


NAMED = ("X-Board-User", "zhang")
REFUSED: dict[str, tuple[Headers, int]] = {
    "nothing": ([], 403),
    "a forged name": ([NAMED], 403),
    "a wrong secret": ([NAMED, ("X-Board-Secret", "guessed")], 403),
    "an empty secret": ([NAMED, ("X-Board-Secret", "")], 403),
    "a secret that is no ASCII": ([NAMED, ("X-Board-Secret", "密")], 403),
    "two secrets": ([NAMED, PROXY, ("X-Board-Secret", "guessed")], 403),
    "no name": ([PROXY], 401),
    "an empty name": ([PROXY, ("X-Board-User", "")], 401),
    "a blank name": ([PROXY, ("X-Board-User", "  ")], 401),
    "two names": ([PROXY, NAMED, ("X-Board-User", "li")], 401),
    "a name with an underscore in the header": ([PROXY, ("X_Board_User", "zhang")], 401),
    "a foreign host": ([PROXY, NAMED, ("Host", "evil.example")], 421),
    "a foreign page": ([PROXY, NAMED, ("Origin", "https://evil.example")], 403),
    "a page of another port": ([PROXY, NAMED, ("Origin", "http://localhost:1")], 403),
}
PATHS = (
    "/",
    "/hotline",
    "/upload",
    "/static/js/x.js",
    "/app/static/fonts/noto-sans-sc.css",
    "/media/" + "0" * 56 + ".csv",
    "/_stcore/host-config",
    "/_stcore/upload_file/a/b",
    "/login",
    "/_stcore/health/",
    "//_stcore/health",
)


@pytest.mark.parametrize("case", REFUSED)
def test_no_path_is_answered_with(office: AppServer, case: str) -> None:
    headers, status = REFUSED[case]
    assert {path: ask(office.url, path, headers)[0] for path in PATHS} == dict.fromkeys(PATHS, status)
    if "Host" not in dict(headers):
        assert status_of_talk(office.url, headers) == 403


def test_the_proxy_is_answered_and_each_page_knows_who_looks(office: AppServer) -> None:
    assert ask(office.url, "/", by_proxy("zhang"))[0] == 200
    with talking(office.url, [PROXY, ("X-Board-User", "张三")]) as talk:
        assert "张三" in talk.run()
    assert status_of_talk(office.url, [PROXY, NAMED], origin=office.url) == 101


@pytest.mark.parametrize("name", [MANAGER, REPORTER, VIEWER, UNKNOWN])
def test_the_numbers_come_with_the_document_as_each_role_sees_them(office: AppServer, name: str) -> None:
    status, headers, content = ask(office.url, "/?year=2023&month=6", by_proxy(name))
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert 'class="cards"' in content.decode()
    assert (BEGIN_OWN in content.decode()) is (name == MANAGER)


def test_whether_it_is_alive_may_be_asked_without_a_login(office: AppServer) -> None:
    assert ask(office.url, "/_stcore/health")[::2] == (200, b"ok")
    assert ask(office.url, "/_stcore/metrics", by_proxy("zhang"))[0] == 404


def test_a_download_is_only_for_whom_it_was_worked_out(office: AppServer) -> None:
    with (
        talking(office.url, [PROXY, NAMED]) as zhang,
        talking(office.url, [PROXY, ("X-Board-User", "li")]) as li,
    ):
        zhang.run("hotline")
        file = zhang.deferred_files[-1]
        address = zhang.fetch(file)
        assert address.startswith("/media/")
        assert ask(office.url, address, by_proxy("zhang"))[0] == 200
        li.run("hotline", query=f"kpi={address}")  # a page that repeats the address gives no right to it
        assert ask(office.url, address, by_proxy("li"))[0] == 404
        assert ask(office.url, address, [PROXY])[0] == 401
        assert li.fetch(file) == ""


def test_a_file_goes_only_into_the_session_of_who_sends_it_and_may(office: AppServer) -> None:
    form, body = upload_body(b"a,b\n")
    headers = [*form, *xsrf(office.url)]
    sent_by = {REPORTER: 204, MANAGER: 404, VIEWER: 404, UNKNOWN: 404, "": 401}
    with talking(office.url, by_proxy(REPORTER)[:2]) as talk:
        talk.run()
        address = talk.upload_place().upload_url
        for name, status in sorted(sent_by.items()):
            assert ask(office.url, address, [*by_proxy(name), *headers], "PUT", body)[0] == status, name
    with talking(office.url, by_proxy(VIEWER)[:2]) as talk:
        talk.run()
        own = talk.upload_place().upload_url
        assert ask(office.url, own, [*by_proxy(VIEWER), *headers], "PUT", body)[0] == 403


def dropped(office: AppServer, talk: Talk, content: bytes, name: str) -> BackMsg:
    """The message that a file was dropped on the upload page which just ran; the file is sent."""
    place = talk.upload_place()
    form, body = upload_body(content, name)
    headers = [*by_proxy(REPORTER), *form, *xsrf(office.url)]
    assert ask(office.url, place.upload_url, headers, "PUT", body)[0] == 204
    message = BackMsg()
    message.rerun_script.page_name = "upload"
    shown = [
        each.delta.new_element.file_uploader for each in talk.heard if each.WhichOneof("type") == "delta"
    ]
    (uploader,) = {each.id for each in shown if "选择月报" in each.label}
    files = message.rerun_script.widget_states.widgets.add(id=uploader).file_uploader_state_value
    files.uploaded_file_info.add(file_id=place.file_id, name=name, size=len(content), file_urls=place)
    return message


def memory_of(office: AppServer) -> int:
    status = Path(f"/proc/{office.process}/statm").read_text(encoding="ascii")
    return int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


@pytest.mark.parametrize("bomb", ["one long text in every cell", "twenty million commas"])
def test_others_look_on_while_a_bomb_is_refused(office: AppServer, bomb: str) -> None:
    make, _ = BOMBS[bomb]
    name = "月报.csv" if "commas" in bomb else "月报.xlsx"
    with (
        talking(office.url, by_proxy(REPORTER)[:2]) as reporter,
        talking(office.url, by_proxy(VIEWER)[:2]) as viewer,
        ThreadPoolExecutor(1) as pool,
    ):
        reporter.run("upload")
        viewer.run("hotline")
        before = memory_of(office)
        waits: list[float] = []
        message = dropped(office, reporter, make(), name)
        begin = len(reporter.heard)
        reporter.say(message)
        reading = pool.submit(reporter.until, "script_finished")
        while not waits or not reading.done():
            asked = time.monotonic()
            assert "投诉" in viewer.run("hotline", f"month={len(waits) % 12 + 1}&year=2023")
            waits.append(time.monotonic() - asked)
        reading.result()
        said = b"".join(each.SerializeToString() for each in reporter.heard[begin:]).decode(errors="replace")
    assert "整份不入库" in said
    assert max(waits) < 10
    assert memory_of(office) - before < 300  # the file alone is here: a child reads it


def test_a_page_opened_before_a_role_was_taken_away_is_opened_anew(office: AppServer) -> None:
    warehouse = Warehouse(office.warehouse)
    set_person(warehouse, "leaver", Role.MANAGER, (), is_new=True)
    with talking(office.url, by_proxy("leaver")[:2]) as talk:
        assert "人员与权限" in talk.run()
        remove_person(warehouse, "leaver")
        with pytest.raises(ConnectionClosed):
            talk.run("hotline")
        assert talk.heard[-1].auth_redirect.url == "/"
    with talking(office.url, by_proxy("leaver")[:2]) as talk:
        assert "人员与权限" not in talk.run()


def test_it_does_not_start_where_others_could_come_past_the_proxy(tmp_path: Path) -> None:
    setting = setting_in(tmp_path, 'address = "0.0.0.0"\n')
    environment = {**os.environ, "SERVING": str(setting), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        server_command(8599), cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 1
    assert "office 方式只能监听本机地址，不能是“0.0.0.0”" in done.stderr
    assert "deploy/nginx" in done.stderr
