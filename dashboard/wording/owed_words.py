"""What units owe: the request for it, lists grouped by units that owe the same, what a KPI lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.board.board import Board
from dashboard.board.loaded_records import Note, Owed
from dashboard.wording.format import first_few, months_listed
from dashboard.wording.story import Story
from domain.catalogue import Catalogue
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress
from domain.months import format_month

NAMES_SHOWN, ITEMS_NAMED, GAPS_TOLD = 5, 3, 2
UNITS_SHOWN, GAPS_SHOWN = 3, 2
REPORTS = "月报"


@dataclass(frozen=True)
class Gap:
    """Months (YYYY-MM) that the same units owe (codes), and what of them: KPIs, and `items` in words.

    No units: somebody may have reported it then, but nobody is known to owe it.
    """

    units: tuple[str, ...]
    months: tuple[str, ...]
    kpis: tuple[str, ...]
    items: str

    @property
    def when(self) -> str:
        """1—3月."""
        return months_listed(self.months)

    @property
    def what(self) -> str:
        """What is asked for: 月报, 学法培训数据."""
        return self.items if self.items.startswith(REPORTS) else f"{self.items}数据"


def owing(story: Story) -> str:
    """请公路养护中心补报6月学法培训数据；请乙中心补报4月集体学法数据."""
    asked = [f"请{_names(gap, story.name_of)}补报{gap.when}{gap.what}" for gap in requests(story)]
    unassigned = unassigned_items(story.catalogue, story.board)
    return "；".join([*asked, f"请明确{unassigned}由哪个单位填报"] if unassigned else asked)


def requests(story: Story, most: int | None = GAPS_TOLD) -> list[Gap]:
    """What is asked for, first that of the as-of month; nothing that a note has explained or that is closed.

    Earlier months of the same units and reports are asked for together with the as-of month. `most`: how
    many others of earlier months.
    """
    if not story.is_open(format_month(story.board.as_of)):
        return []
    of_month = _reports_of_month(story)
    earlier = [gap for gap in _open_gaps(story) if not explanation(story.notes, gap)]
    same = [gap for gap in earlier if of_month and _is_alike(gap, of_month)]
    if of_month and same:
        months = (*(month for gap in same for month in gap.months), *of_month.months)
        of_month = replace(same[0], months=months)
    besides = [gap for gap in kpis_besides(story) if not explanation(story.notes, gap)]
    others = [gap for gap in earlier if gap not in same][:most]
    return [*([of_month] if of_month else []), *besides, *others]


def _open_gaps(story: Story) -> list[Gap]:
    """The gaps of earlier months, without the months that are closed."""
    gaps = earlier_gaps(story.catalogue, story.board)
    open_months = ((gap, tuple(filter(story.is_open, gap.months))) for gap in gaps)
    return [replace(gap, months=months) for gap, months in open_months if months]


def _is_alike(gap: Gap, other: Gap) -> bool:
    reports = all(each.items.startswith(REPORTS) for each in (gap, other))
    return set(gap.units) == set(other.units) and (reports or gap.items == other.items)


def _reports_of_month(story: Story) -> Gap | None:
    """What is asked for of the as-of month; reports are named only if all these units owe the same ones."""
    asked = unexplained(story)
    if not asked:
        return None
    units = tuple(dict.fromkeys(each.unit for each in asked))
    titles = dict.fromkeys(story.catalogue.dataset(each.dataset).title for each in asked)
    is_same = len(asked) == len(units) * len(titles)
    items = "、".join(titles) if is_same and len(titles) <= ITEMS_NAMED else f"{REPORTS}（共{len(asked)}份）"
    return Gap(units, (format_month(story.board.as_of),), (), items)


def unexplained(story: Story) -> list[Owed]:
    """The submissions of the as-of month to ask for: not a part that lacks only what a note explains."""
    return [each for each in story.owed if not _why_blank(story, each)]


def _why_blank(story: Story, owed: Owed) -> str:
    """The unit's notes on the columns that its report lacks; "" unless each has one."""
    month = (format_month(story.board.as_of),)
    return explanation(story.notes, Gap((owed.unit,), month, owed.blank, ""))


