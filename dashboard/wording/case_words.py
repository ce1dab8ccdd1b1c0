"""A rate with few cases told in cases: 46件中1件超期 shows what 97.8% hides.

The words are in case-words.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.wording.format import number
from domain.catalogue import Catalogue, Kpi
from domain.kpi.progress import Progress

FILE = Path(__file__).resolve().parents[2] / "data" / "catalogue" / "case-words.toml"
_ALL, _SHORT = "全部达到", "未达"


@dataclass(frozen=True)
class CaseWords:
    """The words for the cases of each rate, and the denominator below which they are used.

    `later`: how a case that is not done yet is done later, for the rates where it can be.
    """

    fewer_than: float
    every: dict[str, str]
    short: dict[str, str]
    later: dict[str, str]


@cache
def load_case_words(file: Path = FILE) -> CaseWords:
    """Read the words."""
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    cases = written["case"]
    return CaseWords(
        fewer_than=written["fewer_than"],
        every={kpi: words["all"] for kpi, words in cases.items()},
        short={kpi: words["short"] for kpi, words in cases.items()},
        later={kpi: words["later"] for kpi, words in cases.items() if "later" in words},
    )


def done_later(kpi: Kpi) -> str:
    """整改: how cases that this rate lacks are still made good in a later month; "" where they cannot be."""
    return load_case_words().later.get(kpi.id, "") if kpi.direction.wants_more else ""


def on_few_cases(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> bool:
    """Whether a rate has so few cases that one of them moves it far: no unit is ranked by it."""
    below = progress.denominator
    return kpi.is_share and below is not None and below < catalogue.least_cases


def in_cases(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    """46件中1件超期, 9件全部审核, 7条均未整改, of one case 1件超期.

    "" for a rate with many cases, or if its parts do not match. "All" is said only if no unit and no month
    is missing.
    """
    above, below, words = progress.numerator, progress.denominator, load_case_words()
    if not kpi.is_share or not below or above is None or below >= words.fewer_than or above > below:
        return ""
    if not kpi.direction.wants_more or progress.approximate or above % 1 or below % 1:
        return ""
    unit = catalogue.column(kpi.denominator[0].indicator).counting_unit
    whole, short = number(below, unit), words.short.get(kpi.id, _SHORT)
    says_all = progress.is_complete and below > 1
    if above == below:
        return f"{whole}{words.every.get(kpi.id, _ALL)}" if says_all else ""
    if below == 1 or (says_all and not above):
        return f"{whole}{'均' if says_all else ''}{short}"
    return f"{whole}中{number(below - above, unit)}{short}"
