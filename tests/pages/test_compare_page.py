"""单位对比: units × KPIs as lamps, largest share behind first; a click leads on; volumes are not ranked."""

import json
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dashboard.wording.format import amount, percent
from domain.catalogue import load_catalogue
from tests.dashboard.command import run
from tests.pages.board import JUNE, checked, pages_html, words
from tests.pages.plan import choice, open_plan

CATALOGUE = load_catalogue()
BEHIND = ("red", "yellow")


@pytest.fixture
def on_the_sample(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))
    return sample_warehouse


def planned(warehouse: Path, as_of: str) -> dict[str, dict[str, Any]]:
    """What `kpis --unit all` says of everything with a target, by unit and KPI."""
    done = run(
        "dashboard",
        warehouse,
        "kpis",
        "--year",
        "2023",
        "--as-of",
        as_of,
        "--unit",
        "all",
        "--format",
        "json",
    )
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for each in json.loads(done.out):
        if each["target"] is not None:
            found[each["unit"]][each["kpi"]] = each
    return found


def rows(page: str) -> dict[str, str]:
    """The HTML of each unit's row, in the order of the page."""
    return dict(re.findall(r'<tr[^>]*data-unit="([^"]+)"[^>]*>(.*?)</tr>', page, re.DOTALL))


def written(said: dict[str, Any]) -> str:
    """What a cell says of a KPI, worked out from the command line's numbers."""
    kpi = CATALOGUE.kpi(said["kpi"])
    if said["lamp"] == "waiting" or said["year_to_date"] is None:
        return CATALOGUE.lamp(said["lamp"]).word
    if kpi.kind == "sum" and kpi.direction == "higher":
        about = "约" if said["approximate"] else ""
        return about + percent(said["attainment"]) if said["expected_to_date"] else "未到期"
    return amount(said["year_to_date"], kpi.kind)


@pytest.mark.parametrize("month", [3, 6, 12])
def test_each_unit_shows_every_one_of_its_targets_as_the_command_line_has_it(
    on_the_sample: Path, month: int
) -> None:
    told = planned(on_the_sample, f"2023-{month:02}")
    shown = rows(pages_html(open_plan("compare", **JUNE | {"month": str(month)})))
    assert set(shown) == set(told)
    for unit, kpis in told.items():
        links = re.findall(r'<a href="[^"]*kpi=(\w+)"[^>]*>(.*?)</a>', shown[unit])
        cells = {kpi: words(markup).replace("＊", "") for kpi, markup in links}
        assert set(cells) == set(kpis)
        for kpi, said in kpis.items():
            few = re.search(r" (\d+)/(\d+)", cells[kpi])
            figure = f"{few[1]}/{few[2]}" if few else written(said)
            assert f"{CATALOGUE.lamp(said['lamp']).shape} {figure}" in cells[kpi]
            assert not few or int(few[1]) / int(few[2]) == pytest.approx(said["year_to_date"])


def test_the_whole_stands_first_and_then_whoever_has_the_largest_share_behind(on_the_sample: Path) -> None:
    at = open_plan("compare", **JUNE)
    counts = {
        unit: re.match(r"(.+?) (?:下级 )?(\d+) /(\d+) ", words(row))
        for unit, row in rows(pages_html(at)).items()
    }
    assert next(iter(counts)) == "bureau"
    shares = [int(found[2]) / int(found[3]) for found in list(counts.values())[1:] if found]
    assert len(shares) == len(counts) - 1 and shares == sorted(shares, reverse=True)


def test_the_title_names_no_unit_where_another_has_more_red_lamps(on_the_sample: Path) -> None:
    assert open_plan("compare", **JUNE).header[0].value == "4个单位有目标未达要求"


def test_volumes_are_not_compared(on_the_sample: Path) -> None:
    page = pages_html(open_plan("compare", **JUNE))
    neutral = {kpi.id for kpi in CATALOGUE.kpis if kpi.direction == "neutral"}
    assert not neutral & set(re.findall(r"kpi=(\w+)", page))
    assert "数量不排名" in words(page)


