"""Accepting figures of a report as annual figures: all or none, no contradictions, rates as fractions."""

from domain.catalogue import load_catalogue
from etl.written_report.annual_figure import AnnualFigure, accept_figures
from etl.written_report.read_report import ReportFigure, find_report_figures


def report_figure(text: str) -> ReportFigure:
    return find_report_figures(text, load_catalogue())[0]


def accept(*chosen: tuple[str, str]) -> tuple[tuple[AnnualFigure, ...], list[str]]:
    pairs = [(report_figure(text), kpi) for text, kpi in chosen]
    figures, findings = accept_figures(pairs, load_catalogue(), 2023, "bureau", "2023年工作总结")
    return figures, [finding.code for finding in findings]


def test_an_accepted_figure_keeps_its_word_and_its_quote() -> None:
    (figure,), _ = accept(("发放宣传资料1000余份。", "leaflets"))
    assert figure == AnnualFigure(
        2023, "leaflets", "bureau", 1000, "余", "发放宣传资料1000余份", "2023年工作总结"
    )


def test_a_rate_is_kept_as_a_fraction() -> None:
    (figure,), _ = accept(("热线满意率97.84%。", "hotline_satisfaction_rate"))
    assert figure.value == 0.9784


def test_one_refused_figure_refuses_all() -> None:
    figures, codes = accept(("开展集体学法2次。", "group_study"), ("开展集体学法2次。", "no_such_kpi"))
    assert (figures, codes) == ((), ["unknown_kpi"])


def test_a_count_is_no_rate_and_a_rate_no_count() -> None:
    assert accept(("办理工单12件。", "hotline_satisfaction_rate"))[1] == ["bad_value"]
    assert accept(("热线满意率98%。", "tickets_received"))[1] == ["bad_value"]


def test_a_stock_has_no_annual_figure() -> None:
    assert accept(("受理工单12件。", "hotline_open"))[1] == ["bad_value"]


def test_half_a_meeting_is_refused() -> None:
    assert accept(("清运垃圾2.5吨。", "group_study"))[1] == ["not_whole"]


def test_two_values_of_one_kpi_must_be_settled_by_a_person() -> None:
    figures, codes = accept(("开展集体学法2次。", "group_study"), ("开展集体学法3次。", "group_study"))
    assert (figures, codes) == ((), ["duplicate_row"])


def test_the_same_value_told_twice_is_one_figure() -> None:
    figures, codes = accept(("开展集体学法2次。", "group_study"), ("集体学法两次。", "group_study"))
    assert [figure.value for figure in figures] == [2]
    assert codes == []
