"""The year's tasks as a timeline in a table: due dates, completion dates, and a line for the current day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dashboard.board.loaded_records import Task
from dashboard.ui.markup import Markup, join, tag
from dashboard.wording.format import month_name
from dashboard.wording.task_words import DONE, LATER, OVERDUE, SOON, days_words, standing_of, status_of
from domain.catalogue import Catalogue
from domain.months import add_months, month_range

GROUPS = {OVERDUE: "到期未完成", SOON: "30日内到期", LATER: "其余未完成", DONE: "已完成"}
# The lamp whose shape and colour each status uses.
LAMPS = {OVERDUE: "red", SOON: "yellow", LATER: "watch", DONE: "green"}
COLUMNS = 5


@dataclass(frozen=True)
class Span:
    """The months that the timeline shows, all of equal width."""

    months: tuple[date, ...]

    def place(self, day: date) -> float:
        """The position of a day in percent from the left; days outside are moved to the ends."""
        first = self.months[0]
        month = (day.year - first.year) * 12 + day.month - first.month
        length = (add_months(day.replace(day=1), 1) - day.replace(day=1)).days
        return min(max((month + (day.day - 0.5) / length) / len(self.months), 0.0), 1.0) * 100


def span_of(year: int, tasks: Iterable[Task]) -> Span:
    """The year, extended by up to half a year if a task is due later."""
    last = max([date(year, 12, 1), *(task.due.replace(day=1) for task in tasks if task.due)])
    return Span(tuple(month_range(date(year, 1, 1), min(last, date(year + 1, 6, 1)))))


def timeline_html(
    tasks: Sequence[Task], year: int, day: date, catalogue: Catalogue, name: Callable[[str], str]
) -> Markup:
    """The tasks (in the order of in_order) as of the end of `day`; `name` returns a unit's name."""
    span = span_of(year, tasks)
    head = tag(
        "tr",
        *(tag("th", text, scope="col") for text in ("状态", "任务", "责任单位", "时限")),
        _months(span, day),
    )
    rows: list[str] = []
    for standing, group in groupby(tasks, key=lambda task: standing_of(task, day)):
        own = list(group)
        rows.append(_group(f"{GROUPS[standing]} {len(own)}项", span, day))
        rows.extend(_row(task, span, day, catalogue, name) for task in own)
    spoken = tag("caption", f"年度任务，状态截至{day:%Y-%m-%d}", class_="spoken")
    return tag("table", spoken, tag("thead", head), tag("tbody", *rows), class_="timeline")


def _months(span: Span, day: date) -> Markup:
    """1月 2 3 … and the label of the line for the current day."""
    names = [
        tag("span", month_name(month) if month.month == 1 else str(month.month)) for month in span.months
    ]
    stand = tag("span", f"{month_name(day)}末", class_="stand-name", style=f"--stand:{span.place(day):.1f}%")
    return tag("th", tag("div", *names, class_="months"), stand, class_="line", scope="col")


def _group(words: str, span: Span, day: date) -> Markup:
    stand = tag("span", class_="stand", style=f"left:{span.place(day):.1f}%")
    way = tag("div", stand, class_="way", style=f"--months:{len(span.months)}", aria_hidden="true")
    heading = tag("th", words, colspan=str(COLUMNS - 1), scope="rowgroup")
    return tag("tr", heading, tag("td", way, class_="line"), class_="group")


def _row(task: Task, span: Span, day: date, catalogue: Catalogue, name: Callable[[str], str]) -> Markup:
    standing = standing_of(task, day)
    lamp = catalogue.lamp(LAMPS[standing])
    status = tag(
        "span", f"{lamp.shape}\u00a0{status_of(task, day)}", class_="lamp", style=f"color:{lamp.text}"
    )
    source = tag("small", " · ".join(part for part in (task.task, task.source) if part))
    return tag(
        "tr",
        tag("td", status, tag("small", days_words(task, day)), class_="status"),
        tag("td", tag("b", task.title), source, class_="title"),
        tag("td", name(task.unit) if task.unit else "", class_="unit"),
        tag("td", _due(task, day), class_="due-day"),
        tag("td", _line(task, span, day, standing), class_="line"),
        class_=standing,
        data_task=task.task,
    )


def _due(task: Task, day: date) -> Markup:
    """The due date, and the date of completion."""
    due = f"{task.due:%m-%d}" if task.due and task.due.year == day.year else str(task.due or "—")
    done = f"{task.done_on:%m-%d}完成" if task.done_on and not task.is_open(day) else ""
    return join(due, tag("small", done) if done else "")


def _line(task: Task, span: Span, day: date, standing: str) -> Markup:
    """A hollow mark at the due date, a full one at completion, and a bar between them or to the present."""
    stand = span.place(day)
    parts = [tag("span", class_="stand", style=f"left:{stand:.1f}%")]
    if task.due is not None:
        due = span.place(task.due)
        end = span.place(task.done_on) if standing == DONE and task.done_on else stand
        if standing in (OVERDUE, DONE) and end > due:
            parts.append(tag("span", class_="late", style=f"left:{due:.1f}%;width:{end - due:.1f}%"))
        parts.append(tag("span", class_="due", style=f"left:{due:.1f}%"))
    if standing == DONE and task.done_on is not None:
        parts.append(tag("span", class_="done", style=f"left:{span.place(task.done_on):.1f}%"))
    return tag("div", *parts, class_="way", style=f"--months:{len(span.months)}", aria_hidden="true")
