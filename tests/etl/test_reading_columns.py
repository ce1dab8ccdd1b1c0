"""A large even table is read as columns: the same rows, whatever stands in the cells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.read.open.coded import ColumnRows, any_cell, coded, column_texts, joined, last_cell, widths
from etl.read.open.plain_text import unguarded
from etl.read.open.read_file import DELIMITERS, even_rows, split_cells

CELL = st.text(st.sampled_from("0123 月甲'=\t;，.-\u3000\u2028\x85余"), max_size=4)
LINE_END = st.sampled_from(["\n", "\r\n", "\r"])
ROWS = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width)))


def as_columns(rows: list[list[str]]) -> ColumnRows:
    return ColumnRows(tuple(map(coded, zip(*rows, strict=True))))


@given(rows=ROWS, end=LINE_END, last=st.booleans())
def test_an_even_text_gives_the_same_rows_as_columns(rows: list[list[str]], end: str, last: bool) -> None:
    clean = [[cell.replace("\t", " ") for cell in row] for row in rows]
    text = end.join("\t".join(row) for row in clean) + (end if last else "")
    found = even_rows(text, "\t")
    assert list(found or []) == (unguarded(clean) if rows else [])


ANY_CELL = st.sampled_from(["", "1", "甲", " ", '"', "'"])
ANY_LINE = st.one_of(st.lists(ANY_CELL, min_size=2, max_size=2), st.just([]), st.lists(ANY_CELL, max_size=3))


@given(
    lines=st.lists(st.tuples(ANY_LINE, LINE_END)),
    delimiter=st.sampled_from(DELIMITERS),
)
def test_any_text_read_as_columns_has_the_rows_that_it_has_otherwise(
    lines: list[tuple[list[str], str]], delimiter: str
) -> None:
    text = "".join(delimiter.join(cells) + end for cells, end in lines)
    found = even_rows(text, delimiter)
    if found is not None:
        assert list(found) == split_cells(text, delimiter)


@pytest.mark.parametrize(
    "text",
    ["a,b\n1\n", "a,b\n\n1,2\n", "\n1,2\n", "1,2\r\n\r\n", 'a,b\n"1",2\n', "a\n1\n", "", "a,b\n1,2,3\n"],
)
def test_an_uneven_or_quoted_text_is_not_read_as_columns(text: str) -> None:
    assert even_rows(text, ",") is None


@given(rows=ROWS.filter(bool), place=st.integers(-1, 5))
def test_rows_kept_as_columns_answer_as_rows_do(rows: list[list[str]], place: int) -> None:
    kept = as_columns(rows)
    assert (len(kept), list(kept), list(kept[1:])) == (len(rows), rows, rows[1:])
    assert kept[place % len(rows)] == rows[place % len(rows)]
    assert any_cell(kept, str.isdecimal).tolist() == any_cell(rows, str.isdecimal).tolist()
    assert last_cell(kept, str.isdecimal).tolist() == last_cell(rows, str.isdecimal).tolist()
    assert widths(kept).tolist() == widths(rows).tolist()
    if place >= 0:
        assert list(column_texts(kept, place)) == list(column_texts(rows, place))


@given(st.lists(st.lists(st.sampled_from("甲乙丙")), min_size=1))
def test_coded_values_are_joined_in_their_order(parts: list[list[str]]) -> None:
    whole = joined([coded(part) for part in parts])
    assert list(whole) == [text for part in parts for text in part]
    assert len(set(whole.different)) == len(whole.different)
    assert np.asarray(whole[::2]).tolist() == list(whole)[::2]
