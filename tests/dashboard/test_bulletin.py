"""The month's bulletin: one page, and what a meeting needs of the month."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from dashboard.documents.papers.bulletin import (
    PAGE_HEIGHT_POINTS,
    SIZES,
    choose_setting,
    height,
    make_bulletin,
)
from dashboard.documents.papers.bulletin_text import lamp_rows, sections
from dashboard.documents.report_data import ReportData
from tests.dashboard.documents import CATALOGUE, DECEMBER, JUNE, as_written, kpis_json, number_in, report_data
from tests.dashboard.situations import SITUATIONS, Situation, read_situation


def opened(view: ReportData) -> Any:
    return Document(io.BytesIO(make_bulletin(view)))


def text_of(view: ReportData) -> str:
    return "\n".join(paragraph.text for paragraph in opened(view).paragraphs)


@pytest.mark.parametrize("as_of", [JUNE, DECEMBER])
def test_each_row_of_lamps_equals_kpis(sample_warehouse: Path, as_of: str) -> None:
    known = kpis_json(sample_warehouse, as_of)
    rows = [
        [cell.text for cell in row.cells]
        for row in opened(report_data(sample_warehouse, as_of)).tables[0].rows[1:]
    ]
    assert len(rows) == sum(row["lamp"] in ("red", "yellow") for row in known.values())
    for lamp, name, so_far, due, target, *_ in rows:
        kpi = CATALOGUE.kpi_named(name)
        assert kpi is not None
        row, is_rate = known[kpi.id], kpi.kind == "rate"
        wanted = [as_written(row["year_to_date"], is_rate, row["approximate"])]
        wanted += [as_written(row["target"], is_rate)]
        assert [number_in(so_far), number_in(target)] == pytest.approx(wanted)
        assert (due == "—") == (kpi.kind != "sum")
        assert due == "—" or number_in(due) == as_written(row["expected_to_date"], is_rate)
        assert lamp.startswith(CATALOGUE.lamp(row["lamp"]).shape)


def test_it_says_what_changed_who_lags_who_is_late_and_what_is_asked(sample_warehouse: Path) -> None:
    text = text_of(report_data(sample_warehouse))
    for said in (
        "数据截至2023年6月", "示例数据", "一、本月要点", "变差4项：", "企业宣讲（符合时序→严重滞后）",
        "局机关16项目标5项未达（31%）", "公路养护中心（学法培训）", "热线重复投诉专项清理",
        "8月5日前", "2023年7月", "受理工单：公路养护中心反映，月内三次强降雨",
        "公路养护中心立即补报6月数据", "满意率连续4个月低于目标95%", "法规科、综合执法大队一并说明原因），",
        "、局机关（调查问卷，说明：问卷还在回收，随七月一并上报）",
        "需关注的波动：满意率（连续2个月低于93.2%的下限，超出正常波动）、解决率（6月",
    ):  # fmt: skip
        assert said in text


def test_january_has_no_month_before(sample_warehouse: Path) -> None:
    view = report_data(sample_warehouse, "2023-01")
    assert view.before is None
    assert "较上月" not in text_of(view)


def test_a_change_for_the_worse_is_told_where_no_target_is_set_and_no_month_came_before() -> None:
    training = {(unit, "training"): 0.0 for unit in "abc"}
    view = read_situation(Situation(as_of="2023-01", targets=False, spike=training))
    assert "只作监测；1月学法培训0次，低于正常波动；" in view.key_points[0]
    assert "二、需关注的波动" in text_of(view) and "参训人次（1月低于106.6人次的下限" in text_of(view)


def test_a_month_without_faults_says_so(sample_warehouse: Path) -> None:
    text = text_of(replace(read_situation(SITUATIONS["all green"]), tasks=(), unit_boards=()))
    assert "6月数据已报齐" in text and "到期任务" not in text and "各单位未单独" not in text


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_of_the_sample_fits_one_page(sample_warehouse: Path, month: int) -> None:
    view = report_data(sample_warehouse, f"2023-{month:02}")
    rows, told = lamp_rows(view), sections(view)
    setting = choose_setting(rows, told)
    assert height(setting, rows, told) <= PAGE_HEIGHT_POINTS
    assert setting.rows == len(rows)


def test_the_largest_type_that_fits_is_taken(sample_warehouse: Path) -> None:
    view = report_data(sample_warehouse)
    rows, told = lamp_rows(view), sections(view)
    chosen = choose_setting(rows, told)
    larger = [pair for pair in SIZES if pair[0] > chosen.size]
    assert larger
    for size, pitch in larger:
        assert height(replace(chosen, size=size, pitch=pitch), rows, told) > PAGE_HEIGHT_POINTS


def test_a_month_of_forty_lamps_still_fits_and_says_what_was_left_out(sample_warehouse: Path) -> None:
    view = report_data(sample_warehouse)
    rows, told = lamp_rows(view) * 6, sections(view)
    setting = choose_setting(rows, told)
    assert setting.rows < len(rows)
    assert height(setting, rows, told) <= PAGE_HEIGHT_POINTS
    crowded = replace(view, board=replace(view.board, progress=(*view.board.progress, *view.attention * 5)))
    assert "项未达要求，见看板" in text_of(crowded)