def kpis_besides(story: Story) -> list[Gap]:
    """KPIs with a target that units owe of the as-of month although their reports have come: 调查问卷."""
    owed = {(each.unit, each.dataset) for each in story.owed}
    found: dict[tuple[str, ...], list[str]] = {}
    for each in story.board.progress:
        dataset = story.kpi(each).dataset
        units = tuple(unit for unit in each.missing_units if (unit, dataset) not in owed)
        if each.target is not None and units:
            found.setdefault(units, []).append(each.kpi)
    month = (format_month(story.board.as_of),)
    return [
        Gap(units, month, tuple(kpis), _items(story.catalogue, story.board, kpis))
        for units, kpis in found.items()
    ]


def explanation(notes: Iterable[Note], gap: Gap) -> str:
    """What a unit that owes it has noted on it in these months; "" unless every KPI of the gap has a note."""
    told = {
        note.kpi: note.text.strip().rstrip("。")
        for note in notes
        if note.unit in gap.units and format_month(note.month) in gap.months
    }
    return "；".join(told[kpi] for kpi in gap.kpis) if gap.kpis and set(gap.kpis) <= set(told) else ""


def unassigned_items(catalogue: Catalogue, board: Board) -> str:
    """信访按期率: KPIs with a target that wait although no unit owes them."""
    names = [catalogue.kpi(each.kpi).short_name for each in board.progress if _is_unassigned(each)]
    return first_few(names, ITEMS_NAMED, "项")


def to_check(story: Story) -> str:
    """请法规科核对法制审核率（分子大于分母）: rates over 100 %, which are not judged; "" without one."""
    over = [each for each in story.board.progress if each.target is not None and each.part_exceeds_whole]
    owners = "、".join(dict.fromkeys(each.owner for each in over if each.owner)) or "责任单位"
    names = first_few((story.kpi(each).short_name for each in over), ITEMS_NAMED, "项")
    return f"请{owners}核对{names}（分子大于分母）" if over else ""


def _is_unassigned(progress: Progress) -> bool:
    is_owed = progress.missing_units or progress.owed_before
    return progress.target is not None and progress.lamp == lamps.WAITING and not is_owed


def earlier_gaps(catalogue: Catalogue, board: Board) -> list[Gap]:
    """What was not reported in earlier months: whole reports by their title, otherwise the KPIs by name."""
    lacking: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in board.progress:
        owed = {gap.month: gap.units for gap in each.owed_before} if board.is_used(each) else {}
        if each.target is not None and not _is_unassigned(each):
            owed = dict.fromkeys(each.earlier_gaps, ()) | owed
        for month, units in owed.items():
            lacking.setdefault((month, units), []).append(each.kpi)
    months: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for (month, units), kpis in sorted(lacking.items()):
        months.setdefault((units, tuple(kpis)), []).append(month)
    return [
        Gap(units, tuple(owed), kpis, _items(catalogue, board, kpis))
        for (units, kpis), owed in months.items()
    ]


def gaps_listed(catalogue: Catalogue, board: Board, name_of: Callable[[str], str]) -> str:
    """乙中心4月12345热线、丙站1—3月普法宣传; "" without any."""
    gaps = earlier_gaps(catalogue, board)
    return first_few((f"{_names(gap, name_of)}{gap.when}{gap.items}" for gap in gaps), ITEMS_NAMED, "处")


def _names(gap: Gap, name_of: Callable[[str], str]) -> str:
    return first_few(map(name_of, gap.units), ITEMS_NAMED)


def _items(catalogue: Catalogue, board: Board, kpis: Sequence[str]) -> str:
    """12345热线、集体学法: a dataset's title if all its KPIs in use lack, otherwise their names."""
    used: dict[str, set[str]] = {}
    for each in filter(board.is_used, board.progress):
        used.setdefault(catalogue.kpi(each.kpi).dataset, set()).add(each.kpi)
    whole = {dataset for dataset, every in used.items() if every <= set(kpis)}
    told = dict.fromkeys(
        catalogue.dataset(kpi.dataset).title if kpi.dataset in whole else kpi.short_name
        for kpi in map(catalogue.kpi, kpis)
    )
    every_report = len(told) > ITEMS_NAMED and whole == {catalogue.kpi(kpi).dataset for kpi in kpis}
    return REPORTS if every_report else first_few(told, ITEMS_NAMED, "项")


