"""The parts of 口径说明: KPIs, when each lamp is lit, the columns of files, units and what each owes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.ui.lamps import lamp_mark
from dashboard.ui.markup import Markup, join, tag
from dashboard.ui.tables import Field, records_table
from dashboard.wording.definition_words import (
    DIRECTIONS,
    KINDS,
    Condition,
    fed_by,
    lamp_conditions,
    pace_words,
)
from domain.catalogue import Catalogue, Column, Dataset, Kpi
from domain.text import name_key
from domain.units import Unit, UnitDirectory
from etl.export.unit_list import life_words, owed_words

COLUMN_FIELDS = (Field("表头", "strong"), Field("也可写作", "words"), Field("计量单位"), Field("英文"))


def columns_html(dataset: Dataset, catalogue: Catalogue) -> Markup:
    """The dataset's columns; a monthly dataset begins with month and unit."""
    keys = (catalogue.month_column, catalogue.unit_column) if dataset.kind == "monthly" else ()
    rows = [_row(column) for column in (*keys, *dataset.columns)]
    table = records_table(COLUMN_FIELDS, rows, f"{dataset.title}的列")
    heading = tag("h3", dataset.title, tag("small", f"　{dataset.id}"), class_="table-title")
    return tag("section", heading, table, class_="columns")


def _row(column: Column) -> tuple[str, ...]:
    decimals = "" if column.in_whole_numbers or not column.counting_unit else "，可有小数"
    return (
        column.name,
        "、".join(column.aliases),
        column.counting_unit + decimals,
        tag("code", column.id),
    )


def entry_html(kpi: Kpi, catalogue: Catalogue, chart_link: str, is_open: bool) -> Markup:
    """The entry of a KPI; `chart_link` is the address of its charts, "" for none."""
    unit = f"，按{kpi.counting_unit}计" if kpi.counting_unit else ""
    summary = tag(
        "summary",
        tag("b", kpi.name),
        tag("span", DIRECTIONS[kpi.direction] + unit, class_="kind"),
        tag("span", kpi.scope, class_="scope-line"),
    )
    facts = [fact for fact in _facts(kpi, catalogue, chart_link) if fact[1]]
    listed = [part for term, text in facts for part in (tag("dt", term), tag("dd", text))]
    opened = "open" if is_open else ""
    return tag("details", summary, tag("dl", *listed), class_="definition", id=f"kpi-{kpi.id}", open=opened)


def _facts(kpi: Kpi, catalogue: Catalogue, chart_link: str) -> tuple[tuple[str, str], ...]:
    """The terms of an opened entry; "" for a term that does not apply."""
    return (
        ("公式", kpi.formula),
        ("口径", kpi.scope),
        ("取自", _columns(fed_by(catalogue, kpi), catalogue)),
        ("算法", KINDS[kpi.kind]),
        ("应完成", pace_words(kpi)),
        ("亮灯", conditions_html(kpi, catalogue)),
        ("责任单位", kpi.owner),
        ("为什么看", kpi.why),
        ("依据", kpi.source),
        ("代码", tag("code", kpi.id)),
        ("看数据", tag("a", f"{kpi.short_name}的图和各月数", href=chart_link) if chart_link else ""),
    )


def conditions_html(kpi: Kpi, catalogue: Catalogue) -> Markup:
    """Each lamp of the KPI and when it is lit, one per line."""
    lines = [
        tag("div", lamp_mark(condition.lamp, condition.word, catalogue), tag("span", condition.when))
        for condition in lamp_conditions(catalogue, kpi)
    ]
    return tag("div", *lines, class_="conditions")


def _columns(columns: tuple[Column, ...], catalogue: Catalogue) -> Markup:
    """12345热线：满意数（件，又名满意件数）、回访数（件）."""
    rows = [_column(column, catalogue) for column in columns]
    return join("、".join(rows))


def _column(column: Column, catalogue: Catalogue) -> str:
    table = catalogue.indicator_dataset(column.id).title
    notes = [f"{table}表", f"按{column.counting_unit}计" if column.counting_unit else ""]
    notes.append(f"又名{'、'.join(column.aliases)}" if column.aliases else "")
    return f"“{column.name}”列（{'，'.join(note for note in notes if note)}）"


# The lamps that need no plan: every KPI can show them.
COMMON = ("watch", "waiting")
SIGNS = (
    "＊ 有单位当月未报：灯按已报的数计算，报齐后重新判断；同比只比两年都已报的单位，也不判断波动。",
    "◇ 异常波动：亮灯未变，但当月数超出了正常波动范围，需要了解原因。",
    "余、多、约、近：报来的是概数。380余即380多，差额写“最多差”；约数的差额写“约差”。",
    "波动上限、下限：按最近24个已报月份计算，均值加减2.66倍的平均逐月差；在线内的起伏属正常，不必逐月追问。"
    "不足12个月、月均不足1件或分母很小的，不画上下限。",
)
LEGEND_FIELDS = (Field("适用指标", "words"), Field("灯"), Field("何时亮", "words"))


