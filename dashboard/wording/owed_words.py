"""What units owe: the request for it, lists grouped by units that owe the same, what a KPI lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.board.board import Board
from dashboard.board.loaded_records import Owed
from dashboard.wording.explained import (
    NOTHING_EXPLAINED,
    Explained,
    explained,
    notes_on_missing,
    unexplained,
    what_notes_say,
)
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
    if not story.month_is_open:
        return []
    of_month = _reports_of_month(story)
    earlier = _open_gaps(story)
    same = [gap for gap in earlier if of_month and _is_alike(gap, of_month)]
    if of_month and same:
        months = (*(month for gap in same for month in gap.months), *of_month.months)
        of_month = replace(same[0], months=months)
    others = [gap for gap in earlier if gap not in same][:most]
    return [*([of_month] if of_month else []), *_besides(story, noted=False), *others]


def _open_gaps(story: Story) -> list[Gap]:
    """The gaps of earlier months that no note explains, without the months that are closed."""
    gaps = earlier_gaps(story.catalogue, story.board, _explained(story))
    open_months = ((gap, tuple(filter(story.is_open, gap.months))) for gap in gaps)
    return [replace(gap, months=months) for gap, months in open_months if months]


def _is_alike(gap: Gap, other: Gap) -> bool:
    alike = gap.items == other.items or all(each.items.startswith(REPORTS) for each in (gap, other))
    return alike and len(gap.units) == len(other.units) and set(gap.units) == set(other.units)


def _reports_of_month(story: Story) -> Gap | None:
    """What is asked for of the as-of month; reports are named only if all these units owe the same ones."""
    asked = _unexplained(story)
    if not asked:
        return None
    units = tuple(dict.fromkeys(each.unit for each in asked))
    kinds = {(each.dataset, each.blank): each for each in asked}  # among thousands of reports there are few
    named = dict.fromkeys(_what_it_lacks(story.catalogue, each) for each in kinds.values())
    is_same = len(asked) == len(units) * len(named)
    items = "、".join(named) if is_same and len(named) <= ITEMS_NAMED else f"{REPORTS}（共{len(asked)}份）"
    return Gap(units, (format_month(story.board.as_of),), (), items)


def _what_it_lacks(catalogue: Catalogue, owed: Owed) -> str:
    """普法宣传; 企业宣讲 if only a part was submitted."""
    lacking = first_few((catalogue.kpi(id).short_name for id in owed.blank), ITEMS_NAMED, "项")
    return lacking if owed.is_part else catalogue.dataset(owed.dataset).title


def _explained(story: Story) -> Explained:
    return explained(story.catalogue, story.notes)


def _unexplained(story: Story) -> list[Owed]:
    """The submissions of the as-of month to ask for; of a part only what no note explains."""
    told = _explained(story)
    parts = (_part_of(story, each, told, noted=False) for each in story.owed)
    return [each for each in parts if each is not None]


def _part_of(story: Story, owed: Owed, told: Explained, *, noted: bool) -> Owed | None:
    """The submission with the blank columns that notes explain, or with the others; None without any.

    A submission that is missing altogether is not explained by notes on some of its figures.
    """
    if not owed.is_part:
        return None if noted else owed
    month = format_month(story.board.as_of)
    blank = tuple(column for column in owed.blank if ((owed.unit, month, column) in told) == noted)
    return replace(owed, blank=blank) if blank else None


def kpis_besides(story: Story) -> list[Gap]:
    """KPIs with a target that units owe of the as-of month although their reports have come: 调查问卷."""
    return [*_besides(story, noted=False), *_besides(story, noted=True)]


def _besides(story: Story, *, noted: bool) -> list[Gap]:
    """Those that notes explain, or the others."""
    owed, told = {(each.unit, each.dataset) for each in story.owed}, _explained(story)
    month, found = format_month(story.board.as_of), dict[tuple[str, ...], list[str]]()
    for each in (each for each in story.board.progress if each.target is not None):
        kpi = story.kpi(each)
        lacking = tuple(unit for unit in each.missing_units if (unit, kpi.dataset) not in owed)
        silent = {*unexplained(told, lacking, month, kpi)}
        if units := tuple(unit for unit in lacking if (unit in silent) != noted):
            found.setdefault(units, []).append(each.kpi)
    return [
        Gap(units, (month,), tuple(kpis), _items(story.catalogue, story.board, kpis))
        for units, kpis in found.items()
    ]


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


def earlier_gaps(catalogue: Catalogue, board: Board, told: Explained = NOTHING_EXPLAINED) -> list[Gap]:
    """What was not reported in earlier months: whole reports by their title, otherwise the KPIs by name.

    Without what is `told`.
    """
    lacking: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in board.progress:
        owed = {gap.month: gap.units for gap in each.owed_before} if board.is_used(each) else {}
        if each.target is not None and not _is_unassigned(each):
            owed = dict.fromkeys(each.earlier_gaps, ()) | owed
        kpi = catalogue.kpi(each.kpi)
        for month, units in owed.items():
            silent = unexplained(told, units, month, kpi)
            if silent or not units:
                lacking.setdefault((month, silent), []).append(each.kpi)
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
    month, notes = format_month(story.board.as_of), _explained(story)
    whole = [each for each in story.owed if not each.is_part and notes_on_missing(story, each)]
    told = owed_by_unit(
        story.catalogue, [each for each in _unexplained(story) if each not in whole], story.name_of
    )
    told += [
        f"{story.name_of(each.unit)}（{_title(story.catalogue, each)}，其中{notes_on_missing(story, each)}）"
        for each in whole
    ]
    for each in story.owed:
        if part := _part_of(story, each, notes, noted=True):
            why = what_notes_say(notes, [each.unit], month, part.blank)
            told.append(f"{story.name_of(each.unit)}（{_title(story.catalogue, part)}，说明：{why}）")
    for gap in kpis_besides(story):
        ids = (id for kpi in gap.kpis for id in (kpi, *story.catalogue.kpi(kpi).indicators))
        why = what_notes_say(notes, gap.units, month, ids)
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
