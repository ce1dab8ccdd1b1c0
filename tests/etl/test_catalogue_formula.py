"""Formulas: what is written with ids comes back as terms, and what cannot be read is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue.definition import Column, Term
from domain.catalogue.kpis import parse_formula

names = st.from_regex(r"[a-z][a-z_0-9]{0,12}", fullmatch=True)
sides = st.lists(st.builds(Term, names, st.sampled_from([1, -1])), min_size=1, max_size=4)
COLUMNS = {id: Column(id, name) for id, name in (("a", "甲"), ("b", "乙"), ("c", "丙"))}


def written(terms: list[Term], gap: str) -> str:
    text = "".join(f"{gap}{'-' if term.sign < 0 else '+'}{gap}{term.indicator}" for term in terms)
    return text.strip().removeprefix("+")


@given(terms=sides, gap=st.sampled_from(["", " ", "  "]))
def test_a_sum_comes_back_as_its_terms(terms: list[Term], gap: str) -> None:
    formula = parse_formula(written(terms, gap))
    assert (list(formula.numerator), formula.denominator) == (terms, ())


@given(numerator=sides, denominator=sides, gap=st.sampled_from(["", " "]))
def test_a_rate_comes_back_as_both_its_sides(
    numerator: list[Term], denominator: list[Term], gap: str
) -> None:
    formula = parse_formula(f"({written(numerator, gap)}){gap}/{gap}({written(denominator, gap)})")
    assert list(formula.numerator) == numerator
    assert list(formula.denominator) == denominator


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("a", "甲"),
        ("a + b - c", "甲 ＋ 乙 − 丙"),
        ("a / b", "甲 ÷ 乙"),
        ("a / (a + b)", "甲 ÷ （甲 ＋ 乙）"),
        ("a + unknown", "甲 ＋ unknown"),
    ],
)
def test_a_formula_is_shown_with_chinese_names(formula: str, shown: str) -> None:
    assert parse_formula(formula).shown(COLUMNS) == shown


@pytest.mark.parametrize(
    "formula", ["a +", "a b", "a * b", "a / b / c", "a + b / c", "/ a", "a /", "(a", "a +- b", "()"]
)
def test_a_formula_that_could_be_misread_is_refused(formula: str) -> None:
    with pytest.raises(ValueError, match="看不懂"):
        parse_formula(formula)
