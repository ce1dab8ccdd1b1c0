"""An office may change the catalogue: additions count, and mistakes are named by file and key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.catalogue import DEFAULT_FOLDER, CatalogueError, load_catalogue

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_FOLDER, tmp_path / "catalogue"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace one piece of a copied catalogue's file; the piece must be there."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def mistakes_of(folder: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        (
            "kpis.toml",
            'direction = "neutral"',
            'direction = "sideways"',
            "kpis.toml: cases_handled.direction",
        ),
        ("kpis.toml", 'short_name = "办理案件"\n', "", "kpis.toml: cases_handled.short_name — 缺少此键"),
        ("kpis.toml", "headline = true", 'headline = "yes"', "kpis.toml: cases_handled.headline — 应为 true"),
        (
            "kpis.toml",
            'short_name = "满意率"',
            'short_name = "群众满意率很高"',
            "hotline_satisfaction_rate.short_name",
        ),
        (
            "kpis.toml",
            'name = "满意率"',
            'name = "解决率"',
            "kpis.toml: hotline_resolution_rate.name — “解决率”已用于",
        ),
        (
            "kpis.toml",
            "/ major_decisions",
            "/ majors",
            "legal_review_rate.formula — “majors”不是任何数据集的列",
        ),
        ("kpis.toml", "/ major_decisions", "/ leaflets", "legal_review_rate.formula — 各列须属于同一数据集"),
        ("kpis.toml", "/ major_decisions", "/ 2 ×", "kpis.toml: legal_review_rate.formula — 看不懂"),
        (
            "kpis.toml",
            "group_study + law_study +",
            "attendances +",
            "training_sessions.formula — 计量单位不同",
        ),
        (
            "kpis.toml",
            'formula = "leaflets"',
            'formula = "campaigns"',
            "kpis.toml: leaflets.formula — 与列同名",
        ),
        ("kpis.toml", "headline = true", "headlines = true", "kpis.toml: cases_handled.headlines — 未知的键"),
        ("kpis.toml", "headline = true", 'lamp_rule = "pace"', "cases_handled.lamp_rule — 监测指标"),
        (
            "kpis.toml",
            'received - tickets_closed"\n',
            'received - tickets_closed"\nlamp_rule = "no"\n',
            "hotline_open.lamp_rule — 没有规则“no”",
        ),
        (
            "kpis.toml",
            'received - tickets_closed"\n',
            'received - tickets_closed"\nlamp_rule = "rate"\n',
            "hotline_open.lamp_rule — 规则“rate”",
        ),
        (
            "kpis.toml",
            "[campaigns]",
            "[campaign]",
            "kpis.toml: campaigns — 数据集 publicity 的这一列没有指标",
        ),
        (
            "datasets.toml",
            "reporting_due_day = 5",
            "reporting_due_day = 40",
            "datasets.toml: reporting_due_day",
        ),
        ("datasets.toml", 'kind = "monthly"', 'kind = "weekly"', "datasets.toml: dataset.cases.kind"),
        ("kpis.toml", "weight = 3\n", "weight = 0\n", "kpis.toml: legal_review_rate.weight — 应大于 0"),
        ("datasets.toml", 'kind = "stock"', 'kind = "pile"', "columns.tickets_carried_in.kind — “pile”不在"),
        ("datasets.toml", 'kind = "stock", ', "", "carry[1].carried_in — “tickets_carried_in”须"),
        ("kpis.toml", "/ major_decisions", "/ tickets_carried_in", "legal_review_rate.formula — 时点数"),
        ("checks.toml", 'part = ["leads_resolved"]', 'part = ["petitions_carried_in"]', "[10].span — 时点数"),
        ("lamps.toml", "least_cases = 20", "", "lamps.toml: signal.least_cases — 缺少此键"),
        ("datasets.toml", '"办案数"', '"复议"', "dataset.cases.columns.reconsiderations — 表头“复议”已用于"),
        ("counting-units.toml", '["人", "名"]', '["人", "件"]', "families[3] — “件”已在 families[1] 中"),
        ("counting-units.toml", '["元"]', '["万"]', "counting-units.toml: families[7] — “万”是数量级"),
        ("counting-units.toml", '["元"]', "[]", "counting-units.toml: families[7] — 应为计量单位的列表"),
        ("counting-units.toml", '"万" = 10000', '"万" = 0.5', "counting-units.toml: scales.万 — 应为大于 1"),
        ("counting-units.toml", '"万" = 10000', '"万" = "很多"', "counting-units.toml: scales.万 — 应为数字"),
        (
            "counting-units.toml",
            'occasions = ["次"',
            'occasions = ["轮"',
            "counting-units.toml: occasions — “轮”不是上面的计量单位",
        ),
        ("counting-units.toml", "general =", "generals =", "counting-units.toml: generals — 未知的键"),
        ("lamps.toml", "yellow = 0.7", "yellow = 1.7", "lamps.toml: rule.pace.yellow — 不能大于 green"),
        ("lamps.toml", 'basis = "attainment"', 'basis = "luck"', "lamps.toml: rule.pace.basis"),
        ("lamps.toml", "[lamp.watch]", "[lamp.blue]", "lamps.toml: lamp.watch — 缺少这盏灯"),
        ("lamps.toml", '"#B71C1C"', '"dark red"', "lamps.toml: lamp.red.text — 颜色应写成"),
        (
            "lamps.toml",
            '["rate/higher"]',
            "[]",
            "kpis.toml: legal_review_rate.lamp_rule — 没有适用于 rate/higher",
        ),
        ("checks.toml", '"tickets_on_time"', '"on_time"', "checks.toml: part_of_whole[2].part — “on_time”"),
        ("checks.toml", 'severity = "error"', 'severity = "fatal"', "checks.toml: part_of_whole[1].severity"),
        ("checks.toml", "[[carry]]", "[[carry]", "checks.toml: 不是有效的 TOML"),
    ],
)
def test_a_mistake_is_named_by_file_and_key(
    folder: Path, edit: Edit, file: str, old: str, new: str, mistake: str
) -> None:
    edit(file, old, new)
    assert any(mistake in found for found in mistakes_of(folder)), mistakes_of(folder)


def test_all_mistakes_are_named_at_once(folder: Path, edit: Edit) -> None:
    edit("kpis.toml", 'direction = "neutral"', 'direction = "up"')
    edit("kpis.toml", 'owner = "信访办"', 'owner = ""')
    edit("lamps.toml", "green = 1.0", 'green = "full"')
    (folder / "checks.toml").unlink()
    files = [mistake.split(":")[0] for mistake in mistakes_of(folder)]
    assert sorted(set(files)) == ["checks.toml", "kpis.toml", "lamps.toml"]
    assert files.count("kpis.toml") == 2


def test_a_kpi_is_added_by_an_entry_alone(folder: Path) -> None:
    with (folder / "kpis.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[letter_share]\nname = "来信占比"\nshort_name = "来信占比"\ndirection = "neutral"\n'
            'formula = "petitions_letters / (petitions_online + petitions_letters)"\n'
            'scope = "来信与网上信访"\nowner = "信访办"\nwhy = "看渠道"\nsource = "《信访工作条例》"\n'
        )
    kpi = load_catalogue(folder).kpi("letter_share")
    assert kpi.dataset == "petitions" and kpi.kind == "rate"
    assert kpi.formula == "群众来信件数 ÷ （网上信访件数 ＋ 群众来信件数）"


def test_a_kpi_may_be_judged_by_points_behind_the_plan(folder: Path, edit: Edit) -> None:
    rule = '\n[rule.points]\nbasis = "points"\ngreen = 0.0\nyellow = -0.3\n'
    rule += 'green_word = "正常"\nyellow_word = "滞后"\nred_word = "严重滞后"\n'
    with (folder / "lamps.toml").open("a", encoding="utf-8") as file:
        file.write(rule)
    edit("kpis.toml", 'formula = "leaflets"', 'formula = "leaflets"\nlamp_rule = "points"')
    catalogue = load_catalogue(folder)
    found = catalogue.lamp_rule(catalogue.kpi("leaflets").lamp_rule)
    assert (found.basis, *found.bounds.values()) == ("points", 0.0, -0.3)
    assert catalogue.kpi("campaigns").lamp_rule == "pace"
