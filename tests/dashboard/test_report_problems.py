"""The problems in the written report: by what they are measured, and what is planned against them."""

from pathlib import Path

from dashboard.documents.papers.problems import find_problems
from dashboard.documents.papers.report_text import load_report_text
from dashboard.documents.papers.traced_writer import TracedWriter
from domain.kpi.lamp import Target
from domain.kpi.series import MonthFigure
from tests.dashboard.documents import CATALOGUE, JUNE, report_data
from tests.dashboard.situations import SITUATIONS, read_situation
from tests.dashboard.test_document_report import JANUARY_TO_JUNE, evenly, made

TEXT = load_report_text(CATALOGUE)


def test_what_must_not_grow_is_kept_down_and_not_caught_up_with(sample_warehouse: Path) -> None:
    problems = find_problems(
        report_data(sample_warehouse, JUNE), TEXT, TracedWriter(report_data(sample_warehouse, JUNE))
    )
    plans = "".join(plan for problem in problems for plan in problem.plans)
    assert "把满意率提上来，把在办工单压到控制数以内" in plans


def test_a_sum_that_is_behind_catches_up_in_pace_and_a_limit_is_measured_by_what_it_allows_so_far() -> None:
    overturned = [MonthFigure(month, float(month.month in (2, 4, 5))) for month in JANUARY_TO_JUNE]
    values = {"leaflets": evenly(5), "overturned": overturned}
    view = made(values, {"leaflets": Target(1200.0), "overturned": Target(3.0)})
    problems = find_problems(view, TEXT, TracedWriter(view))
    assert "纠错败诉3起（至6月应不超过2起，全年控制数3起）" in "".join(problems[0].facts + problems[1].facts)
    assert "把宣传资料的进度赶上来" in "".join(plan for problem in problems for plan in problem.plans)


def test_a_limit_that_still_holds_is_to_be_kept_and_not_to_be_come_back_to() -> None:
    overturned = [MonthFigure(month, float(month.month in (2, 4, 5))) for month in JANUARY_TO_JUNE]
    view = made({"overturned": overturned}, {"overturned": Target(4.0)})
    plans = "".join(plan for each in find_problems(view, TEXT, TracedWriter(view)) for plan in each.plans)
    assert "年内把纠错败诉控制在全年控制数以内" in plans


def test_where_a_problem_mainly_lies_is_not_said_while_a_unit_has_not_reported() -> None:
    view = read_situation(SITUATIONS["a limit exceeded, a report missing"])
    told = [fact for each in find_problems(view, TEXT, TracedWriter(view)) for fact in each.facts]
    assert any("在办工单6件" in fact for fact in told) and not any("主要在" in fact for fact in told)
