"""One KPI of the catalogue as an entry that opens: formula, 口径, columns, lamps, and why it is looked at."""

from dashboard.reports.definition_words import DIRECTIONS, KINDS, fed_by, lamp_conditions, pace_words
from dashboard.ui.lamps import lamp_mark
from dashboard.ui.markup import Markup, join, tag
from etl.catalogue import Catalogue, Column, Kpi


def entry_html(kpi: Kpi, catalogue: Catalogue, chart_link: str, is_open: bool) -> Markup:
    """The entry; `chart_link` is the address of the KPI's charts, "" for none."""
    unit = f"，按{kpi.counting_unit}计" if kpi.counting_unit else ""
    summary = tag(
        "summary",
        tag("b", kpi.name),
        tag("span", DIRECTIONS[kpi.direction] + unit, class_="kind"),
        tag("span", kpi.scope, class_="scope-line"),
    )
    facts = [each for each in _facts(kpi, catalogue, chart_link) if each[1]]
    listed = [part for term, told in facts for part in (tag("dt", term), tag("dd", told))]
    opened = "open" if is_open else ""
    return tag("details", summary, tag("dl", *listed), class_="definition", id=f"kpi-{kpi.id}", open=opened)


def _facts(kpi: Kpi, catalogue: Catalogue, chart_link: str) -> tuple[tuple[str, str], ...]:
    """What an opened entry says, term by term; "" for what does not apply."""
    return (
        ("公式", kpi.formula),
        ("口径", kpi.scope),
        ("取自", _columns(fed_by(catalogue, kpi), catalogue)),
        ("算法", KINDS[kpi.kind]),
        ("应完成", pace_words(kpi)),
        ("亮灯", conditions_html(kpi, catalogue)),
        ("责任人", kpi.owner),
        ("为什么看", kpi.why),
        ("依据", kpi.source),
        ("代码", tag("code", kpi.id)),
        ("看数据", tag("a", f"{kpi.short_name}的图和各月数", href=chart_link) if chart_link else ""),
    )


def conditions_html(kpi: Kpi, catalogue: Catalogue) -> Markup:
    """Each lamp of the KPI and when it is lit, one a line."""
    lines = [
        tag("div", lamp_mark(condition.lamp, condition.word, catalogue), tag("span", condition.when))
        for condition in lamp_conditions(catalogue, kpi)
    ]
    return tag("div", *lines, class_="conditions")


def _columns(columns: tuple[Column, ...], catalogue: Catalogue) -> Markup:
    """12345热线：满意数（件，又名满意件数）、回访数（件）."""
    told = [_column(column, catalogue) for column in columns]
    return join("、".join(told))


def _column(column: Column, catalogue: Catalogue) -> str:
    table = catalogue.indicator_dataset(column.id).title
    notes = [f"{table}表", f"按{column.counting_unit}计" if column.counting_unit else ""]
    notes.append(f"又名{'、'.join(column.aliases)}" if column.aliases else "")
    return f"“{column.name}”列（{'，'.join(note for note in notes if note)}）"
