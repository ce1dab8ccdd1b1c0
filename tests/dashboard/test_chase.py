"""The chase text says what is owed, by when, and how late it is, in words an office would send."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import pytest

from dashboard.board.loaded_records import Note
from dashboard.wording.chase import chase_texts
from domain.catalogue import load_catalogue

COLUMNS = ("unit", "name", "dataset", "month", "state", "due", "overdue", "arrived", "blank")


def owed(*reports: tuple[str, str, str, Sequence[str] | None]) -> pd.DataFrame:
    """Reports of June 2023, due on 5 July: (unit, dataset, state, blank columns)."""
    rows = [
        (unit, f"{unit}队", dataset, date(2023, 6, 1), state, date(2023, 7, 5), False, pd.NaT, blank)
        for unit, dataset, state, blank in reports
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def text(frame: pd.DataFrame, today: date) -> str:
    """The text of the only unit chased."""
    (chase,) = chase_texts(frame, load_catalogue(), "某局", today)
    return chase.text


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (date(2023, 7, 3), "请于7月5日前报送。截至7月3日，你单位信访尚未报送。请按时报送。"),
        (date(2023, 7, 5), "报送截止日为今天（7月5日）。你单位信访尚未报送。请于今日内报送。"),
        (date(2023, 7, 8), "为7月5日，现已逾期3天。截至7月8日，你单位信访尚未报送。请抓紧补报。"),
        (date(2024, 1, 2), "为2023年7月5日，现已逾期。截至2024年1月2日，你单位信访尚未报送。"),
    ],
)
def test_the_text_goes_by_the_day(today: date, says: str) -> None:
    assert says in text(owed(("甲", "petitions", "missing", None)), today)


def test_what_is_missing_and_what_came_partly_are_told_apart() -> None:
    frame = owed(
        ("甲", "cases", "missing", None),
        ("甲", "hotline", "missing", None),
        ("甲", "training", "partly", ["attendances", "training_hours"]),
        ("甲", "petitions", "reported", None),
    )
    lacks = "你单位执法案件、12345热线尚未报送；学法培训未报全，缺参训人次、培训学时。"
    assert lacks in text(frame, date(2023, 7, 8))


def test_it_is_addressed_and_signed() -> None:
    written = text(owed(("甲", "cases", "missing", None)), date(2023, 7, 8)).split("\n")
    assert written[0] == "甲队："
    assert written[-2:] == ["某局法规科", "2023年7月8日"]


def test_it_says_how_to_report_that_nothing_happened() -> None:
    assert "空格均为零，按零报告上报" in text(owed(("甲", "cases", "missing", None)), date(2023, 7, 8))


def test_each_unit_that_lacks_something_has_one_text_and_nobody_else() -> None:
    frame = owed(
        ("甲", "cases", "missing", None),
        ("乙", "cases", "late", None),
        ("丙", "cases", "partly", ["cases_handled"]),
        ("丙", "hotline", "missing", None),
    )
    chased = chase_texts(frame, load_catalogue(), "某局", date(2023, 7, 8))
    assert [chase.unit for chase in chased] == ["甲", "丙"]
    assert chase_texts(owed(("乙", "cases", "late", None)), load_catalogue(), "某局", date(2023, 7, 8)) == ()


def test_what_a_note_explains_is_not_chased_and_the_rest_of_the_unit_is() -> None:
    frame = owed(
        ("甲", "governance", "partly", ["questionnaires"]),
        ("乙", "governance", "partly", ["questionnaires", "notices_posted"]),
        ("丙", "governance", "partly", ["questionnaires"]),
        ("丙", "hotline", "missing", None),
    )
    notes = [Note(date(2023, 6, 1), unit, "questionnaires", "还在回收", 1) for unit in "甲乙丙"]
    chased = chase_texts(frame, load_catalogue(), "某局", date(2023, 7, 8), notes)
    assert [chase.unit for chase in chased] == ["乙", "丙"]
    assert "12345热线" in chased[1].text and "调查问卷" not in chased[1].text
