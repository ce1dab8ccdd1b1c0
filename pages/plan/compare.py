"""单位对比: which units lead and which lag, as lamps by unit and KPI, and one KPI across units."""

from collections import Counter

import streamlit as st

from dashboard.board.board import Board
from dashboard.ui.chart_block import Chart, ChartHeading, draw_chart, hold_charts, picture_of, scope_html
from dashboard.ui.lamps import MARK_WORDS, lamp_chip
from dashboard.ui.markup import Markup, as_written, tag
from dashboard.ui.plan.queries import PLAN_STYLE
from dashboard.ui.plan.unit_comparison import (
    Comparison,
    Links,
    Matrix,
    matrix_html,
    name_in,
    read_comparison,
    unit_plan_figure,
    unit_plan_frame,
    unit_plan_measure,
)
from dashboard.ui.shell import open_page
from dashboard.wording.board_words import units_headline
from dashboard.wording.unit_words import (
    shared_kpis,
    spread_reading,
    unit_shares,
    units_headline_of,
    units_reading,
    widest_spread,
)
from domain.catalogue import Kpi, LampState

UNITS_A_PAGE, MOST_BARS = 30, 15
CHOSEN, PILLS = "kpi", "compare-kpi"
SCOPE = (
    "只列有年度目标的指标，案件、工单、信访等数量不排名。数量类写时序完成率（累计 ÷ 应完成），"
    "率、时点数和控制类指标写累计值，件数少而未达的率写分子/分母。点数值看该单位该指标。"
)

page = open_page("单位对比")
st.html(PLAN_STYLE)
view, catalogue = page.view, page.catalogue


def name(unit: str) -> str:
    """A unit's name in this view."""
    return name_in(page, unit)


def unit_link(unit: str) -> str:
    """The unit's own overview."""
    return page.address(unit=unit)


def below_link(unit: str) -> str:
    """The comparison of the units below it."""
    below = unit != found.whole.unit and page.directory.children(unit)
    return page.address("compare", unit=unit) if below else ""


def cell_link(unit: str, kpi: Kpi) -> str:
    """The unit's figures of the KPI."""
    return page.address(kpi.dataset, unit=unit, kpi=kpi.id)


def show_nothing(comparison: Comparison) -> None:
    """Why there is nothing to compare, and what to do."""
    if comparison.unplanned:
        st.header(f"{view.year}年各单位还没有年度目标", anchor=False)
        st.html(
            tag(
                "p",
                f"{name(comparison.whole.unit)}下有{comparison.unplanned}个单位。给单位设了目标，才能比进度；请到",
                tag("a", "目标与任务", href=page.address("targets")),
                "填写。",
            )
        )
    else:
        st.header(f"{as_written(page.unit_name)}没有可对比的单位", anchor=False)
        st.html(show_other_units())


def show_other_units() -> Markup:
    """Where units can be compared: for the whole bureau, once the unit list has units below it."""
    if page.is_whole_bureau:
        address = page.address("upload")
        upload = tag("a", "数据填报", href=address) if address else "数据填报"
        return tag("p", "单位表中还没有下属单位；如有，请到", upload, "补入。")
    whole = tag("a", "看全局", href=page.address("compare", unit=page.outline.root or ""))
    return tag("p", "请在标题旁的“年月 · 单位”中选上级单位，或", whole, "。")


def reading(boards: tuple[Board, ...]) -> Markup:
    """What the lamps say, in sentences."""
    return tag("p", units_reading(boards, name) + spread_reading(catalogue, boards, name))


def legend(boards: tuple[Board, ...]) -> Markup:
    """The lamps with their counts."""
    lit = Counter(
        progress.lamp for board in boards for progress in board.progress if progress.target is not None
    )
    chips = [lamp_chip(lamp, lit[lamp], catalogue) for lamp in LampState if lit[lamp]]
    return tag("div", *chips, tag("span", "— 不承担", class_="not-borne"), class_="strip")


