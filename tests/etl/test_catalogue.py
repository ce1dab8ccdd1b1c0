"""The catalogue as it comes is complete against the data contract."""

from __future__ import annotations

import pytest

from domain.catalogue import Catalogue, Term, load_catalogue

CONTRACT = {
    "cases": """
        办理案件数 cases_handled 起
        重大执法决定数 major_decisions 件
        法制审核数 legal_reviews 件
        行政复议案件数 reconsiderations 起
        行政诉讼案件数 litigations 起
        复议纠错与败诉数 overturned 起
        案卷集中评查次数 file_reviews 次
        案卷自查次数 file_self_checks 次
        双公示信息条数 public_notices 条
    """,
    "hotline": """
        上月结转数 tickets_carried_in 件
        受理工单数 tickets_received 件
        办结工单数 tickets_closed 件
        按时办结数 tickets_on_time 件
        回访数 tickets_surveyed 件
        满意数 tickets_satisfied 件
        解决数 tickets_resolved 件
        投诉电话处理数 complaints_handled 起
    """,
    "petitions": """
        上月结转件数 petitions_carried_in 件
        网上信访件数 petitions_online 件
        群众来访起数 petitions_visits 起
        群众来信件数 petitions_letters 件
        办结件数 petitions_closed 件
        按期办结件数 petitions_on_time 件
    """,
    "training": """
        集体学法次数 group_study 次
        法治学习次数 law_study 次
        执法培训次数 enforcement_training 次
        培训考试次数 internal_exams 次
        参训人次 attendances 人次
        培训学时 training_hours 学时
        参考人数 examinees 人
        合格人数 exam_passes 人
        换证考试人数 licence_examinees 人
        跟执法次数 leader_ride_alongs 次
    """,
    "publicity": """
        集中宣传活动次数 campaigns 次
        宣传资料份数 leaflets 份
        企业宣讲家数 enterprise_talks 家
    """,
    "governance": """
        专题会议次数 leadership_meetings 次
        听取汇报次数 progress_hearings 次
        专项整治会议次数 campaign_meetings 次
        公告张贴数 notices_posted 张
        电子屏宣传次数 screen_broadcasts 次
        整治宣传资料份数 campaign_leaflets 份
        调查问卷份数 questionnaires 份
        问题线索数 leads_found 条
        已整改线索数 leads_resolved 条
    """,
}
TABLES = {
    "targets": "年度 指标 单位 年度目标 生效年月 时序 依据 责任人 示例 "
    "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
    "tasks": "年度 任务编号 任务名称 责任单位 完成时限 状态 完成日期 依据",
    "units": "单位代码 单位名称 上级单位 别名 填报内容 启用年月 停用年月 并入单位 生效年月",
    "notes": "月份 单位 指标 说明",
}
RATES = {
    "legal_review_rate": ("法制审核率", "legal_reviews", "major_decisions"),
    "hotline_on_time_rate": ("按时办结率", "tickets_on_time", "tickets_closed"),
    "hotline_satisfaction_rate": ("满意率", "tickets_satisfied", "tickets_surveyed"),
    "hotline_resolution_rate": ("解决率", "tickets_resolved", "tickets_surveyed"),
    "petition_on_time_rate": ("信访按期办结率", "petitions_on_time", "petitions_closed"),
    "exam_pass_rate": ("考试合格率", "exam_passes", "examinees"),
    "leads_resolved_rate": ("线索整改率", "leads_resolved", "leads_found"),
}
HIGHER = {
    "group_study",
    "law_study",
    "enforcement_training",
    "training_sessions",
    "internal_exams",
    "attendances",
    "training_hours",
    "leader_ride_alongs",
    "campaigns",
    "leaflets",
    "enterprise_talks",
    "leadership_meetings",
    "progress_hearings",
    "campaign_meetings",
    "notices_posted",
    "screen_broadcasts",
    "campaign_leaflets",
    "questionnaires",
    "file_reviews",
    "file_self_checks",
    *RATES,
}
ALIASES = {
    "受理量 受理总数 派遣案件总数 交办总量 工单量 转派工单": "tickets_received",
    "办结量 已办 办结数": "tickets_closed",
    "按期办结数 按时结案数 限时办结数": "tickets_on_time",
    "有效回访数": "tickets_surveyed",
    "满意件数": "tickets_satisfied",
    "上月在办": "tickets_carried_in",
    "网上信访": "petitions_online",
    "来访起数 走访批次": "petitions_visits",
    "来信": "petitions_letters",
    "按期办结 按期办结数 ": "petitions_on_time",
    "办结数 ": "petitions_closed",
    "案件数 办理行政执法案件数 办案数": "cases_handled",
    "诉讼": "litigations",
    "复议": "reconsiderations",
    "党委集体学法次数": "group_study",
    "业务培训次数": "enforcement_training",
    "参加人次 培训人次": "attendances",
    "集中宣传次数": "campaigns",
    "发放宣传资料份数": "leaflets",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("dataset", CONTRACT)
def test_a_monthly_dataset_has_the_columns_of_the_contract(catalogue: Catalogue, dataset: str) -> None:
    columns = [[c.name, c.id, c.counting_unit] for c in catalogue.dataset(dataset).columns]
    assert columns == [line.split() for line in CONTRACT[dataset].split("\n") if line.strip()]


@pytest.mark.parametrize("dataset", TABLES)
def test_a_table_has_the_columns_of_the_contract(catalogue: Catalogue, dataset: str) -> None:
    assert " ".join(column.name for column in catalogue.dataset(dataset).columns) == TABLES[dataset]
    assert catalogue.dataset(dataset).kind == dataset


@pytest.mark.parametrize("aliases", ALIASES)
def test_what_real_bulletins_call_a_column_is_an_alias(catalogue: Catalogue, aliases: str) -> None:
    assert set(aliases.split()) <= set(catalogue.column(ALIASES[aliases]).aliases)


def test_every_figure_is_a_kpi_and_nine_more_are_derived(catalogue: Catalogue) -> None:
    figures = {column.id for dataset in catalogue.monthly for column in dataset.columns}
    assert len(catalogue.kpis) == 54
    assert {kpi.id for kpi in catalogue.kpis} - figures == {"training_sessions", "hotline_open", *RATES}
    assert all(catalogue.kpi(id).indicators == (id,) for id in figures)
    kinds = {id: catalogue.kpi(id).kind for id in figures}
    stocks = {"tickets_carried_in", "petitions_carried_in"}
    assert kinds == {id: "stock" if id in stocks else "sum" for id in figures}


@pytest.mark.parametrize("rate", RATES)
def test_a_rate_divides_sum_by_sum(catalogue: Catalogue, rate: str) -> None:
    kpi = catalogue.kpi(rate)
    name, numerator, denominator = RATES[rate]
    assert (kpi.name, kpi.kind, kpi.counting_unit) == (name, "rate", "")
    assert (kpi.numerator, kpi.denominator) == ((Term(numerator, 1),), (Term(denominator, 1),))


def test_open_tickets_are_a_stock_and_sessions_a_sum(catalogue: Catalogue) -> None:
    stock = catalogue.kpi("hotline_open")
    terms = (Term("tickets_carried_in", 1), Term("tickets_received", 1), Term("tickets_closed", -1))
    assert (stock.kind, stock.numerator, stock.counting_unit) == ("stock", terms, "件")
    sessions = catalogue.kpi("training_sessions")
    assert sessions.indicators == ("group_study", "law_study", "enforcement_training")
    assert sessions.formula == "集体学法次数 ＋ 法治学习次数 ＋ 执法培训次数"


def test_only_what_is_better_high_or_low_can_be_judged(catalogue: Catalogue) -> None:
    directions = {kpi.id: kpi.direction for kpi in catalogue.kpis}
    assert {id for id, direction in directions.items() if direction == "higher"} == HIGHER
    assert {id for id, direction in directions.items() if direction == "lower"} == {
        "overturned",
        "hotline_open",
    }
    assert {kpi.id for kpi in catalogue.kpis if not kpi.lamp_rule} == {
        id for id, direction in directions.items() if direction == "neutral"
    }


def test_only_training_hours_and_rates_are_not_whole(catalogue: Catalogue) -> None:
    assert {kpi.id for kpi in catalogue.kpis if not kpi.in_whole_numbers} == {"training_hours", *RATES}


def test_lamps_go_by_the_rules_of_the_house(catalogue: Catalogue) -> None:
    rules = {rule.id: (rule.basis, *rule.bounds.values()) for rule in catalogue.lamp_rules}
    assert rules == {
        "pace": ("attainment", 1.0, 0.7),
        "limit": ("ceiling", 1.0, 1.0),
        "stock": ("ceiling", 1.0, 1.1),
        "rate": ("margin", 0.0, -0.02),
    }
    assert [(lamp.id, lamp.shape) for lamp in catalogue.lamps] == [
        ("red", "■"),
        ("yellow", "▲"),
        ("green", "●"),
        ("watch", "○"),
        ("waiting", "◌"),
    ]


@pytest.mark.parametrize(
    ("kpi", "words"),
    [
        ("campaigns", "符合时序 滞后 严重滞后 监测 待报"),
        ("hotline_satisfaction_rate", "达标 接近目标 未达目标 监测 待报"),
        ("hotline_open", "受控 偏高 超出控制 监测 待报"),
        ("overturned", "受控 偏高 超出控制 监测 待报"),
    ],
)
def test_a_lamp_has_the_word_of_its_kind(catalogue: Catalogue, kpi: str, words: str) -> None:
    lamps = ("green", "yellow", "red", "watch", "waiting")
    assert " ".join(catalogue.lamp_word(catalogue.kpi(kpi), lamp) for lamp in lamps) == words


def test_a_sum_that_reached_its_target_is_done(catalogue: Catalogue) -> None:
    assert catalogue.lamp_word(catalogue.kpi("campaigns"), "green", done=True) == "已完成"
    assert catalogue.lamp_word(catalogue.kpi("hotline_on_time_rate"), "green", done=True) == "达标"


@pytest.mark.parametrize("text", ["满意率", "hotline_satisfaction_rate", " 满意 率 ", "满意率（%）"])
def test_a_kpi_is_found_by_id_or_name(catalogue: Catalogue, text: str) -> None:
    found = catalogue.kpi_named(text)
    assert found is not None and found.id == "hotline_satisfaction_rate"


def test_an_unknown_kpi_is_none(catalogue: Catalogue) -> None:
    assert catalogue.kpi_named("幸福指数") is None


def test_headlines_are_the_cards_of_the_overview(catalogue: Catalogue) -> None:
    assert [kpi.id for kpi in catalogue.kpis if kpi.headline] == [
        "cases_handled",
        "tickets_received",
        "hotline_on_time_rate",
        "hotline_satisfaction_rate",
        "petitions_online",
        "training_sessions",
    ]


def contrast(text: str, ground: str) -> float:
    """The contrast ratio of WCAG 2.1 between two colours as #RRGGBB."""

    def luminance(colour: str) -> float:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted((luminance(text), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def test_every_lamp_can_be_read(catalogue: Catalogue) -> None:
    for lamp in catalogue.lamps:
        assert contrast(lamp.text, "#FFFFFF") >= 4.5, lamp.id
        assert contrast(lamp.chip_text, lamp.chip_ground) >= 4.5, lamp.id
        assert contrast(lamp.cell_text, lamp.cell_ground) >= 4.5, lamp.id


def test_in_grey_a_worse_lamp_has_a_darker_ground(catalogue: Catalogue) -> None:
    for ground in ("chip_ground", "cell_ground"):
        red, yellow, green = (contrast(getattr(lamp, ground), "#FFFFFF") for lamp in catalogue.lamps[:3])
        assert red > yellow > green
