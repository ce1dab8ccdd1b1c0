"""Tasks: who does what by when, in the words of a work plan."""

from datetime import date

import pytest

from tests.etl.sheets import as_xlsx, errors, findings, read, records

TASKS = "年度,任务编号,任务名称,责任单位,完成时限,状态,完成日期,依据\n"


@pytest.mark.parametrize("spelt", ["2023-06-30", "2023/6/30", "2023.6.30", "2023年6月30日", "20230630"])
def test_a_day_is_read_in_every_spelling(spelt: str) -> None:
    (record,) = records(read(TASKS + f"2023,A-1,修订办法,局机关,{spelt},进行中,,要点\n"))
    assert record == {
        "year": 2023,
        "task": "A-1",
        "title": "修订办法",
        "unit": "office",
        "due": date(2023, 6, 30),
        "status": "in_progress",
        "done_on": None,
        "source": "要点",
    }


def test_a_date_of_a_workbook_is_a_day() -> None:
    header = TASKS.strip().split(",")
    row = [2023, "A-1", "修订办法", "局机关", date(2023, 6, 30), "已完成", date(2023, 5, 9), ""]
    (record,) = records(read(as_xlsx({"任务": [header, row]})))
    assert (record["due"], record["status"], record["done_on"]) == (
        date(2023, 6, 30),
        "done",
        date(2023, 5, 9),
    )


@pytest.mark.parametrize(
    ("spelt", "meant"),
    [
        ("2024年3月底", (2024, 3, 31)),
        ("2024年2月", (2024, 2, 29)),
        ("3月底", (2023, 3, 31)),
        ("六月底前", (2023, 6, 30)),
        ("3月31日前", (2023, 3, 31)),
        ("6月30日以前", (2023, 6, 30)),
        ("3月20日", (2023, 3, 20)),
        ("2024年3月31日前完成", (2024, 3, 31)),
        ("2023.3.31", (2023, 3, 31)),
        ("5月中旬", (2023, 5, 20)),
        ("上半年", (2023, 6, 30)),
        ("下半年", (2023, 12, 31)),
        ("一季度末", (2023, 3, 31)),
        ("第三季度", (2023, 9, 30)),
        ("年底", (2023, 12, 31)),
        ("年底前", (2023, 12, 31)),
        ("2024年底", (2024, 12, 31)),
        ("今年年底", (2023, 12, 31)),
        ("全年", (2023, 12, 31)),
    ],
)
def test_a_deadline_is_the_last_day_that_its_words_mean(spelt: str, meant: tuple[int, int, int]) -> None:
    (record,) = records(read(TASKS + f"2023,A-1,修订办法,局机关,{spelt},进行中,,要点\n"))
    assert record["due"] == date(*meant)


@pytest.mark.parametrize("spelt", ["六月初", "长期坚持", "3月32日", "2月30日", "13月底", "五季度", "每月"])
def test_a_deadline_that_is_no_day_is_refused_with_an_example_of_its_year(spelt: str) -> None:
    (found,) = findings(read(TASKS + f"2025,A-1,修订办法,局机关,{spelt},进行中,,要点\n"))
    assert (found.code, found.column, "2025-06-30" in found.message) == ("bad_date", "完成时限", True)


def test_a_task_may_be_done_on_a_day_of_its_year_but_not_some_time() -> None:
    row = "2023,A-1,修订办法,局机关,6月底,已完成,{},要点\n"
    (record,) = records(read(TASKS + row.format("5月9日")))
    assert record["done_on"] == date(2023, 5, 9)
    assert errors(read(TASKS + row.format("5月底"))) == [("bad_date", 2, "完成日期")]


def test_a_deadline_without_a_year_anywhere_is_not_blamed_for_it() -> None:
    assert errors(read(TASKS + "某年,A-1,修订办法,局机关,6月底,进行中,,\n")) == [("bad_value", 2, "年度")]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("2023,,修订,局机关,2023-06-30,进行中,,", "bad_value", "任务编号"),
        ("2023,A,,局机关,2023-06-30,进行中,,", "bad_value", "任务名称"),
        ("2023,A,修订,某科,2023-06-30,进行中,,", "unknown_unit", "责任单位"),
        ("2023,A,修订,局机关,2023-06-31,进行中,,", "bad_date", "完成时限"),
        ("2023,A,修订,局机关,六月初,进行中,,", "bad_date", "完成时限"),
        ("2023,A,修订,局机关,,进行中,,", "bad_date", "完成时限"),
        ("2023,A,修订,局机关,2023-06-30,快了,,", "bad_value", "状态"),
        ("2023,A,修订,局机关,2023-06-30,已完成,昨天,", "bad_date", "完成日期"),
    ],
)
def test_a_bad_task_is_named(row: str, code: str, column: str) -> None:
    assert errors(read(f"{TASKS}{row}\n")) == [(code, 2, column)]


def test_a_task_number_is_given_once_a_year() -> None:
    row = "2023,A,修订,局机关,2023-06-30,进行中,,\n"
    assert errors(read(TASKS + row + row.replace("2023,A", "2024,A") + row)) == [
        ("duplicate_row", 4, "任务编号")
    ]


def test_records_come_with_titles_and_notes_around_them() -> None:
    text = (
        "2023年重点任务清单,,\n填报单位：局机关,,\n"
        + TASKS.replace("年度,", "")
        + "A,修订,局机关,2023-06-30,进行中,,\n"
    )
    file = read(text + "制表人：张三,,,,,,\n注：以局办公室文件为准。\n")
    assert errors(file) == []
    assert [record["year"] for record in records(file)] == [2023]


@pytest.mark.parametrize(
    ("status", "done_on", "code", "words"),
    [
        ("进行中", "2023-05-09", "bad_value", "状态却是“进行中”"),
        ("已完成", "2024-05-09", "bad_date", "还没有到"),
    ],
)
def test_a_day_of_completion_that_contradicts_the_task_is_refused(
    status: str, done_on: str, code: str, words: str
) -> None:
    header = "年度,任务编号,任务名称,责任单位,完成时限,状态,完成日期\n"
    (found,) = findings(read(f"{header}2023,1,修订目录,局机关,2023-06-30,{status},{done_on}\n"))
    assert (found.code, words in found.message) == (code, True)
