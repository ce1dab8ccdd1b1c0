"""The targets of a unit: lamp, pace, what is still needed, owner and source; a list on a phone."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from dashboard.board.attention import importance
from dashboard.board.signals import Signal
from dashboard.ui.lamps import marked_lamp
from dashboard.ui.markup import Markup, join, tag
from dashboard.wording.distance_words import due_text, goal_text, share_text
from dashboard.wording.format import NOTHING, amount, month_name
from dashboard.wording.target_words import adjustments, still_needed
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.lamp import EVEN, PROFILE_WORDS
from domain.kpi.progress import Progress

# (class, heading, label on a phone); style.css lays the row out by these classes.
COLUMNS = (
    ("lamp", "亮灯", ""),
    ("kpi", "指标", ""),
    ("course", "进度", ""),
    ("to-date number", "累计", "累计"),
    ("expected number", "应完成", "应完成"),
    ("target number", "年度目标", "目标"),
    ("completion number", "完成率", "完成率"),
    ("needed", "距年度目标", ""),
    ("owner", "责任单位", ""),
)
ORDERS = ("按轻重", "按指标", "按责任单位")


def in_order_of(
    order: str, progress: Iterable[Progress], catalogue: Catalogue, signals: Mapping[str, Signal]
) -> tuple[Progress, ...]:
    """Worst first as on the overview, in catalogue order, or by owner with the worst first within each."""
    given = tuple(progress)
    if order == ORDERS[1]:
        return given
    rank = {lamp.id: place for place, lamp in enumerate(catalogue.lamps)}
    rank[lamps.GREEN] = len(rank)

    def order_of(progress: Progress) -> tuple[float, ...]:
        return rank[progress.lamp], *importance(catalogue, progress, signals)

    worst_first = sorted(given, key=order_of)
    return tuple(
        worst_first if order == ORDERS[0] else sorted(worst_first, key=lambda progress: progress.owner)
    )


def targets_html(progress: Iterable[Progress], catalogue: Catalogue, link: Callable[[Kpi], str]) -> Markup:
    """The table in the given order; `link` returns the address of a KPI's charts."""
    head = tag("tr", *(tag("th", heading, class_=name, scope="col") for name, heading, _ in COLUMNS))
    bodies = [_target(each, catalogue, link) for each in progress]
    spoken = tag("caption", "年度目标", class_="spoken")
    return tag("table", spoken, tag("thead", head), *bodies, class_="attention targets")


def folded_html(progress: Sequence[Progress], catalogue: Catalogue, link: Callable[[Kpi], str]) -> Markup:
    """The target table in an expander."""
    summary = tag("summary", f"另{len(progress)}项符合进度或已达标")
    return tag("details", summary, targets_html(progress, catalogue, link), class_="folded")


def _target(progress: Progress, catalogue: Catalogue, link: Callable[[Kpi], str]) -> Markup:
    kpi = catalogue.kpi(progress.kpi)
    values = (
        marked_lamp(progress, catalogue),
        tag("a", kpi.name, href=link(kpi)),
        course_html(kpi, progress),
        amount(progress.year_to_date, kpi.kind, word=progress.word),
        due_text(kpi, progress),
        goal_text(kpi, progress.target, kpi.counting_unit),
        share_text(progress, progress.completion) if kpi.works_towards_target else NOTHING,
        still_needed(catalogue, kpi, progress),
        progress.owner or NOTHING,
    )
    cells = [_cell(column, value) for column, value in zip(COLUMNS, values, strict=True)]
    why = tag("td", *_below(kpi, progress), colspan=str(len(COLUMNS)))
    rows = tag("tr", *cells, class_="figures"), tag("tr", why, class_="why")
    return tag("tbody", *rows, data_kpi=kpi.id)


def _cell(column: tuple[str, str, str], value: str) -> Markup:
    name, _, label = column
    empty = " nothing" if value in ("", NOTHING) else ""
    return tag("td", join(value), class_=name + empty, data_label=label)


def course_html(kpi: Kpi, progress: Progress) -> Markup:
    """A small bar towards the annual target with a mark at the amount due; only for sums to be reached."""
    if not kpi.works_towards_target or not progress.target:
        return Markup("")
    done, due = (
        _share(value, progress.target) for value in (progress.year_to_date, progress.expected_to_date)
    )
    behind = " behind" if progress.lamp.calls_for_action else ""
    bar = tag("span", style=f"width:{done:.1f}%", class_="done" + behind)
    mark = tag("span", style=f"left:{due:.1f}%", class_="due")
    says = f"完成年度目标的{share_text(progress, progress.completion)}"
    return tag("span", bar, mark, class_="track", role="img", aria_label=says, title=says)


def _share(value: float | None, target: float) -> float:
    return min(max((value or 0.0) / target, 0.0), 1.0) * 100


def _below(kpi: Kpi, progress: Progress) -> list[str]:
    """自4月起 · 按季 · 依据：… 示例."""
    parts = [f"自{month_name(progress.since)}起" if progress.since else ""]
    parts.append(adjustments(kpi, progress.plan))
    profile = progress.plan.profile if progress.plan else EVEN
    parts.append(PROFILE_WORDS[profile] if kpi.works_towards_target else "")
    parts.append(f"依据：{progress.source}" if progress.source else "未写依据")
    words = " · ".join(part for part in parts if part)
    return [words, " ", tag("span", "示例", class_="example")] if progress.illustrative else [words]
