"""Any figures, laid out in any shape and saved in any form, are read as from the plain file."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.etl.sheets import Figures, as_html, as_text, as_xls, as_xlsx, errors, figures, read, warnings

NAMES = {
    "tickets_received": ["受理工单数", "受理量（件）", "受理工单数（本月）"],
    "tickets_closed": ["办结工单数", "1.办结工单数", "其中：办结工单数"],
    "tickets_satisfied": ["满意数", "（三）满意数", "满意件数"],
}
UNITS = {"brigade": "执法大队", "office": "局机关"}
Values = dict[tuple[str, str, int], int]
Rows = list[list[str]]


@st.composite
def values(draw: st.DrawFn) -> Values:
    """Figures of every indicator, unit and month drawn; some cells blank, none of a line all blank."""
    indicators = draw(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, unique=True))
    units = draw(st.lists(st.sampled_from(sorted(UNITS)), min_size=1, unique=True))
    months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))
    keys = [(one, unit, month) for one in indicators for unit in units for month in sorted(months)]
    return {key: draw(st.integers(0, 99_999)) for key in keys}


class Drawing:
    """The figures in the order of their axes, and how to spell each."""

    def __init__(self, drawn: Values, spelling: int) -> None:
        self.drawn = drawn
        self.indicators = list(dict.fromkeys(one for one, _, _ in drawn))
        self.units = list(dict.fromkeys(unit for _, unit, _ in drawn))
        self.months = list(dict.fromkeys(month for _, _, month in drawn))
        self.spelling = spelling

    def name(self, indicator: str) -> str:
        return NAMES[indicator][self.spelling]

    def cell(self, indicator: str, unit: str, month: int) -> str:
        return str(self.drawn[indicator, unit, month])

    def total(self, indicator: str, *cells: tuple[str, int]) -> str:
        return str(sum(self.drawn[indicator, unit, month] for unit, month in cells))


def months_over_units(one: Drawing) -> Rows:
    header = [["指标", *(f"{month}月" for month in one.months for _ in [*one.units, ""])]]
    header += [["", *([*(UNITS[unit] for unit in one.units), "合计"] * len(one.months))]]
    for indicator in one.indicators:
        row = [one.name(indicator)]
        for month in one.months:
            row += [one.cell(indicator, unit, month) for unit in one.units]
            row += [one.total(indicator, *((unit, month) for unit in one.units))]
        header.append(row)
    return header


def units_over_months(one: Drawing) -> Rows:
    rows = [["指标", *(UNITS[unit] for unit in one.units for _ in one.months)]]
    rows += [["", *([f"{month}月" for month in one.months] * len(one.units))]]
    return rows + [
        [one.name(i), *(one.cell(i, unit, month) for unit in one.units for month in one.months)]
        for i in one.indicators
    ]


def sections_of_units(one: Drawing) -> Rows:
    rows = [["指标", *(f"{month}月" for month in one.months)]]
    for unit in one.units:
        rows += [[UNITS[unit], *[""] * len(one.months)]]
        rows += [[one.name(i), *(one.cell(i, unit, month) for month in one.months)] for i in one.indicators]
    return rows


def months_over_indicators(one: Drawing) -> Rows:
    rows = [["单位", *(f"{month}月" for month in one.months for _ in one.indicators)]]
    rows += [["", *([one.name(i) for i in one.indicators] * len(one.months))]]
    return rows + [
        [UNITS[unit], *(one.cell(i, unit, month) for month in one.months for i in one.indicators)]
        for unit in one.units
    ]


def indicators_over_units(one: Drawing) -> Rows:
    rows = [["月份", *(one.name(i) for i in one.indicators for _ in one.units)]]
    rows += [["", *([UNITS[unit] for unit in one.units] * len(one.indicators))]]
    return rows + [
        [f"{month}月", *(one.cell(i, unit, month) for i in one.indicators for unit in one.units)]
        for month in one.months
    ]


def indicators_over_months_and_years_to_date(one: Drawing) -> Rows:
    """Every unit's month beside its 累计, one month after the other with a line for each."""
    rows = [["月份", "单位", *(one.name(i) for i in one.indicators for _ in range(2))]]
    rows += [["", "", *(["本月", "累计"] * len(one.indicators))]]
    for month in one.months:
        for unit in one.units:
            pairs = ([one.cell(i, unit, month), "9"] for i in one.indicators)
            rows.append([f"{month}月", UNITS[unit], *(cell for pair in pairs for cell in pair)])
    return rows


def on_its_side(one: Drawing) -> Rows:
    pairs = [(unit, month) for month in one.months for unit in one.units]
    rows = [["月份", *(f"{month}月" for _, month in pairs)], ["单位", *(UNITS[unit] for unit, _ in pairs)]]
    return rows + [[one.name(i), *(one.cell(i, *pair) for pair in pairs)] for i in one.indicators]


LAYOUTS: list[Callable[[Drawing], Rows]] = [
    months_over_units,
    units_over_months,
    sections_of_units,
    months_over_indicators,
    indicators_over_units,
    indicators_over_months_and_years_to_date,
    on_its_side,
]
FORMS: list[Callable[[Rows], bytes | str]] = [
    as_text,
    lambda rows: as_text(rows, "\t").encode("gbk"),
    lambda rows: as_xlsx({"表": rows}),
    as_xls,
    lambda rows: as_html(rows).encode(),
]


@settings(max_examples=50)
@given(values(), st.integers(0, 2), st.sampled_from(LAYOUTS), st.sampled_from(FORMS), st.booleans())
def test_any_figures_in_any_shape_and_form_are_read_as_from_the_plain_file(
    drawn: Values,
    spelling: int,
    layout: Callable[[Drawing], Rows],
    form: Callable[[Rows], bytes | str],
    noted: bool,
) -> None:
    rows = [["2023年12345热线月报表"], *layout(Drawing(drawn, spelling))]
    rows += [["填报人：张三", "", "审核人：李四"]] if noted else []
    expected: Figures = {
        (one, unit, f"2023-{month:02d}"): (value, "") for (one, unit, month), value in drawn.items()
    }
    file = read(form(rows))
    assert errors(file) == []
    assert figures(file) == expected
    assert {code for code, _, _ in warnings(file)} <= {"unknown_column"}
