"""Find the unit named in title lines, cover or signature, after 填报单位： or in the text."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from domain.catalogue import Catalogue
from domain.numbers import read_figure
from domain.text import name_key
from domain.units import Unit, UnitDirectory
from etl.read.locate.find_table import FoundTable
from etl.read.locate.rows import is_note
from etl.read.locate.title_time import title_line
from etl.read.open.sheet import Row

SHORTEST_NAME = 2
_OTHERS = (
    r"(?<!主管)(?<!上级)(?<!接收)(?<!审批)(?<!审核)(?<!批准)(?<!监督)(?<!指导)(?<!联系)(?<!主送)(?<!抄送)"
)
MAKER = "制表"
_ASKED = r"填报|报送|上报|编报|填表|制表|报告|统计"
_LABEL = re.compile(rf"{_OTHERS}(?:{_ASKED})?(?:单位|部门)")
_UNIT_LABEL = re.compile(
    rf"(?P<asked>{_ASKED})?(?:单位|部门)(?:名称)?\s*(?:\((?:盖章|公章|签章|章)\))?\s*(?P<colon>:)?\s*(?P<rest>.*)"
)
_NEXT_LABEL = re.compile(r"\s*(?:填报|填表|制表|审核|报送|联系|负责|日期|时间|月份|单位|统计|\(|\[)")
_NOT_THE_REPORTER = re.compile(r"[:。;]|报送|上报|报至|报给|主送|抄送|联系|审核|制表|填表|请")
# Who is not in the table: (不含执法大队), 除执法大队外.
_LEAVES_OUT = "(?:[不未](?:包?含|包括|计)|[剔扣]除|除[了去开])"
_LEFT_OUT = re.compile(rf"{_LEAVES_OUT}[^()]*(?=\))|{_LEAVES_OUT}[^()\s,，、。;；]*|除[^()\s,，、。;；]*?外")
_SURE_NAME = 4
_SEAL = re.compile(r"\((?:盖章|公章|签章|章)\)")
_BEFORE_A_NAME = re.compile(r"(?:^|[^\u4e00-\u9fff]|[局县市区省站处厅委院年月份与和及])$")
_PART_OF_IT = re.compile(
    r"[^0-9年月]{0,8}?(?:中队|大队|支队|分局|科|站|所(?![属有])|室|股|处(?![理罚置])|中心|办(?![理结件案]))"
)

_COMPILED = re.compile(r"汇总(?!表)|整理|编制|编印|印发|制(?=$|[^\u4e00-\u9fff])")


@dataclass(frozen=True)
class UnitLabel:
    """The text after 填报单位： or 单位：, and the unit with that name, None if unknown.

    `row` is the row of the label (from 1), None if it is on another sheet.
    `asked` is the word that asks for the reporter (填报, 报送), "" if there is none (责任单位：).
    """

    row: int | None
    text: str
    unit: Unit | None
    asked: str


def labelled_units(lines: Iterable[tuple[int | None, str]], units: UnitDirectory) -> list[UnitLabel]:
    """Each unit after a label, in numbered lines; after a bare 单位： only known units count."""
    labels = []
    for row, line in lines:
        for label in _LABEL.finditer(line):
            found = _UNIT_LABEL.match(line, label.start())
            if not found or not (found["asked"] or found["colon"]):
                continue
            text, unit = _unit_in(found["rest"], units)
            if unit or (found["asked"] and found["colon"] and text):
                labels.append(UnitLabel(row, text, unit, found["asked"] or ""))
    return labels


def reporter(labels: Sequence[UnitLabel]) -> UnitLabel | None:
    """The label that names the reporter: the first label with a known unit that asks for the reporter.

    A first label with an unknown unit is kept, because it has to be corrected.
    """
    labels = _without_makers(labels)
    known = [label for label in labels if label.unit]
    if not labels or labels[0].unit is None:
        return labels[0] if labels else None
    return next((label for label in known if label.asked), known[0])


def rival(chosen: UnitLabel, labels: Sequence[UnitLabel]) -> Unit | None:
    """Another unit named by a label at least as strong as the chosen one; None if there is none."""
    others = _without_makers(labels)
    equals = (label.unit for label in others if label.unit and (label.asked or not chosen.asked))
    return next((unit for unit in equals if chosen.unit and unit != chosen.unit), None)


def _without_makers(labels: Sequence[UnitLabel]) -> list[UnitLabel]:
    """The labels without 制表单位 (who made the table), if other labels ask for the reporter."""
    others = [label for label in labels if label.asked != MAKER]
    return others if any(label.asked for label in others) else list(labels)


def one_named(named: Sequence[Unit], units: UnitDirectory) -> Unit | None:
    """The only unit named in a title; not the root, which may be a letterhead."""
    if len(named) != 1:
        return None
    (unit,) = named
    return None if unit == units.root and units.children(unit.unit) else unit


def _unit_in(rest: str, units: UnitDirectory) -> tuple[str, Unit | None]:
    """The unit in the text after a label: the longest known beginning, cut at spaces.

    Of a bureau and one of its units beside it, the unit; two other units are no reporter.
    """
    rest = _SEAL.sub(" ", rest).strip()
    words, named = rest.split(" "), {}
    while count := _words_of_a_name(words, units):
        name, words = "".join(words[:count]), words[count:]
        if unit := units.find(name):
            named[name] = unit
        if words[:1] == [""]:
            break
    if named:
        above = {one.unit for one in named.values() if _is_above(one, named.values(), units)}
        lowest = {name: one for name, one in named.items() if one.unit not in above}
        is_one = len({one.unit for one in lowest.values()}) == 1
        return next(iter(lowest.items())) if is_one else ("、".join(named), None)
    beginning = re.split(r"\s{2,}", rest)[0]
    return ("" if _NEXT_LABEL.match(beginning) else beginning), None


def _is_above(unit: Unit, others: Collection[Unit], units: UnitDirectory) -> bool:
    """Whether one of the others is below this unit."""
    return any(one.unit != unit.unit and one.unit in units.members(unit.unit) for one in others)


def _words_of_a_name(words: Sequence[str], units: UnitDirectory) -> int:
    """How many of the words, from the first on, are the longest known name; 0 if none is."""
    counts = range(len(words), 0, -1)
    return next((count for count in counts if words[count - 1] and units.find("".join(words[:count]))), 0)


def named_units(lines: Iterable[str], units: UnitDirectory, catalogue: Catalogue) -> tuple[Unit, ...]:
    """The units whose name or alias is in the lines, except parents of another such unit.

    A name inside a longer known name does not count, nor a name that is part of a dataset's title (信访).
    """
    titles = "  ".join(dataset.title for dataset in catalogue.datasets)
    said = (_LEFT_OUT.sub("", part) for line in lines for part in line.split("  "))
    parts = [name_key(part) for part in said if _may_name(part)]
    if not parts:
        return ()
    names = {
        name_key(name): unit
        for unit in units.units
        for name in (unit.name, *unit.aliases)
        if len(name_key(name)) >= SHORTEST_NAME and name_key(name) not in titles
    }
    found = {unit.unit: unit for part in parts for unit in _named_in(part, names)}
    above = {unit.parent for unit in found.values()}
    return tuple(unit for unit in found.values() if unit.unit not in _all_above(above, units))


def _may_name(part: str) -> bool:
    return bool(part.strip()) and not _NOT_THE_REPORTER.search(part)


def _named_in(part: str, names: dict[str, Unit]) -> list[Unit]:
    """The units named in a text, longest names first, each character used once; empty if ambiguous."""
    found = []
    for key in sorted((key for key in names if key in part), key=len, reverse=True):
        before, name, after = part.partition(key)
        if not name:
            continue
        if not _stands_alone(before, key, after, names):
            return []
        found.append(names[key])
        part = part.replace(key, "\n")
    return found


def _stands_alone(before: str, key: str, after: str, names: Iterable[str]) -> bool:
    """Whether a name is not part of a longer one, before (交警大队) or after (大队城区中队, 大队汇总).

    Another known name may follow directly: a bureau's name, then the name of a unit below it.
    """
    ends_another = len(key) < _SURE_NAME and not _BEFORE_A_NAME.search(before)
    goes_on = _PART_OF_IT.match(after) and not after.startswith(tuple(names))
    return not ends_another and not goes_on and not _COMPILED.match(after)


def _all_above(parents: Iterable[str | None], units: UnitDirectory) -> set[str]:
    """These units and all above them."""
    above: set[str] = set()
    rest = [code for code in parents if code]
    while rest:
        code = rest.pop()
        unit = units.by_code(code)
        if code not in above:
            above.add(code)
            rest += [unit.parent] if unit and unit.parent else []
    return above


MOST_ROWS = 200
MOST_LINES = 10
MOST_CELLS = 200
WHO_REPORTS = ("填报", "报送", "上报", "编报")
_REPORTER = re.compile(rf"(?:{'|'.join(WHO_REPORTS)})(?:单位|部门)[^:]{{0,8}}:\s*[^\s:]+(?= |$)")


def signature_labels(table: FoundTable, units: UnitDirectory) -> list[UnitLabel]:
    """The labels of known reporting units in the notes below a table's last figures."""
    lines = {number: title_line(row) for number, row in signature_rows(table).items()}
    return known_reporters(lines.items(), units)


