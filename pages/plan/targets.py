"""目标与任务: the year's targets, their progress and what is still needed; the year's tasks and due dates."""

from calendar import monthrange
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.board.board import Board
from dashboard.board.loaded_records import Task
from dashboard.ui import view_boards
from dashboard.ui.banners import ROW
from dashboard.ui.lamps import MARK_WORDS, status_line
from dashboard.ui.markup import Markup, as_written, join, tag
from dashboard.ui.plan import queries
from dashboard.ui.plan.queries import PLAN_STYLE
from dashboard.ui.plan.record_grid import MOST_ROWS, show_grid
from dashboard.ui.plan.record_rows import carried_over
from dashboard.ui.plan.target_table import ORDERS, folded_html, in_order_of, targets_html
from dashboard.ui.plan.timeline import timeline_html
from dashboard.ui.plan.typed_rows import has_typed
from dashboard.ui.roles import person_here
from dashboard.ui.shell import open_any_year
from dashboard.wording.board_words import board_headline
from dashboard.wording.task_words import in_order, tasks_headline
from domain.catalogue import Kpi
from domain.kpi.progress import Progress
from domain.people import Action, may

MOST_TASKS = 200

page = open_any_year("目标与任务")
st.html(PLAN_STYLE)
view, catalogue = page.view, page.catalogue
may_plan = may(person_here(), Action.PLAN)
last_day = view.as_of.replace(day=monthrange(view.year, view.month)[1])


def link(kpi: Kpi) -> str:
    """The address that shows a KPI in full."""
    return page.address(kpi.dataset, kpi=kpi.id)


def by_file(words: str) -> None:
    """The alternative: a file, with its template on 数据填报."""
    upload = tag("a", "数据填报", href=page.address("upload"))
    st.html(tag("p", words, "也可到", upload, "下载模板，用文件导入。", class_="page-note"))


def show_targets(board: Board, tasks: tuple[Task, ...]) -> None:
    """The unit's targets, worst first by default, or the grid to edit them."""
    planned = [progress for progress in board.progress if progress.target is not None]
    if not planned:
        show_no_targets()
        return
    shown, reports = replace(board, progress=tuple(planned)), page.reports()
    strip = partial(status_line, shown, catalogue, reports, page.full_name)
    st.html(page.drawn(kpis, ("planned lamps", reports), strip))
    st.header(board_headline(board), anchor=False)
    if tasks:
        words = tasks_headline(tasks, last_day) + "。"
        st.html(tag("p", words, tag("a", "看任务", href="#tasks"), class_="to-tasks"))
    with st.container(key="targets-controls", **ROW):
        order = st.segmented_control(
            "排序",
            ORDERS,
            default=ORDERS[0],
            required=True,
            key="targets-order",
            label_visibility="collapsed",
        )
        changing = may_plan and st.toggle("修改目标", value=typed("targets"), key="targets-changing")
    if changing:
        by_file(
            "可改目标、时序、依据和责任人。年内调整的，不改原行，在下面新增一行并填生效年月。"
            "指标或单位写错的，请撤销写入它的那次导入。"
        )
        show_grid(page, "targets")
        return
    for html in page.drawn(kpis, ("targets", order), lambda: tables(planned, order)):
        st.html(html)
    st.html(tag("p", notes(board, planned), class_="page-note"))


def tables(planned: list[Progress], order: str) -> list[Markup]:
    """Worst first, with those on track folded, so that they do not hide the rest."""
    signals = view_boards.signals(page.version, view.year, view.month, view.unit, kpis)
    shown = in_order_of(order, planned, catalogue, signals)
    folded = [progress for progress in shown if progress.lamp == "green"] if order == ORDERS[0] else []
    first = [progress for progress in shown if progress not in folded]
    below = [folded_html(folded, catalogue, link)] if first and folded else []
    return [targets_html(first or folded, catalogue, link), *below]


def notes(board: Board, planned: list[Progress]) -> Markup:
    """How to read the table, which units are missing, and which KPIs could have a target and have none."""
    said: list[Markup | str] = [tag("span", "进度条满格为年度目标，竖线为应完成。", class_="of-bars")]
    said.append("率和时点数不分时序。")
    if any(progress.provisional for progress in planned):
        said.append(MARK_WORDS)
    without = [
        progress.kpi
        for progress in board.progress
        if progress.target is None and board.figures_of(progress.kpi)
    ]
    if without:
        said.append(f"未设目标：{'、'.join(catalogue.kpi(kpi).short_name for kpi in without)}。")
    return join(*said)


def show_no_targets() -> None:
    """What to do if the year has no targets: enter them, start with last year's, or load a file."""
    st.header(f"{as_written(page.unit_name)}{view.year}年还没有年度目标", anchor=False)
    if not may_plan:
        return
    by_file("按年度工作要点逐项填写目标，注明依据和责任人。")
    last_year = targets_of(view.year - 1)
    with st.container(horizontal=True):
        writing = st.toggle("在网页填写", value=typed("targets"), key="targets-writing")
        copied = len(last_year) and st.toggle(f"照搬{view.year - 1}年目标", key="targets-copied")
    if writing or copied:
        show_grid(page, "targets", last_year if copied else None)


def typed(dataset: str) -> bool:
    """Whether there are typed rows that are not loaded yet; they are shown again at once."""
    return has_typed((dataset, view.year, view.unit))


def targets_of(year: int) -> pd.DataFrame:
    """The targets in effect at the end of another year, as the grid shows them."""
    units = queries.grid_units(page, "targets", MOST_ROWS)
    return carried_over(queries.grid(page.version, "targets", year, units))


def show_tasks(tasks: tuple[Task, ...]) -> None:
    """The tasks of the unit and all units below it, as of the end of the as-of month."""
    if tasks:
        with st.container(key="tasks-heading", **ROW):
            st.header(tasks_headline(tasks, last_day), anchor="tasks", width="content")
            changing = may_plan and st.toggle("修改任务", value=typed("tasks"), key="tasks-changing")
    else:
        st.header(f"{as_written(page.unit_name)}{view.year}年还没有年度任务", anchor="tasks")
        if may_plan:
            by_file("把年度任务分解表逐项填入，写明责任单位和完成时限。")
        changing = may_plan and st.toggle("在网页填写", value=typed("tasks"), key="tasks-changing")
    if changing:
        by_file("可改状态、完成日期、时限等。完成的任务请把状态改为“已完成”，并填完成日期。")
        show_grid(page, "tasks")
        return
    if tasks:
        shown = in_order(tasks, last_day)[:MOST_TASKS]
        st.html(
            page.drawn(
                (),
                "tasks",
                lambda: timeline_html(shown, view.year, last_day, catalogue, page.directory.name_of),
            )
        )
        marks = tag("span", "◇ 时限　● 完成　", class_="line-marks")
        st.html(tag("p", marks, f"状态为截至{last_day:%Y-%m-%d}的状态。", class_="page-note"))
    if len(tasks) > MOST_TASKS:
        more = f"共{len(tasks):,}项，这里列出前{MOST_TASKS}项；请选下属单位查看其余各项。"
        st.html(tag("p", more, class_="page-note"))


kpis = tuple(kpi.id for kpi in catalogue.kpis if kpi.direction.is_judged)
year_tasks = queries.tasks(page.version, view.year, view.unit)
show_targets(view_boards.board(page.version, view.year, view.month, view.unit, kpis), year_tasks)
show_tasks(year_tasks)
if may_plan and view.year in page.outline.years:
    next_year = replace(view, year=view.year + 1).address("targets")
    st.html(tag("p", tag("a", f"编制{view.year + 1}年目标与任务", href=next_year)))
