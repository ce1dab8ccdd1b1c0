"""Names and notes that look like code stand on the pages as they were written; nothing runs or breaks."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests import hostile
from tests.browser.conftest import AppServer, turned_to, wait_until_shown
from tests.dashboard.command import run

SCRIPT = "<script>window.ran=1</script>"
IMAGE = "![图](http://leak.example/a.png)"
MARKS = "<b>甲</b>:red[乙]$x^2$`丙`&lt;丁"
LONG = "某某经济技术开发区交通运输综合行政执法支队第三大队驻高速公路服务区联合治超工作站"
ICONS = ":material/lock: :smile: www.leak.example a@leak.example a -> b 1 -- 2 >= 3"
NAMES = [SCRIPT, IMAGE, MARKS, LONG, ICONS, *(f"第{number}中队" for number in range(6, 41))]
NOTE = '<img src=x onerror="window.ran=1">雨后修复要等天气'
HANDLER = "<i onmouseover=window.ran=1>工作要点</i>"
PAGES = ("?", "hotline?kpi=hotline_satisfaction_rate&", "hotline?kpi=tickets_received&", "petitions?",
         "compare?", "targets?")  # fmt: skip

WIDEST = "Math.max(...[...document.querySelectorAll('html, [data-testid=stMain]')].map(e => e.scrollWidth))"


def files_of(folder: Path) -> Path:
    """Forty units, the first of them named to do harm, with their tickets, targets and a note."""
    folder.mkdir()
    codes = [f"u{number}" for number in range(1, 41)]
    units = "\n".join(f"{code},{name},bureau,hotline" for code, name in zip(codes, NAMES, strict=True))
    head = "单位代码,单位名称,上级单位,填报内容"
    (folder / "units.csv").write_text(f"{head}\nbureau,某局,,\n{units}\n", encoding="utf-8")
    rows = [
        f"2023-{month:02},{code},{20 + place},10,{9 - place % 2}"
        for place, code in enumerate(codes)
        for month in (5, 6)
    ]
    head = "月份,单位,受理工单数,回访数,满意数"
    (folder / "hotline.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    goals = [f"2023,满意率,{code},95%,{HANDLER},<u>某科</u>" for code in ("bureau", *codes)]
    head = "年度,指标,单位,年度目标,依据,责任人"
    (folder / "targets.csv").write_text("\n".join([head, *goals]), encoding="utf-8")
    quoted = NOTE.replace('"', '""')
    notes = f'月份,单位,指标,说明\n2023-06,u1,满意率,"{quoted}"\n'
    (folder / "notes.csv").write_text(notes, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def hostile_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with these units."""
    folder = tmp_path_factory.mktemp("hostile")
    done = run("etl", folder / "warehouse", "load", str(files_of(folder / "files")))
    assert done.status == 0, done.out + done.err
    return folder / "warehouse"


@pytest.fixture
def hostile_server(running_server: AppServer, hostile_warehouse: Path) -> AppServer:
    """A board on these units."""
    return turned_to(running_server, hostile_warehouse)


def checked_page(page: Page, server: AppServer, address: str) -> Page:
    """A page of the board, whole, on which nothing has run and nothing sticks out."""
    page.goto(f"{server.url}/{address}")
    wait_until_shown(page)
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate(WIDEST) <= width
    assert page.evaluate("window.ran") is None
    assert page.locator('[data-testid="stException"]').count() == 0
    foreign = page.locator('[data-testid="stMain"] :is(script, iframe, img:not([src^="data:image/svg"]))')
    assert foreign.count() == 0
    made = ':is(a:not([href^="#"]), [translate=no]:not([data-testid]), .katex)'
    assert page.locator(f":is(h1, h2, .st-key-view) {made}").count() == 0
    return page


def test_forty_units_with_names_like_code_break_no_page(
    hostile_server: AppServer, browser_page: Page
) -> None:
    for address in PAGES:
        browser_page.set_viewport_size({"width": 1440, "height": 900})
        checked_page(browser_page, hostile_server, f"{address}year=2023&month=6&unit=bureau")
        browser_page.set_viewport_size({"width": 390, "height": 900})
        browser_page.wait_for_function(f"{WIDEST} <= 390")


@pytest.mark.parametrize(
    ("unit", "name"), [("u1", SCRIPT), ("u2", IMAGE), ("u3", MARKS), ("u4", LONG), ("u5", ICONS)]
)
def test_a_unit_named_like_code_is_called_as_it_is_written(
    hostile_server: AppServer, phone_page: Page, unit: str, name: str
) -> None:
    page = phone_page
    for address in ("?", "petitions?"):
        checked_page(page, hostile_server, f"{address}year=2023&month=6&unit={unit}")
        expect(page.locator(".st-key-view button").first).to_contain_text(name)
    expect(page.get_by_role("heading", level=2)).to_have_text(f"{name}不填报这类数据")
    page.locator(".st-key-view button").first.click()
    expect(page.locator(".st-key-view-path")).to_contain_text(name)


def test_definitions_that_look_like_code_are_shown_as_they_are_written(
    running_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    server = turned_to(running_server, hostile.hostile_warehouse(tmp_path))
    for address in ("hotline?", "compare?", "definitions?"):
        page = checked_page(browser_page, server, f"{address}year=2023&month=6&unit=r")
        made = page.locator('[data-testid=stMain] :is(.katex, del, u, i, a[href*="leak"])')
        assert made.count() == 0
    expect(page.locator("[data-testid=stButtonGroup]")).to_contain_text(hostile.CODES["task"])
    page.goto(f"{server.url}/compare?year=2023&month=6&unit=r")
    wait_until_shown(page)
    with page.expect_download() as taken:
        page.get_by_text("下载SVG").click()
    drawn = ElementTree.parse(taken.value.path())
    assert hostile.CODES["below"][:8] in "".join(drawn.getroot().itertext())
    assert [each for part in drawn.iter() for each in part.attrib.items() if "leak" in each[1]] == []


def test_a_units_name_in_its_chart_is_text(hostile_server: AppServer, browser_page: Page) -> None:
    page = checked_page(browser_page, hostile_server, f"{PAGES[1]}year=2023&month=6&unit=bureau")
    names = page.locator("[data-testid=stPlotlyChart] svg a").all_text_contents()
    assert len(names) == len(NAMES)
    assert SCRIPT[:8] + "…" in names
    assert MARKS[:8] + "…" in names


def test_a_note_like_code_is_quoted(hostile_server: AppServer, browser_page: Page) -> None:
    address = "hotline?year=2023&month=6&unit=u1&kpi=hotline_satisfaction_rate"
    page = checked_page(browser_page, hostile_server, address)
    expect(page.locator(".note-lines")).to_contain_text(NOTE)
