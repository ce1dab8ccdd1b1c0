"""A made-up bureau: a tree of units, two years of figures with gaps, targets of every profile; as files."""

import random
from dataclasses import dataclass, field

COLUMNS = {
    "cases": "cases_handled major_decisions legal_reviews overturned file_reviews public_notices",
    "hotline": "tickets_carried_in tickets_received tickets_closed tickets_on_time tickets_surveyed"
    " tickets_satisfied tickets_resolved",
    "petitions": "petitions_carried_in petitions_online petitions_closed petitions_on_time",
    "training": "group_study law_study enforcement_training attendances training_hours examinees exam_passes",
    "governance": "leadership_meetings leads_found leads_resolved",
}
SESSIONS = ("group_study", "law_study", "enforcement_training")
OPEN = ("tickets_carried_in", "tickets_received", "tickets_closed")
STOCKS = ("hotline_open", "tickets_carried_in", "petitions_carried_in")
RATES = {
    "legal_review_rate": ("legal_reviews", "major_decisions"),
    "hotline_on_time_rate": ("tickets_on_time", "tickets_closed"),
    "hotline_satisfaction_rate": ("tickets_satisfied", "tickets_surveyed"),
    "hotline_resolution_rate": ("tickets_resolved", "tickets_surveyed"),
    "petition_on_time_rate": ("petitions_on_time", "petitions_closed"),
    "exam_pass_rate": ("exam_passes", "examinees"),
    "leads_resolved_rate": ("leads_resolved", "leads_found"),
}
HIGHER = {
    *SESSIONS, *RATES, "training_sessions", "attendances", "training_hours", "file_reviews",
    "leadership_meetings",
}  # fmt: skip
LOWER = {"overturned", "hotline_open"}
KPIS = (*" ".join(COLUMNS.values()).split(), "training_sessions", *RATES, "hotline_open")
LIMITS = (
    ("tickets_closed", ("tickets_carried_in", "tickets_received")),
    *((part, (whole,)) for part, whole in RATES.values() if part not in ("legal_reviews", "leads_resolved")),
)
MONTHS = tuple((year, month) for year in (2022, 2023) for month in range(1, 13))

Month = tuple[int, int]


@dataclass(frozen=True)
class Target:
    """An annual target. `plan`: the twelve planned cumulative figures, where the profile is 自定."""

    value: float
    profile: str
    plan: tuple[int, ...] = ()


@dataclass
class Bureau:
    """`parents`: unit → the one above; `figures` by (indicator, unit, month); `targets` by (KPI, unit)."""

    parents: dict[str, str | None] = field(default_factory=dict)
    figures: dict[tuple[str, str, Month], float] = field(default_factory=dict)
    targets: dict[tuple[str, str], Target] = field(default_factory=dict)

    def members(self, unit: str) -> list[str]:
        """A unit and all below it."""
        below = [child for child, above in self.parents.items() if above == unit]
        return [unit, *(member for child in below for member in self.members(child))]

    def files(self) -> dict[str, str]:
        """Name → text: units, targets, and a file a dataset."""
        units = [f"{unit},{unit}队,{above or ''}" for unit, above in self.parents.items()]
        texts = {"units.csv": "\n".join(["单位代码,单位名称,上级单位", *units])}
        header = "year,kpi,unit,target,profile,source," + ",".join(f"{month}月" for month in range(1, 13))
        rows = [
            f"2023,{kpi},{unit},{target.value},{target.profile},文," + ",".join(map(str, target.plan))
            for (kpi, unit), target in self.targets.items()
        ]
        texts["targets.csv"] = "\n".join([header, *rows])
        for dataset, columns in COLUMNS.items():
            rows = [
                row for unit in self.parents for month in MONTHS if (row := self._row(columns, unit, month))
            ]
            texts[f"{dataset}.csv"] = "\n".join(["month,unit," + ",".join(columns.split()), *rows])
        return texts

    def _row(self, columns: str, unit: str, month: Month) -> str:
        cells = [self.figures.get((column, unit, month)) for column in columns.split()]
        if all(cell is None for cell in cells):
            return ""
        return f"{month[0]}-{month[1]:02d},{unit}," + ",".join(
            "" if cell is None else str(cell) for cell in cells
        )


def draw_bureau(seed: int) -> Bureau:
    """A bureau of three to five units; the first is the root."""
    dice, bureau = random.Random(seed), Bureau({"u0": None})
    for number in range(1, dice.randint(3, 5)):
        bureau.parents[f"u{number}"] = dice.choice(list(bureau.parents))
    for unit in bureau.parents:
        for columns in COLUMNS.values():
            for month in MONTHS if dice.random() < 0.8 else ():
                if dice.random() < 0.85:
                    _draw_month(dice, bureau, columns, unit, month)
        for kpi in sorted(HIGHER | LOWER):
            if dice.random() < 0.7:
                bureau.targets[kpi, unit] = _draw_target(dice, kpi)
    return bureau


def _draw_month(dice: random.Random, bureau: Bureau, columns: str, unit: str, month: Month) -> None:
    row: dict[str, float] = {
        column: dice.choice([0, 1, 2, dice.randint(0, 90)]) + (0.25 if column == "training_hours" else 0)
        for column in columns.split()
        if dice.random() < 0.9
    }
    for part, wholes in LIMITS:
        if part in row and all(whole in row for whole in wholes):
            row[part] = min(row[part], sum(row[whole] for whole in wholes))
    bureau.figures |= {(column, unit, month): value for column, value in row.items()}


def _draw_target(dice: random.Random, kpi: str) -> Target:
    if kpi in RATES:
        return Target(dice.choice([0.5, 0.98, 1.0]), "")
    value = dice.choice([0, 1, 2, 13, 100, 300])
    profile = dice.choice(["", "按月均分", "按季", "按半年", "自定"])
    plan = (*sorted(dice.randint(0, value) for _ in range(11)), value) if profile == "自定" else ()
    return Target(value, profile, plan)
