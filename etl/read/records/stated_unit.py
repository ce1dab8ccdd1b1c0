"""The counting unit that a list of targets states for a KPI, compared with the KPI's own; scales count."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from domain.catalogue import Kpi
from domain.numbers import read_figure
from domain.text import name_key, plain
from etl.read.records.fields import FieldError, amount
from etl.read.records.plan_columns import COUNTING_UNIT
from etl.read.records.records import RecordRow, RecordTable

FAMILIES = tuple(
    frozenset(words.split())
    for words in ("件 起 条 宗", "次 场 场次 期 批次", "人 名", "份 张 册", "家 户", "学时 课时")
)
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "亿": 10**8}
_LONGEST_FIRST = "|".join(sorted(SCALES, key=len, reverse=True))
_STATED = re.compile(rf"(?P<scale>{_LONGEST_FIRST})?(?P<unit>[^\W\d_]{{1,4}}|%)")
_BRACKET = re.compile(r".+[(\[【〔](?:计量单位:?|单位:?)?([^()\[\]【】〔〕]{1,6})[)\]】〕]")
_BARE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_BEHIND = re.compile(r"(?:[0-9余多十百千万亿])([^\W\d_余多十百千万亿]{1,3})$")
_TITLE = re.compile(r"^[(]?(?:计量)?单位:([^\s:,;、()]{1,6})[)]?$")


@dataclass(frozen=True)
class StatedUnits:
    """What a row's KPI, its 计量单位, a header and the title say of the counting unit of its figures."""

    read: RecordTable
    row: RecordRow
    kpi: Kpi
    known: Set[str]

    def unit_of(self, id: str) -> str:
        """The counting unit stated nearest to a cell, as written; "" where none is."""
        header, name = self.read.headers.get(id, ""), self.row.texts.get("kpi", "")
        stated = in_brackets(header, self.known) or self.row.texts.get(COUNTING_UNIT, "").strip()
        title = (cell for cells in self.read.table.rows_above for cell in cells)
        return stated or in_brackets(name, self.known) or in_title(title, self.kpi)

    def amount(self, id: str) -> tuple[float, int]:
        """The figure of a cell in the KPI's counting unit, and the scale it was taken by.

        Raises FieldError.
        """
        text, stated = self.row.texts.get(id, ""), self.unit_of(id)
        in_name = in_brackets(self.row.texts.get("kpi", ""), self.known)
        for each in (stated, self.row.texts.get(COUNTING_UNIT, ""), in_name):
            scale_of(each, self.kpi, self.known)
        self._compare_with_cell(text)
        scale = scale_of(stated, self.kpi, self.known) if _BARE.fullmatch(plain(text)) else 1
        if self.kpi.kind == "rate" and stated == "%" and _is_over_one(text):
            return amount(f"{plain(text)}%", self.kpi), 1
        if scale == 1:
            return amount(text, self.kpi), 1
        value = round(amount(text, replace(self.kpi, whole=False)) * scale, 6)
        return amount(f"{value:.10g}", self.kpi), scale

    def _compare_with_cell(self, text: str) -> None:
        """86人次 is no number of 次, though 人次 is a counting unit."""
        found = _BEHIND.search(plain(text))
        if found and self.kpi.kind != "rate" and read_figure(text, self.known, whole=False).kind == "figure":
            scale_of(found[1], self.kpi, self.known)


def _is_over_one(text: str) -> bool:
    return bool(_BARE.fullmatch(plain(text))) and float(plain(text).replace(",", "")) > 1


def family_of(unit: str) -> frozenset[str]:
    """The counting units that count the same things as this one."""
    return next((family for family in FAMILIES if unit in family), frozenset({unit}))


def in_brackets(text: str, known: Iterable[str]) -> str:
    """The counting unit in brackets at the end of a header or a KPI's name, "" without one."""
    found = _BRACKET.fullmatch(name_key(text))
    return found[1] if found and _parts(found[1], known) else ""


def in_title(cells: Iterable[str], kpi: Kpi) -> str:
    """The counting unit that a line of title states for all, where it is of the KPI's family; "" else."""
    for cell in cells:
        found = _TITLE.fullmatch(name_key(cell))
        parts = _parts(found[1], family_of(kpi.counting_unit)) if found else None
        if found and parts and parts[1] in family_of(kpi.counting_unit):
            return found[1]
    return ""


def scale_of(stated: str, kpi: Kpi, known: Iterable[str]) -> int:
    """How many of the KPI's counting units one of the stated ones is.

    Raises FieldError where it counts something else. What is no counting unit states none.
    """
    parts = _parts(stated, known)
    if kpi.kind == "rate" or parts is None:
        return 1
    scale, unit = parts
    if unit not in family_of(kpi.counting_unit):
        message = f"“{kpi.name}”按“{kpi.counting_unit}”计，这里写的是“{unit}”；请核对是不是这个指标"
        raise FieldError("wrong_unit", message)
    return scale


def _parts(stated: str, known: Iterable[str]) -> tuple[int, str] | None:
    """Scale and counting unit; None for a text that is no counting unit."""
    found = _STATED.fullmatch(name_key(stated))
    if found is None or found["unit"] not in {*known, "%"}:
        return None
    return SCALES.get(found["scale"] or "", 1), found["unit"]
