"""Columns kept in 万元, and targets: counted as the file says, not one decimal lost."""

import shutil
from pathlib import Path

import pytest

from domain.catalogue import DEFAULT_FOLDER, Catalogue, load_catalogue
from etl.read.read_tables import ReadOptions, read_tables
from tests.etl.sheets import TODAY, UNITS, as_text, errors, figures, read

JUNE = "2023-06"
MONEY = 'fines = { name = "罚没金额", counting_unit = "万元", whole = false, aliases = ["罚没款"] }\n'
FEES = 'fees = { name = "规费收入", counting_unit = "元", whole = false }\n'
KPI = """
[{id}]
name = "{name}"
short_name = "{name}"
formula = "{id}"
direction = "neutral"
scope = "全局"
owner = "法规科"
why = "试"
source = "试"
"""


@pytest.fixture(scope="module")
def with_money(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue with a column in 万元 and one in 元."""
    folder = Path(shutil.copytree(DEFAULT_FOLDER, tmp_path_factory.mktemp("money") / "catalogue"))
    columns, kpis = folder / "datasets.toml", folder / "kpis.toml"
    text = columns.read_text(encoding="utf-8")
    columns.write_text(text.replace("cases_handled =", f"{MONEY}{FEES}cases_handled =", 1), encoding="utf-8")
    added = KPI.format(id="fines", name="罚没金额") + KPI.format(id="fees", name="规费收入")
    kpis.write_text(kpis.read_text(encoding="utf-8") + added, encoding="utf-8")
    return load_catalogue(folder)


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("罚没金额", "12.35", 12.35),
        ("罚没金额", "12.35万", 12.35),
        ("罚没金额", "12.35万元", 12.35),
        ("罚没金额", "123500元", 12.35),
        ("罚没金额", "123,500 元", 12.35),
        ("罚没金额（万元）", "12.35", 12.35),
        ("罚没金额（万元）", "12.35万", 12.35),
        ("罚没金额（万元）", "123500元", 12.35),
        ("罚没金额（元）", "123500", 12.35),
        ("罚没金额（元）", "12.35万", 12.35),
        ("罚没金额（元）", "123456.7", 12.34567),
        ("罚没金额（元）", "0.1", 0.00001),
        ("罚没金额（亿元）", "0.001235", 12.35),
        ("罚没金额（百万元）", "0.1235", 12.35),
        ("罚没金额（万）", "12.35", 12.35),
        ("规费收入", "12.35万元", 123500),
        ("规费收入", "12.35万", 123500),
        ("规费收入（万元）", "12.35", 123500),
        ("规费收入", "123500.05元", 123500.05),
    ],
)
def test_money_is_kept_in_the_columns_own_unit(
    with_money: Catalogue, header: str, cell: str, value: float
) -> None:
    text = as_text([["月份", "单位", header], [JUNE, "局机关", cell]])
    file = read_tables(text.encode(), "月报.csv", with_money, UNITS, ReadOptions(today=TODAY))
    assert errors(file) == []
    assert [kept for kept, _ in figures(file).values()] == [value]


def test_a_title_in_yuan_speaks_for_money_alone(with_money: Catalogue) -> None:
    text = "2023年6月执法案件\n单位：元\n单位,罚没金额,规费收入,案件数\n局机关,123500,50,7\n"
    file = read_tables(text.encode(), "月报.csv", with_money, UNITS, ReadOptions(today=TODAY))
    assert errors(file) == []
    assert sorted(kept or 0 for kept, _ in figures(file).values()) == [7, 12.35, 50]


@pytest.mark.parametrize(
    ("header", "row", "target"),
    [
        ("年度,指标,计量单位,年度目标,依据", "2023,宣传资料份数,万份,3,要点", 30000),
        ("年度,指标,年度目标（万份）,依据", "2023,宣传资料份数,3,要点", 30000),
        ("年度,指标,年度目标,依据", "2023,宣传资料份数,3万份,要点", 30000),
        ("年度,指标,年度目标,依据", "2023,宣传资料份数,3万,要点", 30000),
        ("年度,指标,计量单位,年度目标,依据", "2023,满意率,%,98,要点", 0.98),
        ("年度,指标,计量单位,年度目标,依据", "2023,满意率,%,98%,要点", 0.98),
        ("年度,指标,计量单位,年度目标,依据", "2023,集体学法次数,期,12,要点", 12),
    ],
)
def test_a_target_is_counted_as_it_says(header: str, row: str, target: float) -> None:
    file = read(f"{header}\n{row}\n")
    assert errors(file) == []
    assert file.tables[0].records["target"].tolist() == [target]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("年度,指标,计量单位,年度目标,依据", "2023,执法培训次数,人次,86,要点"),
        ("年度,指标,年度目标（人次）,依据", "2023,执法培训次数,86,要点"),
        ("年度,指标,年度目标,依据", "2023,执法培训次数,86人次,要点"),
    ],
)
def test_a_target_in_another_unit_is_refused(header: str, row: str) -> None:
    assert [code for code, _, _ in errors(read(f"{header}\n{row}\n"))] == ["wrong_unit"]
