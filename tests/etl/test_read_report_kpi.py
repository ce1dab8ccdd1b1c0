"""Which figure of a report belongs to which KPI: only where thing, unit and the words around agree."""

import pytest

from domain.catalogue import load_catalogue
from etl.written_report.read_report import find_report_figures
from etl.written_report.vocabulary import load_vocabulary


def kpis_of(text: str) -> list[tuple[float, str | None]]:
    return [(figure.value, figure.kpi) for figure in find_report_figures(text, load_catalogue())]


@pytest.mark.parametrize(
    ("sentence", "kpi"),
    [
        ("受理12345热线工单30件。", "tickets_received"),
        ("办结12345热线工单30件。", "tickets_closed"),
        ("12345热线回访工单30件。", "tickets_surveyed"),
        ("开展集体学法3次。", "group_study"),
        ("开展法治专题学习3次。", "law_study"),
        ("开展行政执法案卷评查3次。", "file_reviews"),
        ("评查案卷60份。", None),
        ("参加执法培训60人次。", "attendances"),
        ("参加执法培训60人。", None),
        ("受理群众来访、来信、来电18件。", None),
        ("行政复议和行政诉讼案件共3件。", None),
        ("12345工单和投诉电话共处理200余起，满意率100%。", "complaints_handled"),
        ("办理案件1335件，其中行政执法案件403件。", "cases_handled"),
        ("信访事项按期办结率100%。", "petition_on_time_rate"),
        ("办结率100%。", None),
        ("产品抽检考核合格率99%。", None),
        ("群众对热线办理的满意度为98.5%。", "hotline_satisfaction_rate"),
    ],
)
def test_a_kpi_is_named_only_where_sure(sentence: str, kpi: str | None) -> None:
    assert kpis_of(sentence)[0][1] == kpi


def test_a_part_is_not_the_whole() -> None:
    text = "办理行政执法案件90起，其中简易程序行政执法案件30起。"
    assert kpis_of(text) == [(90, "cases_handled"), (30, None)]


def test_the_heading_tells_which_leaflets_they_are() -> None:
    text = "（一）运输执法领域专项整治\n发放宣传资料80份。\n（二）普法宣传\n发放宣传资料90份。"
    assert kpis_of(text) == [(80, "campaign_leaflets"), (90, "leaflets")]


def test_a_bare_verb_leans_on_what_was_told_before() -> None:
    text = "受理12345热线工单30件，办结29件，按时办结28件。"
    assert kpis_of(text) == [(30, "tickets_received"), (29, "tickets_closed"), (28, "tickets_on_time")]


@pytest.mark.parametrize(
    ("sentence", "zeros"),
    [
        ("全年未发生行政复议和行政诉讼案件。", ["reconsiderations", "litigations"]),
        ("没有发生一起行政诉讼案件。", ["litigations"]),
        ("行政复议、行政诉讼案件均为0件。", ["reconsiderations", "litigations"]),
        ("行政复议案件0起。", ["reconsiderations"]),
        ("实现零复议、零诉讼、零败诉。", ["reconsiderations", "litigations", "overturned"]),
        ("无行政复议被纠错和行政诉讼败诉案件。", ["overturned"]),
        ("未发生政府信息公开行政复议案件。", []),
        ("未发生一起安全生产事故。", []),
        ("零距离服务企业，零容忍打击违法。", []),
    ],
)
def test_nothing_happened_is_a_zero_of_its_kpi(sentence: str, zeros: list[str]) -> None:
    assert kpis_of(sentence) == [(0, kpi) for kpi in zeros]


@pytest.mark.parametrize(
    ("sentence", "kpis"),
    [
        ("收集执法问题线索16条，均已完成整改。", ["leads_found", "leads_resolved"]),
        ("收集执法问题线索16条，已整改15条。", ["leads_found", None]),
        ("收集执法问题线索16条，正在整改。", ["leads_found"]),
        ("受理12345热线工单30件，全部办结。", ["tickets_received", "tickets_closed"]),
        ("查出隐患30处，均已整改。", [None]),
    ],
)
def test_all_done_is_a_figure_where_a_kpi_counts_it(sentence: str, kpis: list[str | None]) -> None:
    assert [kpi for _, kpi in kpis_of(sentence)] == kpis


def test_every_kpi_in_the_vocabulary_stands_in_the_catalogue() -> None:
    vocabulary, known = load_vocabulary(), {kpi.id for kpi in load_catalogue().kpis}
    named = {phrase.kpi for phrase in vocabulary.phrases} | set(vocabulary.zero.things)
    named |= {id for rule in vocabulary.all_done for id in (rule.of, rule.kpi)}
    assert named <= known