def show_lamps(comparison: Comparison) -> None:
    """The legend, and one page of units."""
    boards = comparison.boards
    st.html(page.drawn(None, "legend", lambda: legend(boards)))
    pages = -(-len(boards) // UNITS_A_PAGE)
    number = st.pagination(pages, key="compare-page") if pages > 1 else 1
    st.html(page.drawn(None, ("matrix", number), lambda: matrix(comparison, number)))
    st.html(tag("p", SCOPE, *map(str, notes(comparison)), class_="page-note"))


def matrix(comparison: Comparison, number: int) -> Markup:
    """One page of units."""
    boards = comparison.boards
    shown = boards[(number - 1) * UNITS_A_PAGE : number * UNITS_A_PAGE]
    links = Links(unit_link, below_link, cell_link)
    columns = shared_kpis(catalogue, boards)
    shares = {share.unit: share for share in unit_shares(boards, name)}
    return matrix_html(Matrix(comparison.whole, shown, shares, columns, catalogue, name, links, view.unit))


def notes(comparison: Comparison) -> list[str]:
    """What the table leaves out or marks."""
    said = []
    listed = (comparison.whole, *comparison.boards)
    if any(progress.provisional for board in listed for progress in board.progress):
        said.append(MARK_WORDS)
    if comparison.unplanned:
        said.append(f"另有{comparison.unplanned:,}个单位没有年度目标，未列。")
    if comparison.left_out:
        said.append(f"单位很多，另有{comparison.left_out:,}个未列，请逐级查看。")
    return said


@st.fragment
def show_one_kpi(boards: tuple[Board, ...]) -> None:
    """One KPI across the units, each against its own target."""
    by_id = page.drawn(None, "compared KPIs", lambda: compared(boards))
    kpi = by_id[choose_kpi(by_id, boards)]
    chart, units = page.drawn(None, ("unit plans", kpi.id), lambda: unit_plans(boards, kpi))
    draw_chart(chart)
    hold_charts([chart])
    if units > MOST_BARS:
        more = f"共{units}个单位，这里列出最需要关注的{MOST_BARS}个。"
        st.html(tag("p", more, class_="page-note"))


def compared(boards: tuple[Board, ...]) -> dict[str, Kpi]:
    """The KPIs that several units have a target for, or those of one where there are none."""
    kpis = shared_kpis(catalogue, boards) or shared_kpis(catalogue, boards, least=1)
    return {kpi.id: kpi for kpi in kpis}


def unit_plans(boards: tuple[Board, ...], kpi: Kpi) -> tuple[Chart, int]:
    """The chart of a KPI across the units, and how many units have a target for it."""
    units = unit_plan_frame(kpi, boards, catalogue, name, lambda unit: cell_link(unit, kpi))
    planned = [board.of(kpi.id) for board in boards if board.of(kpi.id).target is not None]
    names = {board.unit: name(board.unit) for board in boards}
    finding = units_headline(catalogue, kpi, planned, names)
    heading = ChartHeading(finding, unit_plan_measure(kpi, view.month), scope=scope_html(kpi))
    picture = picture_of(page, kpi, heading, f"unit-plans-{kpi.id}", found.whole.unit)
    return Chart(heading, unit_plan_figure(kpi, units[:MOST_BARS]), picture), len(units)


def choose_kpi(by_id: dict[str, Kpi], boards: tuple[Board, ...]) -> str:
    """The KPI in the address; otherwise the one on which units differ most; otherwise the first."""
    asked = st.query_params.get(CHOSEN)
    uneven = page.drawn(None, "widest spread", lambda: widest_spread(catalogue, boards))
    fallback = uneven.id if uneven else next(iter(by_id))
    st.session_state[PILLS] = asked if asked in by_id else fallback
    st.pills(
        "选择指标",
        list(by_id),
        format_func=lambda kpi: as_written(by_id[kpi].short_name),
        required=True,
        key=PILLS,
        on_change=lambda: st.query_params.update({CHOSEN: st.session_state[PILLS]}),
    )
    return str(st.session_state[PILLS])


found = page.drawn(None, "comparison", lambda: read_comparison(page))
if not found.boards:
    show_nothing(found)
    st.stop()
st.header(as_written(units_headline_of(found.boards, name)), anchor=False)
st.html(page.drawn(None, "reading", lambda: reading(found.boards)))
show_lamps(found)
st.header("一个指标看各单位", anchor=False)
show_one_kpi(found.boards)
