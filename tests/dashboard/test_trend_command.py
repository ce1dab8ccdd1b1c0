"""python -m dashboard trend: what it prints is the data contract."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.months import add_months, format_month, parse_month
from tests.dashboard.command import loaded, run

KNOWN = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
KEYS = [
    "kpi", "unit", "centre", "lower", "upper", "near_lower", "near_upper", "variation", "assurance", "points",
]  # fmt: skip


def column(header: str, unit: str, first: str, values: tuple[float, ...]) -> str:
    """A monthly file of one column and unit."""
    months = [format_month(add_months(parse_month(first), step)) for step in range(len(values))]
    lines = [f"{month},{unit},{value}" for month, value in zip(months, values, strict=True)]
    return "\n".join([f"月份,单位,{header}", *lines]) + "\n"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    months = [format_month(add_months(parse_month("2022-01"), step)) for step in range(18)]
    hotline = "月份,单位,回访数,满意数\n" + "".join(
        f"{month},乙站,100,{90 + place % 2}\n" for place, month in enumerate(months)
    )
    targets = (
        "年度,指标,单位,年度目标,依据\n2023,集体学法次数,甲大队,60,甲\n2023,法治学习次数,甲大队,24,甲\n"
        "2023,满意率,乙站,95%,乙\n"
    )
    return loaded(
        tmp_path_factory.mktemp("trend"),
        cases=column("办理案件数", "甲大队", "2022-01", KNOWN),
        study=column("集体学法次数", "甲大队", "2022-01", (3,) * 18),
        law=column("法治学习次数", "甲大队", "2022-01", (3,) * 18),
        hotline=hotline,
        targets=targets,
    )


def trend(warehouse: Path, *arguments: str) -> dict[str, Any]:
    done = run("dashboard", warehouse, "trend", "--format", "json", *arguments)
    assert (done.status, done.err) == (0, "")
    answer = json.loads(done.out)
    assert list(answer) == KEYS
    return dict(answer)


def test_the_known_answer_comes_out(warehouse: Path) -> None:
    answer = trend(warehouse, "--kpi", "cases_handled")
    limits = [answer[key] for key in ("lower", "centre", "upper")]
    assert limits == pytest.approx([-0.7156, 1.9444, 4.6044], abs=5e-5)
    assert answer["points"][4] == {"month": "2022-05", "value": 10, "signal": "outside"}
    assert (answer["kpi"], answer["unit"], answer["variation"]) == ("cases_handled", "root", "common")
    assert answer["assurance"] is None


def test_from_and_to_choose_the_months(warehouse: Path) -> None:
    answer = trend(warehouse, "--kpi", "办理案件数", "--unit", "甲队", "--from", "2022-06", "--to", "2023-05")
    months = [point["month"] for point in answer["points"]]
    assert (months[0], months[-1], len(months)) == ("2022-06", "2023-05", 12)
    assert answer["upper"] < 10
    assert trend(warehouse, "--kpi", "办理案件数", "--from", "2022-07", "--to", "2023-05")["upper"] is None


@pytest.mark.parametrize(("target", "assurance"), [("2.9", "pass"), ("3", "inconsistent"), ("3.5", "fail")])
def test_a_monthly_target_is_judged_by_the_limits(warehouse: Path, target: str, assurance: str) -> None:
    assert (
        trend(warehouse, "--kpi", "group_study", "--unit", "a", "--target", target)["assurance"] == assurance
    )


@pytest.mark.parametrize(
    ("target", "assurance"), [("95%", "fail"), ("0.5", "pass"), ("90.5%", "inconsistent")]
)
def test_a_target_may_be_written_as_a_percentage(warehouse: Path, target: str, assurance: str) -> None:
    assert trend(warehouse, "--kpi", "满意率", "--target", target)["assurance"] == assurance


def test_the_annual_target_of_a_sum_is_judged_by_the_forecast(warehouse: Path) -> None:
    assert trend(warehouse, "--kpi", "group_study", "--unit", "a")["assurance"] == "fail"
    assert trend(warehouse, "--kpi", "law_study", "--unit", "a")["assurance"] == "pass"
    assert trend(warehouse, "--kpi", "law_study")["assurance"] is None


def test_the_annual_target_of_a_rate_is_judged_by_the_limits(warehouse: Path) -> None:
    assert trend(warehouse, "--kpi", "满意率", "--unit", "乙站")["assurance"] == "fail"


def test_an_annual_target_is_that_of_the_last_months_year(warehouse: Path) -> None:
    answer = trend(warehouse, "--kpi", "group_study", "--unit", "a", "--to", "2022-12")
    assert answer["assurance"] is None


def test_a_kpi_never_reported_has_no_points(warehouse: Path) -> None:
    answer = trend(warehouse, "--kpi", "leaflets")
    assert (answer["centre"], answer["variation"], answer["assurance"], answer["points"]) == (
        None, "common", None, [],
    )  # fmt: skip


def test_table_and_csv_show_the_same_months(warehouse: Path) -> None:
    table = run("dashboard", warehouse, "trend", "--kpi", "cases_handled").out
    assert "2022-05  10起  超出控制限" in table
    text = run("dashboard", warehouse, "trend", "--kpi", "cases_handled", "--format", "csv").out
    assert text.startswith("\ufeff指标代码,单位代码,月份,数值,信号")
    assert len(text.splitlines()) == 19


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--kpi", "满意律"), "满意率。"),
        (("--kpi", "满意率", "--unit", "丙所"), "没有单位“丙所”"),
        (("--kpi", "满意率", "--target", "高"), "应写作 98% 或 0.98"),
        (("--kpi", "满意率", "--from", "2023-02", "--to", "2023-01"), "不能晚于"),
        ((), "--kpi"),
    ],
)
def test_wrong_usage_is_told_in_chinese(warehouse: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run("dashboard", warehouse, "trend", *arguments)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err
