"""The yearly report: its order, its figures, what it leaves to people, and that every figure is traced."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from dashboard.board.board import make_board
from dashboard.board.loaded_records import UnitRecord
from dashboard.documents.papers.problems import find_problems
from dashboard.documents.papers.report import make_report
from dashboard.documents.papers.report_text import ReportSentence, load_report_text
from dashboard.documents.papers.traced_writer import TracedWriter
from dashboard.documents.report_data import ReportData
from domain.catalogue import CatalogueError
from domain.kpi.lamp import Target
from domain.kpi.series import MonthFigure
from tests.dashboard.documents import CATALOGUE, DECEMBER, JUNE, as_written, kpis_json, number_in, report_data

TEXT = load_report_text(CATALOGUE)
JANUARY_TO_JUNE = [date(2023, month, 1) for month in range(1, 7)]


def paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


@pytest.fixture(scope="module", params=[JUNE, DECEMBER])
def as_of(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def report(sample_warehouse: Path, as_of: str) -> Any:
    return Document(io.BytesIO(make_report(report_data(sample_warehouse, as_of))))


@pytest.fixture(scope="module")
def december(sample_warehouse: Path) -> str:
    return "\n".join(paragraphs(make_report(report_data(sample_warehouse, DECEMBER), annex=False)))


def made(values: dict[str, list[MonthFigure]], targets: dict[str, Target] | None = None) -> ReportData:
    """A view of one unit with these reported months, as of June."""
    figures = {(kpi, "u"): months for kpi, months in values.items()}
    plans = {(kpi, "u"): target for kpi, target in (targets or {}).items()}
    board = make_board(CATALOGUE, CATALOGUE.kpis, "u", JANUARY_TO_JUNE[-1], figures, plans, {})
    unit = UnitRecord("u", "某局", "", (), (), None, None)
    return ReportData(CATALOGUE, board, units=(unit,))


def evenly(value: float, word: str = "") -> list[MonthFigure]:
    return [MonthFigure(month, value, None, bool(word), word) for month in JANUARY_TO_JUNE]


def test_the_sections_come_in_the_order_of_such_a_report(report: Any) -> None:
    first = [each.text for each in report.paragraphs if each.style.name == "Heading 1"]
    second = [each.text for each in report.paragraphs if each.style.name == "Heading 2"]
    assert first == ["一、基本情况", "二、存在问题", "三、下一步工作计划", "附件"]
    assert [title[:3] for title in second] == ["（一）", "（二）", "（三）", "（四）", "（五）"]


def test_the_title_names_bureau_year_and_half_year(report: Any, as_of: str) -> None:
    title = "".join(each.text for each in report.paragraphs if each.style.name == "Title")
    half = "上半年" if as_of == JUNE else ""
    assert title == f"示例区交通运输局2023年{half}法治政府建设工作总结"


def test_what_only_people_know_is_left_to_be_filled_in(report: Any) -> None:
    text = [each.text for each in report.paragraphs]
    assert "〔待补：主送机关〕：" in text
    assert text.index("〔待补：署名〕") + 1 == text.index("〔待补：成文日期〕")
    assert sum("〔待补：" in each for each in text) > 10
    assert any("示例数据" in each for each in text[:4])


def test_the_published_figures_of_the_year_stand_in_the_text(december: str) -> None:
    for figure in (
        "414起", "2168件", "56件", "21起", "200余起", "1000余份", "10余次", "50余张", "800余份", "600余份",
        "16条", "没有发生行政复议和行政诉讼案件", "专题会议2次", "工作汇报3次", "考试9人",
    ):  # fmt: skip
        assert figure in december


def test_figures_of_different_scope_stand_in_sentences_of_their_own(december: str) -> None:
    sentences = re.split(r"[。\n]", december)
    tickets = next(each for each in sentences if "2168件" in each)
    complaints = next(each for each in sentences if "200余起" in each)
    assert tickets != complaints and "口径不同" in complaints
    assert "2368" not in december


def test_every_traced_figure_equals_kpis(report: Any, sample_warehouse: Path, as_of: str) -> None:
    known = kpis_json(sample_warehouse, as_of)
    keys = {"累计": "year_to_date", "年度目标": "target", "应完成": "expected_to_date"}
    compared = 0
    for row in report.tables[0].rows[1:]:
        figure, what, _, unit, _ = (cell.text for cell in row.cells)
        name, measure = re.match(r"([^＝（]+).*（(.+)）$", what).groups()  # type: ignore[union-attr]
        kpi = CATALOGUE.kpi_named(name)
        assert kpi is not None
        units = kpis_json(sample_warehouse, as_of, unit) if "、" not in unit and unit != "—" else known
        row_of = known[kpi.id]
        if measure in keys and row_of[keys[measure]] is not None:
            about = measure == "累计" and row_of["approximate"]
            wanted = {
                as_written(each[kpi.id][keys[measure]] or 0.0, kpi.kind == "rate", about)
                for each in (known, units)
            }
            assert any(number_in(figure) == pytest.approx(value) for value in wanted), (what, figure)
            compared += 1
    assert compared > 45


def test_every_figure_of_the_text_is_in_the_annex(report: Any) -> None:
    traced = {row.cells[0].text for row in report.tables[0].rows[1:]}
    body = [each.text for each in report.paragraphs]
    body = body[body.index("一、基本情况") : body.index("附件")]
    text = re.sub(r"〔[^〕]*〕|“[^”]*”|12345|\d{4}年\d+月\d+日|^\d+\.", "", "\n".join(body), flags=re.M)
    text = re.sub(r"6月(?=学法|执法|12345|信访|普法|组织|调查)", "", text)
    for figure in re.findall(r"\d[\d,.]*\d|\d", text):
        assert any(figure in each for each in traced), figure


def test_the_annex_names_months_units_and_loads(report: Any, as_of: str) -> None:
    rows = {row.cells[1].text: [cell.text for cell in row.cells] for row in report.tables[0].rows}
    _, _, months, units, loads = rows["办理案件数（累计）"]
    assert months == ("2023年1—6月" if as_of == JUNE else "2023年1—12月")
    assert units == "综合执法大队"
    listed = {row.cells[0].text: row.cells[1].text for row in report.tables[1].rows[1:]}
    assert listed[loads] == "split/cases-2023.csv"


def test_the_annex_can_be_left_off(sample_warehouse: Path) -> None:
    paper = Document(io.BytesIO(make_report(report_data(sample_warehouse), annex=False)))
    assert not paper.tables and "附件" not in [each.text for each in paper.paragraphs]


def test_a_figure_nobody_reported_is_to_be_filled_in_and_never_zero() -> None:
    text = "\n".join(paragraphs(make_report(made({"cases_handled": evenly(3)}))))
    assert "办理行政执法案件18起" in text
    assert "专题会议〔待补〕次" in text
    assert re.search(r"(?<!\d)0[起次件份]", text) is None


def test_months_without_a_figure_are_marked_for_checking() -> None:
    view = made({"campaigns": evenly(1)[:5]})
    assert TracedWriter(view).fill("开展{campaigns}") == "开展5次〔待核：6月未报〕"


@pytest.mark.parametrize(
    ("word", "said"),
    [("余", "600余份"), ("约", "约600份"), ("近", "近600份"), ("多", "600多份"), ("+", "600余份")],
)
def test_an_approximate_sum_reads_as_such(word: str, said: str) -> None:
    assert TracedWriter(made({"leaflets": evenly(100, word)})).fill("发放{leaflets}") == f"发放{said}"


def test_within_the_year_a_sum_is_measured_by_what_is_due_and_a_small_rate_in_cases(
    sample_warehouse: Path, as_of: str
) -> None:
    view = report_data(sample_warehouse, as_of)
    told = "".join(fact for each in find_problems(view, TEXT, TracedWriter(view)) for fact in each.facts)
    due, cases = ("应完成600份", "46件中1件超期") if as_of == JUNE else ("目标1200份", "89件中1件超期")
    assert due in told and f"目标100%，{cases}" in told
    first = find_problems(view, TEXT, TracedWriter(view))[0].statement
    assert as_of != JUNE or first == TEXT.problems.kinds["hotline"]


def test_exactly_nothing_is_told_in_words_but_only_when_reported() -> None:
    sentence = ReportSentence("行政复议{reconsiderations}，诉讼{litigations}。", zero="没有发生。")
    assert (
        TracedWriter(made({"reconsiderations": evenly(0), "litigations": evenly(0)})).say(sentence)
        == "没有发生。"
    )
    assert "〔待补〕" in TracedWriter(made({"reconsiderations": evenly(0)})).say(sentence)


def test_a_sentence_that_may_be_left_out_is_left_out_without_figures() -> None:
    sentence = ReportSentence("参训{attendances}。", optional=True)
    assert TracedWriter(made({})).say(sentence) == ""
    assert TracedWriter(made({"attendances": evenly(5)})).say(sentence) == "参训30人次。"


def test_last_year_is_named_only_where_both_are_exact_and_comparable() -> None:
    before = [figure._replace(month=figure.month.replace(year=2022)) for figure in evenly(4)]
    assert (
        TracedWriter(made({"cases_handled": before + evenly(5)})).fill("{cases_handled:同比}")
        == "，同比增长25%"
    )
    assert TracedWriter(made({"cases_handled": evenly(5)})).fill("{cases_handled:同比}") == ""
    about = before + evenly(5, "余")
    assert TracedWriter(made({"cases_handled": about})).fill("{cases_handled:同比}") == ""


def test_a_board_that_is_all_green_has_no_problems() -> None:
    view = made({"campaigns": evenly(1)}, {"campaigns": Target(12)})
    assert find_problems(view, TEXT, TracedWriter(view)) == ()
    assert TEXT.problems.none in paragraphs(make_report(view))


def test_without_targets_nothing_is_said_to_be_on_pace() -> None:
    text = paragraphs(make_report(made({"campaigns": evenly(1)})))
    assert TEXT.problems.none not in text and TEXT.problems.unplanned in text


def test_a_target_still_waiting_for_its_figure_is_not_called_met() -> None:
    view = made({"campaigns": evenly(1)[:5]}, {"campaigns": Target(12)})
    assert TEXT.problems.none not in paragraphs(make_report(view))


def test_lamps_behind_are_told_by_what_they_belong_to_and_answered_by_work(
    sample_warehouse: Path, as_of: str
) -> None:
    view = report_data(sample_warehouse, as_of)
    problems = find_problems(view, TEXT, TracedWriter(view))
    assert 3 <= len(problems) <= 5
    told = "".join(fact for problem in problems for fact in problem.facts)
    whole = [each for each in view.attention if not each.incomplete]
    assert all(CATALOGUE.kpi(each.kpi).short_name in told for each in whole)
    assert "少" not in told and "相差" not in told
    plans = [plan for problem in problems for plan in problem.plans]
    assert len(plans) == len(problems) and all("〔待补：" in plan for plan in plans)
    assert all("差" not in plan and ("年内" not in plan or as_of == JUNE) for plan in plans)


def test_a_part_of_several_pieces_of_work_numbers_them(report: Any) -> None:
    told = [each.text for each in report.paragraphs if each.text.startswith("一是")]
    assert len(told) == 5
    assert all("二是" in text for text in told)
    assert "（三）" not in "".join(told)


def test_what_was_nothing_is_left_out_of_a_sentence_or_with_it() -> None:
    view = made({"file_reviews": evenly(0), "file_self_checks": evenly(1), "enterprise_talks": evenly(0)})
    assert (
        TracedWriter(view).say(ReportSentence("评查{file_reviews}，自查{file_self_checks}。")) == "自查6次。"
    )
    assert TracedWriter(view).say(ReportSentence("到企业宣讲{enterprise_talks}。")) == ""
    owing = replace(view.board.of("enterprise_talks"), missing_units=("b",))
    others = tuple(owing if each.kpi == owing.kpi else each for each in view.board.progress)
    unsure = replace(view, board=replace(view.board, progress=others))
    assert (
        TracedWriter(unsure).say(ReportSentence("到企业宣讲{enterprise_talks}。", zero="没有。"))
        == "到企业宣讲0家〔待核：b6月未报〕。"
    )


def test_overdue_tasks_and_missing_reports_are_problems(report: Any, as_of: str) -> None:
    text = "\n".join(each.text for each in report.paragraphs)
    late = "热线重复投诉专项清理" if as_of == JUNE else "重点运输企业法治体检"
    assert f"“{late}”由" in text
    assert ("6月尚未报齐：公路养护中心（学法培训）" in text) == (as_of == JUNE)


def test_the_page_is_that_of_an_official_document(report: Any) -> None:
    section = report.sections[0]
    across = section.page_width - section.left_margin - section.right_margin
    down = section.page_height - section.top_margin - section.bottom_margin
    sizes = [section.page_width, section.page_height, section.top_margin, section.left_margin, across, down]
    assert [round(size / Mm(1), 1) for size in sizes] == [210, 297, 37, 28, 156, 225]
    assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"
    body = next(each for each in report.paragraphs if "，示例区交通运输局围绕" in each.text)
    assert body.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert body.runs[0].font.size.pt == 16
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_page_numbers_stand_at_the_outer_edge(report: Any) -> None:
    section = report.sections[0]
    assert report.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text.startswith("— ") and footer.paragraphs[0].text.endswith(" —")
        assert "PAGE" in footer._element.xml


def test_a_mistake_in_the_sentences_is_named_by_file_and_place(tmp_path: Path) -> None:
    source = Path("data/catalogue/report-writing.toml")
    wrong = tmp_path / source.name
    text = (Path(__file__).parents[2] / source).read_text(encoding="utf-8")
    wrong.write_text(text.replace("{leadership_meetings}", "{no_such_kpi}"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"report-writing\.toml.*no_such_kpi"):
        load_report_text(CATALOGUE, wrong)
