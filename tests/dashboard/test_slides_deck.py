"""The deck of the sample, opened: its slides, its words, and that every number in it is what kpis says."""

import io
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches

from dashboard.documents.slides.deck import make_slides, plan_slides, usual_kpis
from tests.dashboard import documents
from tests.dashboard.command import loaded
from tests.dashboard.documents import CATALOGUE, DECEMBER, JUNE, as_written, kpis_json, number_in, report_data

JANUARY = date(2023, 1, 1)
FIRST_WORDS = {"亮灯", "状态", "指标", "批次"}


@pytest.fixture(scope="module", params=[JUNE, DECEMBER])
def as_of(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def deck(sample_warehouse: Path, as_of: str) -> Any:
    return Presentation(io.BytesIO(documents.deck(sample_warehouse, as_of)))


@pytest.fixture(scope="module")
def plans(sample_warehouse: Path, as_of: str) -> Any:
    view = report_data(sample_warehouse, as_of)
    return plan_slides(view, usual_kpis(view))


def table_rows(slide: Any) -> list[list[str]]:
    """The rows of every table of a slide."""
    return [
        [cell.text for cell in row.cells]
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]


def text_of(slide: Any, name: str) -> str:
    return next((shape.text_frame.text for shape in slide.shapes if shape.name == name), "")


def chart_of(slide: Any) -> Any:
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def test_the_slides_come_in_the_order_of_a_meeting(deck: Any, plans: Any) -> None:
    kinds = list(dict.fromkeys(plan.kind for plan in plans))
    assert kinds == ["cover", "points", "summary", "attention", "units", "tasks", "kpi", "asks", "annex"]
    assert [slide.shapes.title.text for slide in deck.slides] == [plan.title for plan in plans]
    assert (deck.slide_width, deck.slide_height) == (12192000, 6858000)


def test_headline_kpis_and_those_that_need_attention_have_a_slide_each(
    sample_warehouse: Path, as_of: str, plans: Any
) -> None:
    shown = [plan.kpi for plan in plans if plan.kpi]
    lit = kpis_json(sample_warehouse, as_of)
    view = report_data(sample_warehouse, as_of)
    assert shown == list(usual_kpis(view))
    assert shown[: len(view.attention)] == [each.kpi for each in view.attention]
    assert {kpi for kpi, row in lit.items() if row["lamp"] in ("red", "yellow")} <= set(shown)
    assert {kpi.id for kpi in CATALOGUE.kpis if kpi.headline} <= set(shown)


def test_a_target_in_a_table_of_lamps_names_its_counting_unit(deck: Any, plans: Any) -> None:
    for kind in ("summary", "attention"):
        slides = [s for s, plan in zip(deck.slides, plans, strict=True) if plan.kind == kind]
        goals = {row[1]: row[4] for slide in slides for row in table_rows(slide)}
        assert (goals["指标"], goals["宣传资料"]) == ("年度目标", "1,200份")


def test_attention_has_no_column_of_dashes(deck: Any, plans: Any, as_of: str) -> None:
    slide = next(s for s, plan in zip(deck.slides, plans, strict=True) if plan.kind == "attention")
    header, *rows = table_rows(slide)
    assert ("需月均" in header) == (as_of == JUNE)
    assert all(any(row[place] != "—" for row in rows) for place in range(len(header)))
    assert slide.shapes.title.text == f"需要关注：{'9' if as_of == JUNE else '8'}项未达要求"


def test_the_units_are_compared_on_one_slide_and_what_it_leaves_out_is_counted(
    deck: Any, plans: Any, sample_warehouse: Path, as_of: str
) -> None:
    slides = [s for s, plan in zip(deck.slides, plans, strict=True) if plan.kind == "units"]
    view = report_data(sample_warehouse, as_of)
    planned: dict[str, list[str]] = {each.kpi: [] for each in view.planned}
    for board in view.unit_boards:
        for each in board.progress:
            if each.target is not None:
                planned[each.kpi].append(each.lamp)
    own = {kpi: lamps for kpi, lamps in planned.items() if lamps}
    shown = {kpi for kpi, lamps in own.items() if len(lamps) > 1 or lamps != ["green"]}
    names = [row[0] for slide in slides for row in table_rows(slide) if row[0] != "指标"]
    assert names == [CATALOGUE.kpi(kpi).short_name for kpi in own if kpi in shown]
    left_out = f"另{len(own) - len(shown)}项单独承担且符合进度，未列"
    assert all(left_out in text_of(slide, "要点") for slide in slides)


def test_a_volumes_slide_says_its_sum_and_its_change_under_its_title(plans: Any, as_of: str) -> None:
    said = next(plan.sentence for plan in plans if plan.kpi == "cases_handled")
    assert said.startswith("1—6月办理案件204起，6月39起，同比" if as_of == JUNE else "全年办理案件414起")
    assert "正常波动" not in said


def test_before_the_first_task_is_due_none_is_called_done(sample_warehouse: Path) -> None:
    plans = plan_slides(report_data(sample_warehouse, "2023-01"), ())
    assert next(plan.sentence for plan in plans if plan.kind == "tasks") == "尚无任务到期。"


def test_a_title_is_the_finding_and_fits_one_line(plans: Any) -> None:
    titles = [plan.title for plan in plans if plan.kind == "kpi"]
    assert all(len(title) <= 20 for title in titles)
    assert len(set(titles)) == len(titles)


def test_every_slide_but_the_cover_carries_its_footer_and_marks_the_sample(deck: Any, as_of: str) -> None:
    month = f"数据截至{as_of[:4]}年{int(as_of[5:])}月"
    for slide in list(deck.slides)[1:]:
        footer = text_of(slide, "页脚")
        assert footer.startswith(month) and "口径：" in footer and "示例数据" in footer
    assert "示例数据" in deck.slides[0].placeholders[1].text_frame.text


def test_a_kpi_slide_says_its_scope_and_its_notes_name_the_loads(deck: Any, plans: Any) -> None:
    for slide, plan in zip(deck.slides, plans, strict=True):
        if plan.kpi:
            assert f"口径：{CATALOGUE.kpi(plan.kpi).scope}" in text_of(slide, "页脚")
            notes = slide.notes_slide.notes_text_frame.text
            assert CATALOGUE.kpi(plan.kpi).formula in notes
            assert "号导入：" in notes and "2023.csv" in notes


def test_the_figures_beside_a_chart_equal_kpis(
    deck: Any, plans: Any, sample_warehouse: Path, as_of: str
) -> None:
    known = kpis_json(sample_warehouse, as_of)
    keys = {
        f"{int(as_of[5:])}月": "month_value", "累计": "year_to_date", "应完成": "expected_to_date",
        "年度目标": "target", "控制数": "target", "完成率": "completion", "需月均": "required_per_month",
        "上年同期": "year_ago_to_date",
    }  # fmt: skip
    compared = 0
    for slide, plan in zip(deck.slides, plans, strict=True):
        for label, *value in table_rows(slide) if plan.kpi else []:
            if label in keys:
                expected = known[plan.kpi][keys[label]]
                is_rate = CATALOGUE.kpi(plan.kpi).kind == "rate" or label == "完成率"
                about = label == "累计" and known[plan.kpi]["approximate"]
                shown = as_written(expected, is_rate, about)
                if "共需" in value[0]:
                    shown = known[plan.kpi]["target"] - known[plan.kpi]["year_to_date"]
                elif label == "需月均" and expected >= 10:
                    shown = ceil(expected)
                assert number_in(value[0]) == pytest.approx(shown), (plan.kpi, label)
                compared += 1
    assert compared > 40


def test_the_lamp_table_equals_kpis(deck: Any, plans: Any, sample_warehouse: Path, as_of: str) -> None:
    known = kpis_json(sample_warehouse, as_of)
    rows = [
        row
        for slide, plan in zip(deck.slides, plans, strict=True)
        if plan.kind == "summary"
        for row in table_rows(slide)
        if row[0] not in FIRST_WORDS
    ]
    assert len(rows) == sum(row["target"] is not None for row in known.values())
    for lamp, name, so_far, due, target in rows:
        kpi = CATALOGUE.kpi_named(name)
        assert kpi is not None
        row, is_rate = known[kpi.id], kpi.kind == "rate"
        assert (due == "—") == (kpi.kind != "sum"), kpi.id
        shown = [number_in(each) for each in (so_far, target if due == "—" else due, target)]
        wanted = [row["year_to_date"], row["expected_to_date"], row["target"]]
        about = [row["approximate"], False, False]
        exact = [as_written(value, is_rate, each) for value, each in zip(wanted, about, strict=True)]
        assert shown == pytest.approx(exact), kpi.id
        assert lamp[0] == CATALOGUE.lamp(row["lamp"]).shape
        assert ("余" in so_far) == row["approximate"]


def test_the_charts_are_native_and_their_numbers_equal_the_board(
    deck: Any, plans: Any, sample_warehouse: Path, as_of: str
) -> None:
    board = report_data(sample_warehouse, as_of).board
    for slide, plan in zip(deck.slides, plans, strict=True):
        if not plan.kpi or not any(shape.has_chart for shape in slide.shapes):
            continue
        chart, kpi, progress = chart_of(slide), CATALOGUE.kpi(plan.kpi), board.of(plan.kpi)
        series = {each.name: each.values for plot in chart.plots for each in plot.series}
        year = [each for each in board.figures_of(plan.kpi) if JANUARY <= each.month <= board.as_of]
        if progress.target is None or kpi.kind != "sum":
            name = "月末数" if kpi.kind == "stock" else "本年当月"
            known = [value for value in series[name] if value is not None]
            assert known == pytest.approx([each.value for each in year if each.value is not None])
        else:
            assert [v for v in series["本年累计"] if v is not None][-1] == pytest.approx(
                progress.year_to_date
            )
            assert series["时序进度"][board.as_of.month - 1] == pytest.approx(progress.expected_to_date)
        if progress.target is not None:
            level = next(values for name, values in series.items() if name in ("年度目标", "目标", "控制数"))
            assert set(level) == {progress.target}


def test_a_chart_keeps_its_workbook_and_can_be_given_new_data(deck: Any, plans: Any) -> None:
    from pptx.chart.data import CategoryChartData

    slide = next(s for s, plan in zip(deck.slides, plans, strict=True) if plan.kpi == "group_study")
    chart = chart_of(slide)
    assert [type(plot).__name__ for plot in chart.plots] == ["BarPlot", "LinePlot"]
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert [cell.value for cell in sheet[1]] == [None, "本年累计", "时序进度", "年度目标"]
    fresh = CategoryChartData()
    fresh.categories = ["1月", "2"]
    for name in ("本年累计", "时序进度", "年度目标"):
        fresh.add_series(name, (1, 2))
    chart.replace_data(fresh)
    assert [tuple(each.values) for plot in chart.plots for each in plot.series] == [(1, 2)] * 3


def test_an_approximate_sum_keeps_its_word_on_the_slide(deck: Any, plans: Any, as_of: str) -> None:
    slide = next(s for s, plan in zip(deck.slides, plans, strict=True) if plan.kpi == "leaflets")
    facts = {row[0]: row[1] for row in table_rows(slide)}
    assert facts["累计"] == ("380余份" if as_of == JUNE else "1,000余份")


def test_chosen_kpis_come_in_the_chosen_order(sample_warehouse: Path) -> None:
    chosen = ["leaflets", "cases_handled"]
    plans = plan_slides(report_data(sample_warehouse), chosen)
    assert [plan.kpi for plan in plans if plan.kpi] == chosen


def test_a_units_deck_speaks_of_its_own_kpis_only(sample_warehouse: Path) -> None:
    plans = plan_slides(report_data(sample_warehouse, JUNE, "brigade"))
    assert all(plan.kind != "units" for plan in plans)
    own = report_data(sample_warehouse, JUNE, "brigade").progress
    assert {plan.kpi for plan in plans if plan.kpi} <= {each.kpi for each in own}
    assert "leaflets" not in {each.kpi for each in own}


def test_a_small_office_without_targets_or_tasks_still_gets_its_deck(tmp_path: Path) -> None:
    cases = "月份,单位,办理案件数\n2024-01,甲大队,5\n2024-03,甲大队,7\n"
    view = report_data(loaded(tmp_path, cases=cases), "2024-03")
    made = Presentation(io.BytesIO(make_slides(view)))
    kinds = [plan.kind for plan in plan_slides(view)]
    assert kinds == ["cover", "points", "summary", "asks"]
    assert text_of(made.slides[3], "提请研究") == "1．甲大队2月执法案件未报：请补报，报齐后重新判断。"
    made = Presentation(io.BytesIO(make_slides(view, ["cases_handled"])))
    facts = {row[0]: row[1] for row in table_rows(made.slides[3])}
    assert facts["累计"] == "12起"
    assert "示例数据" not in text_of(made.slides[3], "页脚")


def house_template(folder: Path) -> Path:
    """A house's own template: 4:3, its title low, a slide of its own in it, a custom show of that slide."""
    given = Presentation()
    given.slide_layouts[5].name = "本局标题版式"
    title = given.slide_layouts[5].placeholders[0]
    title.left, title.top, title.width, title.height = Inches(0.5), Inches(0.9), Inches(9), Inches(0.8)
    given.slides.add_slide(given.slide_layouts[0]).shapes.title.text = "模板自带的一页"
    given.save(str(folder / "本局模板.pptx"))
    return folder


def test_a_house_template_is_used_without_its_own_slides(sample_warehouse: Path, tmp_path: Path) -> None:
    made = Presentation(
        io.BytesIO(make_slides(report_data(sample_warehouse), templates=house_template(tmp_path)))
    )
    assert (made.slide_width, made.slide_height) == (Inches(10), Inches(7.5))
    assert {slide.slide_layout.name for slide in list(made.slides)[1:]} == {"本局标题版式"}
    assert "模板自带的一页" not in [slide.shapes.title.text for slide in made.slides]
    assert made.slides[1].shapes.title.top == Inches(0.9)
    assert made.slides[1].shapes.title.text.startswith("6月要点：9项未达要求")


def test_a_plan_missed_at_the_years_end_is_told_with_its_gap(sample_warehouse: Path) -> None:
    view = report_data(sample_warehouse, DECEMBER)
    missed = {each.kpi for each in view.attention if CATALOGUE.kpi(each.kpi).kind == "sum"}
    told = {plan.kpi: plan.sentence for plan in plan_slides(view, usual_kpis(view)) if plan.kpi in missed}
    assert set(told) == missed
    assert told["leaflets"].startswith("全年宣传资料完成")
    assert all("，年度目标" in each and ("，少" in each or "，最多差" in each) for each in told.values())