def sign_notes(catalogue: Catalogue) -> tuple[str, ...]:
    """What the lamps and signs of the pages mean, one note each."""
    counted = "、".join(lamp.word for lamp in catalogue.lamps if lamp.id.is_lit)
    lamps = (
        f"灯由形状、文字和颜色共同表示，黑白打印也能分清；合计时称{counted}。"
        "门槛和用词在指标目录 lamps.toml 中设定。"
    )
    return lamps, *SIGNS


def legend_html(catalogue: Catalogue) -> Markup:
    """A row for each lamp: those of each rule in use, the most common first, then those of every KPI."""
    rows: list[tuple[str, str, str]] = []
    for examples in _by_rule(catalogue):
        conditions = [
            condition for condition in lamp_conditions(catalogue, examples[0]) if condition.lamp not in COMMON
        ]
        rows += _rows(_whose(examples), conditions, catalogue)
    watched = [kpi for kpi in catalogue.kpis if not kpi.lamp_rule]
    if watched:
        common = [
            condition for condition in lamp_conditions(catalogue, watched[0]) if condition.lamp in COMMON
        ]
        common[0] = replace(common[0], when=f"{common[0].when}；其他指标未设目标时也是此灯")
        rows += _rows(_whose(watched), common[:1], catalogue)
        rows += _rows(tag("b", "各类指标"), common[1:], catalogue)
    return records_table(LEGEND_FIELDS, rows, "亮灯规则")


def _rows(
    whose: Markup, conditions: Sequence[Condition], catalogue: Catalogue
) -> Iterator[tuple[str, str, str]]:
    for place, condition in enumerate(conditions):
        mark = lamp_mark(condition.lamp, condition.word, catalogue)
        yield (whose if place == 0 else "", mark, condition.when)


def _by_rule(catalogue: Catalogue) -> list[list[Kpi]]:
    """The KPIs grouped by rule, kind and direction, the largest group first, without those only watched."""
    groups: dict[tuple[str, str, str], list[Kpi]] = {}
    for kpi in catalogue.kpis:
        if kpi.lamp_rule:
            groups.setdefault((kpi.lamp_rule, kpi.kind, kpi.direction), []).append(kpi)
    return sorted(groups.values(), key=len, reverse=True)


def _whose(kpis: list[Kpi]) -> Markup:
    """合计，越高越好（案卷评查等21项）."""
    first = kpis[0]
    kind = KINDS[first.kind].split("，")[0] if first.lamp_rule else ""
    name = "，".join(word for word in (kind, DIRECTIONS[first.direction]) if word)
    count = f"等{len(kpis)}项" if len(kpis) > 1 else ""
    return tag("span", tag("b", name), tag("small", f"{first.short_name}{count}"), class_="whose")


UNITS_SHOWN = 200
UNIT_FIELDS = (
    Field("单位", "strong"),
    Field("代码"),
    Field("上级单位"),
    Field("别名、曾用名", "words"),
    Field("填报内容", "words"),
    Field("启用、停用、并入", "words"),
)


def find_units(directory: UnitDirectory, text: str) -> tuple[Unit, ...]:
    """The units with this text in their code or one of their names; all units for a blank text."""
    key = name_key(text)
    return tuple(unit for unit in directory.units if any(key in name_key(name) for name in _unit_names(unit)))


def units_html(units: Sequence[Unit], directory: UnitDirectory, catalogue: Catalogue) -> Markup:
    """One row per unit, at most UNITS_SHOWN rows."""
    return records_table(UNIT_FIELDS, _unit_rows(units[:UNITS_SHOWN], directory, catalogue), "单位")


def _unit_names(unit: Unit) -> tuple[str, ...]:
    return (unit.unit, unit.name, *unit.aliases, *unit.former)


def _unit_rows(
    units: Sequence[Unit], directory: UnitDirectory, catalogue: Catalogue
) -> Iterator[tuple[str | Markup, ...]]:
    for unit in units:
        former = [f"曾用名{name}" for name in unit.former]
        yield (
            unit.name,
            tag("code", unit.unit),
            directory.name_of(unit.parent) if unit.parent else "",
            "、".join([*unit.aliases, *former]),
            owed_words(unit, catalogue),
            life_words(unit, directory),
        )