def owed_of_month(story: Story) -> list[str]:
    """Who owes what of the as-of month: 甲大队、乙中心（12345热线）; 局机关（调查问卷，说明：还在回收）."""
    told = owed_by_unit(story.catalogue, unexplained(story), story.name_of)
    for each in story.owed:
        if why := _why_blank(story, each):
            told.append(f"{story.name_of(each.unit)}（{_title(story.catalogue, each)}，说明：{why}）")
    for gap in kpis_besides(story):
        why = explanation(story.notes, gap)
        told.append(f"{_names(gap, story.name_of)}（{gap.items}{'，说明：' if why else ''}{why}）")
    return told


def owed_by_unit(catalogue: Catalogue, owed: Sequence[Owed], name_of: Callable[[str], str]) -> list[str]:
    """甲大队、乙中心（12345热线、信访）; 丙站（普法宣传缺企业宣讲家数）."""
    of_unit: dict[str, list[str]] = {}
    for each in owed:
        of_unit.setdefault(each.unit, []).append(_title(catalogue, each))
    units: dict[tuple[str, ...], list[str]] = {}
    for unit, titles in of_unit.items():
        units.setdefault(tuple(titles), []).append(unit)
    return [
        f"{first_few(map(name_of, same), NAMES_SHOWN)}（{'、'.join(titles)}）"
        for titles, same in units.items()
    ]


def _title(catalogue: Catalogue, owed: Owed) -> str:
    """普法宣传; 普法宣传缺企业宣讲家数 if only a part was submitted."""
    blank = first_few((catalogue.column(id).name for id in owed.blank), NAMES_SHOWN, "项")
    return catalogue.dataset(owed.dataset).title + (f"缺{blank}" if owed.is_part else "")


def what_is_missing(progress: Progress, unit_names: Mapping[str, str]) -> str:
    """4月未报，丙站未报: earlier months, and the units of the as-of month; "" if nothing is missing."""
    if not progress.partial_months and not progress.earlier_gaps:
        return f"{_named(progress.missing_units, unit_names)}未报" if progress.missing_units else ""
    return gap_words(progress, unit_names, with_as_of=True)


def noted_gaps(story: Story, each: Progress) -> str:
    """（丙站未报）: what a sum or balance lacks; "" for a quotient, which it may move either way."""
    gaps = "" if story.kpi(each).is_quotient else what_is_missing(each, story.names)
    return f"（{gaps}）" if gaps else ""


def gap_words(progress: Progress, unit_names: Mapping[str, str], *, with_as_of: bool = False) -> str:
    """1—2月未报，乙中心4月未报; "" if all earlier months were reported."""
    gaps = unreported_months(progress, with_as_of=with_as_of)
    return "，".join(
        f"{_named(units, unit_names)}{months_listed(months)}未报" for units, months in gaps[:GAPS_SHOWN]
    )


def unreported_months(
    progress: Progress, *, with_as_of: bool
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Units (codes; none if nobody reported the KPI) with the months that they owe, in order."""
    whole = progress.earlier_gaps
    months: dict[tuple[str, ...], list[str]] = {(): list(whole)} if whole else {}
    for each in progress.partial_months:
        if each.month not in whole:
            months.setdefault(each.units, []).append(each.month)
    if with_as_of and progress.missing_units:
        nobody = progress.lamp == lamps.WAITING and () in months
        months.setdefault(() if nobody else progress.missing_units, []).append(progress.as_of)
    return [(units, tuple(owed)) for units, owed in months.items()]


def _named(units: Sequence[str], unit_names: Mapping[str, str]) -> str:
    return first_few((unit_names.get(code, code) for code in units), UNITS_SHOWN)
