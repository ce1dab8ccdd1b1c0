"""From figures to KPIs in the warehouse: units with their children, rates, stocks, marks, missing units."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.board.board import Board, NoUnitsError, read_board, read_boards
from dashboard.board.missing import missing_units
from etl.warehouse.submissions import read_submissions
from etl.warehouse.view_scope import read_scope
from tests.dashboard.make import CATALOGUE, RATE, STOCK, UNITS, add_target, warehouse

SATISFIED, SURVEYED = "tickets_satisfied", "tickets_surveyed"
JANUARY = "2023-01"
Figures = dict[tuple[str, str, str], float]


def board(figures: Figures, unit: str | None = None, as_of: date | None = None) -> Board:
    return read_board(warehouse(figures), CATALOGUE, 2023, as_of, unit)


def month_of(board: Board, kpi: str) -> dict[str, float]:
    last = board.figures_of(kpi)[-1]
    return {name: getattr(last, name) for name in ("value", "numerator", "denominator", "reporters", "word")}


def test_a_parents_value_is_its_own_rows_and_its_childrens_through_the_tree_each_once() -> None:
    figures = {("cases_handled", unit, JANUARY): 10.0**place for place, unit in enumerate(UNITS)}
    assert [board(figures, unit).of("cases_handled").year_to_date for unit in UNITS] == [1111, 10, 1100, 1000]


def test_without_a_unit_the_board_is_the_roots() -> None:
    assert board({("cases_handled", "b1", JANUARY): 5.0}).unit == "root"


def test_a_rate_counts_only_units_that_report_both_its_parts() -> None:
    figures = {
        (SATISFIED, "a", JANUARY): 8.0, (SURVEYED, "a", JANUARY): 10.0,
        (SURVEYED, "b", JANUARY): 90.0,
        (SATISFIED, "b1", JANUARY): 7.0,
    }  # fmt: skip
    row = month_of(board(figures), RATE)
    assert (row["value"], row["numerator"], row["denominator"], row["reporters"]) == (0.8, 8, 10, 1)
    assert board(figures, "b").of(RATE).lamp == "waiting"


def test_a_stock_with_a_part_blank_is_not_reported() -> None:
    parts = {"tickets_carried_in": 5.0, "tickets_received": 9.0, "tickets_closed": 4.0}
    figures = {(part, "a", JANUARY): value for part, value in parts.items()}
    figures |= {(part, "b", JANUARY): 100.0 for part in list(parts)[:2]}
    result = board(figures)
    assert result.of(STOCK).year_to_date == 10
    assert board(figures, "b").of(STOCK).missing_months == (JANUARY,)


def test_a_parents_stock_is_that_of_the_latest_month_anyone_reported() -> None:
    parts = ("tickets_carried_in", "tickets_received", "tickets_closed")
    figures = {(part, "a", "2023-01"): 1.0 for part in parts} | {
        (part, "b", "2023-01"): 2.0 for part in parts
    }
    figures |= {(part, "b", "2023-02"): 4.0 for part in parts}
    assert board(figures).of(STOCK).year_to_date == 4


def test_training_sessions_add_the_parts_that_are_reported() -> None:
    figures = {("group_study", "a", JANUARY): 2.0, ("enforcement_training", "b", JANUARY): 3.0}
    assert board(figures).of("training_sessions").year_to_date == 5


def test_approximate_parts_that_share_a_word_keep_it_and_others_become_about() -> None:
    keys = [("leaflets", unit, JANUARY) for unit in ("a", "b", "b1")]
    figures = dict(zip(keys, (1000.0, 200.0, 30.0), strict=True))
    for words, word in ((("余", "余"), "余"), (("余", "近"), "约"), ((), "")):
        connection = warehouse(figures, approximate=dict(zip(keys, words, strict=False)))
        progress = read_board(connection, CATALOGUE, 2023).of("leaflets")
        assert (progress.year_to_date, progress.word, progress.approximate) == (1230, word, bool(words))


def test_a_rate_of_approximate_parts_is_about() -> None:
    figures = {(SATISFIED, "a", JANUARY): 8.0, (SURVEYED, "a", JANUARY): 10.0}
    connection = warehouse(figures, approximate={(SURVEYED, "a", JANUARY): "余"})
    assert read_board(connection, CATALOGUE, 2023).of(RATE).word == "约"


def test_a_parent_has_a_target_only_where_a_row_names_it() -> None:
    connection = warehouse({("group_study", "a", JANUARY): 1.0})
    add_target(connection, "group_study", "a", 4)
    boards = read_boards(connection, CATALOGUE, 2023, None, ["root", "a"])
    assert [each.of("group_study").target for each in boards] == [None, 4]
    assert [[len(due) for due in each.plans.values()] for each in boards] == [[], [12]]


def test_months_after_as_of_stand_on_the_board_but_are_not_judged() -> None:
    figures = {("group_study", "a", JANUARY): 1.0, ("group_study", "a", "2023-05"): 7.0}
    result = board(figures, as_of=date(2023, 1, 1))
    assert result.of("group_study").year_to_date == 1
    assert [figure.value for figure in result.figures_of("group_study")] == [1, 7]


def test_only_the_kpis_asked_for_are_read() -> None:
    connection = warehouse({("group_study", "a", JANUARY): 1.0})
    result = read_board(connection, CATALOGUE, 2023, kpis=["law_study", "group_study"])
    assert [each.kpi for each in result.progress] == ["group_study", "law_study"]
    with pytest.raises(KeyError):
        result.of("leaflets")


@pytest.mark.parametrize("kpi", ["group_study", RATE, STOCK])
def test_a_board_may_be_of_one_kpi_of_any_kind(kpi: str) -> None:
    figures = {(indicator, "a", JANUARY): 4.0 for indicator in CATALOGUE.kpi(kpi).indicators}
    one = read_board(warehouse(figures), CATALOGUE, 2023, kpis=[kpi])
    assert one.of(kpi).year_to_date == board(figures).of(kpi).year_to_date


def test_a_board_may_be_of_no_kpi_where_units_owe_reports() -> None:
    shown = warehouse({("cases_handled", "a", JANUARY): 4.0})
    assert read_board(shown, CATALOGUE, 2023, kpis=[]).progress == ()


def test_a_board_without_any_units_says_so() -> None:
    with pytest.raises(NoUnitsError):
        read_board(warehouse({}, units={}), CATALOGUE, 2023)


def test_a_year_without_figures_waits_in_january() -> None:
    result = read_board(warehouse({}), CATALOGUE, 2023)
    assert {each.lamp for each in result.progress} == {"waiting"}
    assert result.as_of == date(2023, 1, 1)
    assert not any(result.figures.values())


def missing(figures: Figures, kpi: str, unit: str = "root", **reports: list[str]) -> tuple[str, ...]:
    connection = warehouse(figures, reports=reports)
    return read_board(connection, CATALOGUE, 2023, date(2023, 6, 1), unit).of(kpi).missing_units


def test_a_unit_that_is_said_to_report_a_dataset_is_missing_where_it_does_not() -> None:
    figures = {("cases_handled", "a", "2023-06"): 1.0}
    assert missing(figures, "cases_handled", a=["cases"], b1=["cases"]) == ("b1",)
    assert missing(figures, "cases_handled", "b", a=["cases"], b1=["cases"]) == ("b1",)
    assert missing(figures, "tickets_received", a=["cases"], b1=["cases"]) == ()


def test_a_unit_with_no_duties_written_down_owes_what_it_reported_in_the_last_twelve_months() -> None:
    for last, owed in (("2022-06", ("a",)), ("2022-05", ())):
        figures = {("cases_handled", "b", "2023-06"): 1.0, ("cases_handled", "a", last): 1.0}
        assert missing(figures, "cases_handled") == owed


def test_a_unit_is_missing_for_a_kpi_only_where_it_bears_it() -> None:
    figures = {("cases_handled", unit, month): 1.0 for unit in ("a", "b") for month in ("2023-05", "2023-06")}
    assert missing(figures | {("litigations", "a", "2022-06"): 0.0}, "litigations") == ("a",)
    assert missing(figures | {("litigations", "a", "2022-05"): 0.0}, "litigations") == ("a", "b")
    assert missing(figures | {("litigations", "a", "2023-06"): 0.0}, "litigations") == ("b",)


def test_a_unit_with_a_target_bears_the_kpi() -> None:
    figures = {("group_study", "a", "2023-05"): 1.0, ("group_study", "a", "2023-06"): 1.0}
    connection = warehouse(figures, reports={"a": ["training"], "b1": ["training"]})
    june = date(2023, 6, 1)
    assert read_board(connection, CATALOGUE, 2023, june).of("group_study").missing_units == ()
    add_target(connection, "group_study", "b1", 4)
    assert read_board(connection, CATALOGUE, 2023, june).of("group_study").missing_units == ("b1",)


def test_a_target_of_the_whole_bureau_is_borne_by_every_unit_that_owes() -> None:
    connection = warehouse({}, reports={"a": ["training"], "b1": ["training"]})
    add_target(connection, "group_study", "root", 4)
    progress = read_board(connection, CATALOGUE, 2023, date(2023, 6, 1)).of("group_study")
    assert progress.missing_units == ("a", "b1")


def test_a_unit_owes_nothing_before_it_begins_or_after_it_ends() -> None:
    for start, end, owed in (
        ("2023-06-01", "2023-06-01", ("a",)),
        ("2023-07-01", None, ()),
        (None, "2023-05-01", ()),
    ):
        connection = warehouse({}, reports={"a": ["cases"]})
        connection.execute("UPDATE unit SET start_month = ?, end_month = ? WHERE unit = 'a'", [start, end])
        progress = read_board(connection, CATALOGUE, 2023, date(2023, 6, 1)).of("cases_handled")
        assert progress.missing_units == owed


cells = st.dictionaries(
    st.tuples(
        st.sampled_from([
            SATISFIED, SURVEYED, "tickets_carried_in", "tickets_received", "tickets_closed",
            "group_study", "law_study", "enforcement_training",
        ]),
        st.sampled_from(list(UNITS)),
        st.sampled_from(["2022-12", "2023-01", "2023-02"]),
    ),
    st.integers(0, 9).map(float),
    max_size=40,
)  # fmt: skip
PARTS = {
    RATE: ((SATISFIED, 1),),
    STOCK: (("tickets_carried_in", 1), ("tickets_received", 1), ("tickets_closed", -1)),
    "training_sessions": (("group_study", 1), ("law_study", 1), ("enforcement_training", 1)),
    "tickets_received": (("tickets_received", 1),),
}
BELOW = {"root": set(UNITS), "a": {"a"}, "b": {"b", "b1"}, "b1": {"b1"}}


@settings(max_examples=25)
@given(cells)
def test_every_unit_and_month_adds_up_as_an_oracle_adds_it(figures: Figures) -> None:
    boards = read_boards(warehouse(figures), CATALOGUE, 2023, None, list(UNITS), list(PARTS))
    found = {
        (kpi, each.unit, f"{month.month:%Y-%m}"): (
            month.numerator,
            -1.0 if month.denominator is None else month.denominator,
            month.reporters,
        )
        for each in boards
        for kpi, months in each.figures.items()
        for month in months
    }
    assert found == added_up(figures)


@settings(max_examples=15)
@given(cells, st.lists(st.sampled_from(list(UNITS)), max_size=2, unique=True))
def test_who_owes_what_is_the_same_for_months_read_together_as_for_each_alone(
    figures: Figures, with_duties: list[str]
) -> None:
    connection = warehouse(figures, reports={unit: ["hotline", "training"] for unit in with_duties})
    months = [date(2022, 12, 1), *(date(2023, number, 1) for number in (1, 2, 3))]
    scope = read_scope(connection, list(UNITS))
    together = missing_units(read_submissions(connection, CATALOGUE, months), CATALOGUE.kpis, scope, months)
    for month in months:
        alone = missing_units(
            read_submissions(connection, CATALOGUE, [month]), CATALOGUE.kpis, scope, [month]
        )
        assert together[month] == alone[month]
    assert set(together) == set(months)


def added_up(figures: Figures) -> dict[tuple[str, str, str], tuple[float, float, int]]:
    """Numerator, denominator (-1 where there is none) and reporters, added unit by unit."""
    sums: dict[tuple[str, str, str], tuple[float, float, int]] = {}
    for kpi, terms in PARTS.items():
        for view, units in BELOW.items():
            for month in ("2022-12", "2023-01", "2023-02"):
                top, bottom, reporters = 0.0, 0.0 if kpi == RATE else -1.0, 0
                for unit in units:
                    values = [figures.get((part, unit, month)) for part, _ in terms]
                    whole = figures.get((SURVEYED, unit, month))
                    known = [v * sign for v, (_, sign) in zip(values, terms, strict=True) if v is not None]
                    complete = len(known) == len(terms) and (kpi != RATE or whole is not None)
                    if complete or (known and kpi == "training_sessions"):
                        top, reporters = top + sum(known), reporters + 1
                        bottom += (whole or 0.0) if kpi == RATE else 0.0
                if reporters:
                    sums[kpi, view, month] = (top, bottom, reporters)
    return sums
