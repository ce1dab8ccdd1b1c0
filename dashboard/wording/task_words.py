"""The year's tasks in words: the status of each at the end of a day, their order, and a headline for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from dashboard.board.loaded_records import Task

STATUS = {"not_started": "未启动", "in_progress": "进行中", "done": "已完成"}
OVERDUE, SOON, LATER, DONE = "overdue", "soon", "later", "done"
STANDINGS = (OVERDUE, SOON, LATER, DONE)
SOON_DAYS = timedelta(days=30)


def standing_of(task: Task, day: date) -> str:
    """overdue, soon (due within 30 days), later or done: the group of the task at the end of a day."""
    if task.is_overdue(day):
        return OVERDUE
    if not task.is_open(day):
        return DONE
    return SOON if task.due is not None and task.due <= day + SOON_DAYS else LATER


def status_of(task: Task, day: date) -> str:
    """到期未完成 on the due day, then 逾期未完成; 进行中, 逾期完成…: the status at the end of a day."""
    if task.is_overdue(day):
        return "到期未完成" if task.due == day else "逾期未完成"
    if task.is_open(day):
        return "进行中" if task.status == "done" else STATUS[task.status]
    late = task.due is not None and task.done_on is not None and task.done_on > task.due
    return "逾期完成" if late else "已完成"


def days_words(task: Task, day: date) -> str:
    """逾期15天, 还有12天; for a task done late, how late; "" if there is nothing to say."""
    if task.due is None:
        return ""
    if not task.is_open(day):
        late = (task.done_on - task.due).days if task.done_on is not None else 0
        return f"逾期{late}天" if late > 0 else ""
    left = (task.due - day).days
    if left > 0:
        return f"还有{left}天"
    return f"逾期{-left}天" if left else "当日到期"


def tasks_headline(tasks: Sequence[Task], day: date) -> str:
    """The status of the year's tasks: 12项任务完成8项，2项逾期; 12项任务全部完成.

    That none is done is not said: most may be due months later.
    """
    done = sum(not task.is_open(day) for task in tasks)
    if tasks and done == len(tasks):
        return f"{done}项任务{'全部' if done > 1 else '已'}完成"
    if len(tasks) == 1 and tasks[0].is_overdue(day):
        return f"1项任务{status_of(tasks[0], day)}"
    told = f"完成{done}项" if done else ""
    return f"{len(tasks)}项任务{told}，{_overdue_words(tasks, day)}"


def _overdue_words(tasks: Sequence[Task], day: date) -> str:
    """2项逾期; 2项逾期，1项当日到期未完成 if one was due on that day; 无逾期."""
    missed = [task for task in tasks if task.is_overdue(day)]
    due_today = sum(task.due == day for task in missed)
    late = len(missed) - due_today
    told = (f"{late}项逾期" if late else "", f"{due_today}项当日到期未完成" if due_today else "")
    return "，".join(filter(None, told)) or "无逾期"


def in_order(tasks: Iterable[Task], day: date) -> tuple[Task, ...]:
    """Overdue tasks first, then those due soon, then other open ones, then those done."""
    return tuple(sorted(tasks, key=lambda task: STANDINGS.index(standing_of(task, day))))
