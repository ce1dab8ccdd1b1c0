"""A balance is summed over the units of one month, never over months, and is checked accordingly."""

import pytest

from tests.etl.sheets import read, warnings

MONTHS_DOWN = "月份,单位,上月结转数,受理工单数\n2023-05,局机关,4,10\n2023-06,局机关,6,20\n合计,,{},{}\n"
UNITS_DOWN = "月份,单位,上月结转数,受理工单数\n2023-06,局机关,4,10\n2023-06,执法大队,6,20\n合计,,{},{}\n"
MONTHS_ACROSS = "指标,2023-01,2023-02,累计\n上月结转数,4,6,{}\n受理工单数,10,20,{}\n"


@pytest.mark.parametrize("carried", ["", "10", "6", "4"])
@pytest.mark.parametrize("table", [MONTHS_DOWN, MONTHS_ACROSS])
def test_whatever_stands_as_the_total_of_a_balances_months_is_no_mismatch(table: str, carried: str) -> None:
    assert warnings(read(table.format(carried, "30"), unit="局机关")) == []
    found = [code for code, *_ in warnings(read(table.format(carried, "31"), unit="局机关"))]
    assert found == ["total_mismatch"]


@pytest.mark.parametrize(("carried", "codes"), [("10", []), ("11", ["total_mismatch"])])
def test_a_balance_of_one_month_is_summed_over_the_units(carried: str, codes: list[str]) -> None:
    assert [code for code, *_ in warnings(read(UNITS_DOWN.format(carried, "30")))] == codes