def test_the_reading_says_who_lags_who_is_ahead_and_on_what_units_differ(on_the_sample: Path) -> None:
    at = open_plan("compare", **JUNE)
    said = words(pages_html(at))
    assert "未达要求（占承担目标）：公路养护中心2/6项，局机关5/16项，道路运输服务中心2/7项，" in said
    office = words(rows(pages_html(at))["office"])
    assert office.startswith("局机关 5 /16 ")  # the table counts as the sentence does
    assert "101%＊" in said and "＊有单位未报，数据不全" in said
    assert "单位间差异较大的是培训学时（时序完成率）：综合执法大队155%，道路运输服务中心85%" in said


def test_a_cell_leads_to_the_units_figures_and_a_name_to_its_overview(on_the_sample: Path) -> None:
    brigade = rows(pages_html(open_plan("compare", **JUNE)))["brigade"]
    satisfied = "hotline?year=2023&amp;month=6&amp;unit=brigade&amp;kpi=hotline_satisfaction_rate"
    assert f'href="{satisfied}"' in brigade
    assert 'href=".?year=2023&amp;month=6&amp;unit=brigade"' in brigade


def test_lamps_are_told_apart_without_colour_and_worse_is_darker() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    grounds = [grey(CATALOGUE.lamp(lamp).cell_ground) for lamp in ("red", "yellow", "green")]
    assert grounds == sorted(grounds)
    assert min(after - before for before, after in pairwise(grounds)) > 5
    assert len({lamp.shape for lamp in CATALOGUE.lamps}) == len({lamp.word for lamp in CATALOGUE.lamps}) == 5


def test_each_lamp_of_the_table_carries_its_word_for_those_who_do_not_see_it(on_the_sample: Path) -> None:
    brigade = rows(pages_html(open_plan("compare", **JUNE)))["brigade"]
    assert "■ 91.8% 未达目标" in words(brigade)


def test_one_kpi_is_shown_across_units_with_each_units_target(on_the_sample: Path) -> None:
    at = open_plan("compare", **JUNE | {"kpi": "attendances"})
    figure = json.loads(at.get("plotly_chart")[0].proto.spec)
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert any("累计314，应完成275，目标550人次" in text for text in texts) or any(
        "目标550" in text for text in texts
    )
    assert sum("目标" in text for text in texts) == 4
    checked(choice(at, "选择指标").set_value("hotline_on_time_rate").run())
    assert at.query_params["kpi"] in ("hotline_on_time_rate", ["hotline_on_time_rate"])


def test_a_unit_without_units_below_stands_among_its_neighbours(on_the_sample: Path) -> None:
    page = pages_html(open_plan("compare", **JUNE | {"unit": "brigade"}))
    assert set(rows(page)) == {"bureau", "office", "brigade", "transport", "roads"}
    assert re.search(r'<tr[^>]*class="here"[^>]*data-unit="brigade"', page)


def test_a_year_without_targets_of_units_says_what_to_do(on_the_sample: Path) -> None:
    at = open_plan("compare", year="2022", month="6", unit="bureau")
    assert at.header[0].value == "2022年各单位还没有年度目标"
    assert 'href="targets?year=2022' in pages_html(at)


def test_hundreds_of_units_are_shown_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = tmp_path / "files"
    files.mkdir()
    names = [f"u{place:03}" for place in range(120)]
    units = "\n".join(["root,全区,", *(f"{unit},{unit}站,root" for unit in names)])
    (files / "units.csv").write_text(f"单位代码,单位名称,上级单位\n{units}\n", encoding="utf-8")
    goals = "\n".join(f"2023,集体学法次数,{unit},4,要点" for unit in names)
    (files / "targets.csv").write_text(f"年度,指标,单位,年度目标,依据\n{goals}\n", encoding="utf-8")
    months = "\n".join(f"2023-03,{unit},{place % 3}" for place, unit in enumerate(names))
    (files / "training.csv").write_text(f"月份,单位,集体学法次数\n{months}\n", encoding="utf-8")
    warehouse = tmp_path / "warehouse"
    assert run("etl", warehouse, "load", str(files)).status == 0
    monkeypatch.setenv("WAREHOUSE", str(warehouse))
    at = open_plan("compare", year="2023", month="3")
    first = list(rows(pages_html(at)))
    assert first[1:] == [unit for place, unit in enumerate(names) if place % 3 == 0][:30]
    checked(at.pagination[0].set_value(4).run())
    assert list(rows(pages_html(at)))[-1] == names[-1]
    assert len(rows(pages_html(at))) == 31
    assert at.header[0].value == "40个单位各有1项目标未达要求"
