"""A task as it stood at the end of a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.board.loaded_records import Task
from dashboard.wording.task_words import days_words, in_order, standing_of, status_of, tasks_headline

DAY = date(2023, 6, 30)


def task(due: date | None, status: str = "in_progress", done_on: date | None = None) -> Task:
    return Task("RW-01", "修订目录", "a", due, status, done_on, "要点", 1)


@pytest.mark.parametrize(
    ("due", "done_on", "standing", "status", "words"),
    [
        (date(2023, 6, 15), None, "overdue", "逾期未完成", "逾期15天"),
        (date(2023, 6, 30), None, "overdue", "到期未完成", "当日到期"),
        (date(2023, 7, 1), None, "soon", "进行中", "还有1天"),
        (date(2023, 7, 30), None, "soon", "进行中", "还有30天"),
        (date(2023, 7, 31), None, "later", "进行中", "还有31天"),
        (None, None, "later", "进行中", ""),
        (date(2023, 6, 15), date(2023, 6, 15), "done", "已完成", ""),
        (date(2023, 6, 15), date(2023, 6, 20), "done", "逾期完成", "逾期5天"),
        (date(2023, 6, 15), date(2023, 7, 1), "overdue", "逾期未完成", "逾期15天"),
        (date(2023, 8, 15), date(2023, 7, 1), "later", "进行中", "还有46天"),
    ],
)
def test_a_task_stands_as_it_stood_that_day(
    due: date | None, done_on: date | None, standing: str, status: str, words: str
) -> None:
    one = task(due, "done" if done_on else "in_progress", done_on)
    assert (standing_of(one, DAY), status_of(one, DAY), days_words(one, DAY)) == (standing, status, words)


@given(
    st.lists(
        st.tuples(st.integers(-200, 200), st.one_of(st.none(), st.integers(-200, 200))),
        min_size=1,
        max_size=12,
    )
)
def test_tasks_stand_by_how_much_they_press(tasks: list[tuple[int, int | None]]) -> None:
    made = [
        task(DAY + timedelta(due))
        if done is None
        else task(DAY + timedelta(due), "done", DAY + timedelta(done))
        for due, done in tasks
    ]
    order = ["overdue", "soon", "later", "done"]
    places = [order.index(standing_of(one, DAY)) for one in in_order(made, DAY)]
    assert places == sorted(places)
    done, overdue = places.count(3), places.count(0)
    today = sum(due == 0 and (ended is None or ended > 0) for due, ended in tasks)
    late = [f"{overdue - today}项逾期"] if overdue > today else []
    told = "，".join(late + ([f"{today}项当日到期未完成"] if today else [])) or "无逾期"
    if 0 < done < len(made):
        assert tasks_headline(made, DAY) == f"{len(made)}项任务完成{done}项，{told}"


def test_a_task_due_that_day_is_not_said_to_be_late() -> None:
    done, due_today = task(date(2023, 3, 1), "done", date(2023, 2, 1)), task(DAY)
    assert tasks_headline([done, due_today], DAY) == "2项任务完成1项，1项当日到期未完成"
    late = task(date(2023, 6, 1))
    assert tasks_headline([done, due_today, late], DAY) == "3项任务完成1项，1项逾期，1项当日到期未完成"


def test_that_all_tasks_are_done_is_said_and_that_none_is_not() -> None:
    done, open_task = task(date(2023, 3, 1), "done", date(2023, 2, 1)), task(date(2023, 9, 1))
    assert tasks_headline([done, done], DAY) == "2项任务全部完成"
    assert tasks_headline([open_task], DAY) == "1项任务，无逾期"
    assert tasks_headline([open_task, open_task], DAY) == "2项任务，无逾期"
