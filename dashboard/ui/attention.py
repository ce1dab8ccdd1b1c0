"""需要关注: the lamps that are not green, with reason and remedy; a table that becomes a list on a phone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.board.loaded_records import Note
from dashboard.board.signals import Signal
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import Markup, join, tag
from dashboard.wording.case_words import in_cases
from dashboard.wording.distance_words import (
    due_text,
    gap_text,
    goal_text,
    is_asked_as_a_whole,
    required_text,
    share_text,
)
from dashboard.wording.format import NOTHING, amount, month_name, telling_columns
from dashboard.wording.lamp_words import reason
from dashboard.wording.narrative import what_it_takes
from dashboard.wording.owed_words import what_is_missing
from dashboard.wording.process_words import assurance_reading, is_seldom, movement_reading
from domain.catalogue import Catalogue, Kpi
from domain.kpi.process import Assurance
from domain.kpi.progress import Progress
from domain.months import format_month


def attention_words(
    catalogue: Catalogue,
    kpi: Kpi,
    progress: Progress,
    signal: Signal | None,
    notes: Sequence[Note],
    names: Mapping[str, str],
) -> str:
    """The reason and the next step in one line; nothing about what is as usual.

    A unit's note is quoted if it belongs to the as-of month or to the month in which the lamp changed.
    """
    clauses = [in_cases(catalogue, kpi, progress)]
    clauses.append(_what_it_takes(catalogue, kpi, progress) or _year_over(kpi, progress))
    clauses.append(movement_reading(kpi, progress, signal))
    if (
        signal is not None
        and signal.assurance is Assurance.FAIL
        and not (progress.year_is_over or progress.unsettled or is_seldom(kpi, progress))
    ):
        clauses.append(assurance_reading(kpi, signal))
    months = {progress.as_of, progress.since}
    explained = [note for note in notes if note.kpi == kpi.id and format_month(note.month) in months]
    if explained:
        clauses.append(f"{month_name(explained[-1].month)}说明：{explained[-1].text.rstrip('。')}")
    if lacking := what_is_missing(progress, names):
        clauses.append(f"数据不全，{lacking}")
    words = "；".join(clause for clause in clauses if clause)
    return f"{words}。" if words else reason(catalogue, progress) + "。"


def _what_it_takes(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    """The clause beside the columns of the row; "" where the column 还需 says the same: 共3."""
    is_said = kpi.works_towards_target and is_asked_as_a_whole(progress)
    return "" if is_said else what_it_takes(catalogue, kpi, progress, beside_plan=True)


def _year_over(kpi: Kpi, progress: Progress) -> str:
    """The share of the annual target that was reached; after December it can no longer be caught up."""
    if not kpi.works_towards_target or not progress.year_is_over or progress.completion is None:
        return ""
    return f"全年完成年度目标的{share_text(progress, progress.completion)}"


# (class, heading, label on a phone): style.css lays the row out by these classes, whatever their order.
COLUMNS = (
    ("lamp", "亮灯", ""),
    ("kpi", "指标", ""),
    ("to-date number", "累计", "累计"),
    ("expected number", "应完成", "应完成"),
    ("target number", "年度目标", "目标"),
    ("gap number", "差距", "差距"),
    ("required number", "还需", "还需"),
    ("owner", "责任单位", ""),
    ("since", "起始月", "自"),
)


@dataclass(frozen=True)
class AttentionItem:
    """One row: a KPI's progress, the words below it, its link; `signal` if no lamp is lit."""

    progress: Progress
    words: str
    link: str = ""
    signal: str = ""


def attention_html(items: Iterable[AttentionItem], catalogue: Catalogue) -> Markup:
    """The table of items in the given order; a column without any content is left out."""
    given = tuple(items)
    rows = [attention_values(item, catalogue) for item in given]
    shown = telling_columns(rows, len(COLUMNS))
    columns = [COLUMNS[place] for place in shown]
    head = tag("tr", *(tag("th", heading, class_=name, scope="col") for name, heading, _ in columns))
    bodies = [
        _rows(item, columns, [row[place] for place in shown]) for item, row in zip(given, rows, strict=True)
    ]
    return tag("table", tag("thead", head), *bodies, class_="attention")


def attention_values(item: AttentionItem, catalogue: Catalogue) -> tuple[str, ...]:
    """The cells for COLUMNS."""
    progress = item.progress
    kpi = catalogue.kpi(progress.kpi)
    lamp = tag("span", f"◇\u00a0{item.signal}", class_="lamp signal") if item.signal else None
    return (
        lamp or lamp_text(progress, catalogue),
        tag("a", kpi.short_name, href=item.link) if item.link else kpi.short_name,
        amount(progress.year_to_date, kpi.kind, word=progress.word),
        due_text(kpi, progress),
        goal_text(kpi, progress.target, kpi.counting_unit),
        gap_text(kpi, progress),
        _required(kpi, progress),
        progress.owner or NOTHING,
        month_name(progress.since) if progress.since else NOTHING,
    )


def _required(kpi: Kpi, progress: Progress) -> str:
    """月均1.2; 共3 where it is asked for as a whole."""
    text = required_text(kpi, progress)
    if text == NOTHING or is_asked_as_a_whole(progress):
        return text.replace("共需", "共")
    return f"月均{text}"


def _rows(item: AttentionItem, columns: Sequence[tuple[str, str, str]], values: Sequence[str]) -> Markup:
    cells = [_cell(column, value) for column, value in zip(columns, values, strict=True)]
    why = tag("td", item.words, colspan=str(len(columns)))
    figures, words = tag("tr", *cells, class_="figures"), tag("tr", why, class_="why")
    return tag("tbody", figures, words, data_kpi=item.progress.kpi)


def _cell(column: tuple[str, str, str], value: str) -> Markup:
    name, _, label = column
    empty = " nothing" if value == NOTHING else ""
    return tag("td", join(value), class_=name + empty, data_label=label)