def known_reporters(lines: Iterable[tuple[int | None, str]], units: UnitDirectory) -> list[UnitLabel]:
    """The labels in these lines that ask for the reporter and name a known unit."""
    labels = labelled_units(lines, units)
    return [label for label in labels if label.unit and label.asked in WHO_REPORTS]


def who_signed(table: FoundTable) -> list[tuple[str, ...]]:
    """The reporters named in the signature, as title lines."""
    return [(said,) for row in signature_rows(table).values() for said in reporters_in(row)]


def reporters_in(row: Row) -> list[str]:
    """Each 填报单位：… in a row, without other text."""
    return [found[0] for found in _REPORTER.finditer(title_line(row))]


def signature_rows(table: FoundTable) -> dict[int, Row]:
    """The notes below the last row with figures, by row number as Excel counts."""
    notes: dict[int, Row] = {}
    lines = 0
    for place in range(len(table.body) - 1, max(len(table.body) - MOST_ROWS, 0) - 1, -1):
        cells = table.body[place]
        filled = [cell for cell in cells[:MOST_CELLS] if cell.strip()]
        lines += bool(filled)
        if filled and is_note(cells):
            notes[place + table.first_row] = cells
        elif lines > MOST_LINES or any(read_figure(cell).kind == "figure" for cell in filled):
            break
    return dict(sorted(notes.items()))
