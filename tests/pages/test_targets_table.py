"""目标与任务: the year's targets with lamp, pace and what is still needed, and how they are ordered."""

import re
from math import ceil
from pathlib import Path

import pytest

from dashboard.wording.format import amount, number
from domain.catalogue import load_catalogue
from tests.dashboard.command import loaded
from tests.pages.board import JUNE, checked, kpis_command, kpis_of, open_board, pages_html, parts, words
from tests.pages.plan import choice, open_plan

CATALOGUE = load_catalogue()
MARCH = JUNE | {"month": "3"}
DECEMBER = JUNE | {"month": "12"}
RANK = ["red", "yellow", "watch", "waiting", "green"]


@pytest.fixture(autouse=True)
def on_the_sample(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))
    return sample_warehouse


@pytest.mark.parametrize("view", [MARCH, JUNE, DECEMBER])
def test_every_target_stands_there_with_what_the_command_line_says_of_it(
    sample_warehouse: Path, view: dict[str, str]
) -> None:
    told = kpis_command(sample_warehouse, "--as-of", f"2023-{int(view['month']):02}")
    planned = {kpi: each for kpi, each in told.items() if each["target"] is not None}
    page = pages_html(open_plan("targets", **view))
    assert set(kpis_of(page, "tbody")) == set(planned)
    for id, said in planned.items():
        kpi, row = CATALOGUE.kpi(id), parts(page, "tbody", id)
        done = said["target"] is not None and (said["year_to_date"] or 0) >= said["target"]
        word = CATALOGUE.lamp_word(kpi, said["lamp"], done, view["month"] == "12")
        assert row.startswith(f"{CATALOGUE.lamp(said['lamp']).shape} {word}")
        about = said["year_to_date"] % 10 if said["approximate"] and said["year_to_date"] >= 20 else 0
        shown = said["year_to_date"] - about if about else said["year_to_date"]
        assert amount(shown, kpi.kind) in row
        limit = "≤" if kpi.direction == "lower" else ""
        due = limit + amount(said["expected_to_date"], kpi.kind) if kpi.kind == "sum" else "—"
        assert f" {due} {limit}{amount(said['target'], kpi.kind, kpi.counting_unit)} " in row
        is_asked = kpi.direction == "higher" and said["lamp"] != "waiting"
        if (said["required_per_month"] or 0) >= 1 and is_asked and view is JUNE:
            monthly = said["required_per_month"]
            wanted = number(ceil(monthly) if monthly >= 10 else monthly, kpi.counting_unit)
            assert re.search(f"月均(最多|约)?{wanted}" if said["approximate"] else f"月均{wanted}", row)


def test_the_worst_come_first_and_those_on_their_way_are_folded(sample_warehouse: Path) -> None:
    told = kpis_command(sample_warehouse, "--as-of", "2023-06")
    page = pages_html(open_plan("targets", **JUNE))
    shown = [told[kpi]["lamp"] for kpi in kpis_of(page, "tbody")]
    assert [RANK.index(lamp) for lamp in shown] == sorted(RANK.index(lamp) for lamp in shown)
    folded = re.search(r'<details class="folded">(.*?)</details>', page, re.DOTALL)
    assert folded
    assert {told[kpi]["lamp"] for kpi in kpis_of(folded[1], "tbody")} == {"green"}
    assert f"另{shown.count('green')}项符合进度" in words(folded[1])


def test_what_needs_attention_stands_in_the_order_of_the_overview() -> None:
    overview = kpis_of(pages_html(open_board(**JUNE)), "tbody")
    targets = kpis_of(pages_html(open_plan("targets", **JUNE)), "tbody")
    shared = [kpi for kpi in overview if kpi in targets]
    behind = shared[: shared.index("enterprise_talks") + 1]
    assert behind[-1] == "enterprise_talks" and len(behind) > 2
    assert [kpi for kpi in targets if kpi in behind] == behind


def test_the_order_of_the_catalogue_and_the_order_of_owners_fold_nothing() -> None:
    at = open_plan("targets", **JUNE)
    page = pages_html(checked(choice(at, "排序").set_value("按指标").run()))
    shown = kpis_of(page, "tbody")
    assert shown == [kpi.id for kpi in CATALOGUE.kpis if kpi.id in shown]
    page = pages_html(checked(choice(at, "排序").set_value("按责任单位").run()))
    owners = re.findall(r'<td class="owner"[^>]*>([^<]*)<', page)
    assert owners == sorted(owners)
    assert "folded" not in page


def test_each_target_names_its_clause_its_owner_its_pace_and_that_it_is_an_example() -> None:
    row = parts(pages_html(open_plan("targets", **JUNE)), "tbody", "group_study")
    assert "依据：2023年法治政府建设工作要点（演示）第4条" in row
    assert "按季" in row
    assert row.endswith("示例")
    assert "办公室" in row
    assert "自6月起" in row


def test_what_is_still_needed_is_said_of_every_kind_of_target() -> None:
    page = pages_html(open_plan("targets", **JUNE))
    assert "最多还需820份，月均最多137份" in parts(page, "tbody", "leaflets")
    assert "下半年须达95.9%以上" in parts(page, "tbody", "hotline_satisfaction_rate")
    assert "压减1件" in parts(page, "tbody", "hotline_open")
    assert "不得发生" in parts(page, "tbody", "overturned")
    december = pages_html(open_plan("targets", **DECEMBER))
    assert "全年最多差200份" in parts(december, "tbody", "leaflets")


def test_a_target_leads_to_its_figures_in_the_same_view() -> None:
    page = pages_html(open_plan("targets", **MARCH))
    assert 'href="training?year=2023&amp;month=3&amp;unit=bureau&amp;kpi=group_study"' in page


def test_a_unit_has_its_own_targets() -> None:
    page = pages_html(open_plan("targets", **JUNE | {"unit": "roads"}))
    assert set(kpis_of(page, "tbody")) == {
        "hotline_on_time_rate", "hotline_satisfaction_rate", "hotline_resolution_rate", "hotline_open",
        "attendances", "training_hours",
    }  # fmt: skip


def test_a_target_adjusted_within_the_year_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "2023,集体学法次数,,12,,要点\n2023,集体学法次数,,10,7月,通知\n"
    targets = "年度,指标,单位,年度目标,生效年月,依据\n" + rows
    training = "月份,单位,集体学法次数\n2023-06,甲大队,3\n2023-08,甲大队,3\n"
    monkeypatch.setenv("WAREHOUSE", str(loaded(tmp_path, targets=targets, training=training)))
    june, august = (
        parts(pages_html(open_plan("targets", year="2023", month=month)), "tbody", "group_study")
        for month in ("6", "8")
    )
    assert "目标自7月由12次调整为10次" in august
    assert "调整" not in june
    assert " 12次 " in june
    assert " 10次 " in august
