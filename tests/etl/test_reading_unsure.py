"""Sheets that may mean two things, or name whom nobody knows, are refused, and what is unsure is named."""

import pytest

from tests.etl.shape import KINDS
from tests.etl.sheets import errors, read

REFUSED: dict[str, tuple[str, list[tuple[str, int | None, str | None]]]] = {
    "cumulative columns only": (
        """
        2023年6月热线|<|<|<|<
        单位|受理工单数|<|办结工单数|<
        ^|累计|同比|累计|同比
        局机关|15|1%|5|5%
        """,
        [("unknown_dataset", None, None)],
    ),
    "a list of years to date only": (
        """
        2023年6月热线|<
        填报单位：执法大队|
        指标|1-6月累计
        受理工单数|21
        """,
        [("missing_column", None, None)],
    ),
    "a unit that nobody knows, across": (
        """
        2023年6月热线|<|<
        指标|局机关|执法二队
        受理工单数|3|414
        """,
        [("unknown_unit", 2, "执法二队")],
    ),
    "units that nobody knows over their rows": (
        """
        2023年热线|<|<
        填报单位：局机关||
        指标|5月|6月
        执法二队|<|<
        受理工单数|12|3
        执法三队|<|<
        办结工单数|2000|400
        """,
        [("unknown_unit", 5, "单位"), ("unknown_unit", 7, "单位")],
    ),
    "a unit among others that nobody knows over its rows": (
        """
        2023年热线|<|<
        指标|5月|6月
        局机关|<|<
        受理工单数|12|3
        窗口|<|<
        办结工单数|2000|400
        """,
        [("unknown_unit", 6, "单位")],
    ),
    "a table of a unit that nobody knows below that of another": (
        """
        2023年热线|<|<
        填报单位：局机关||
        指标|5月|6月
        受理工单数|12|3

        执法二队||
        指标|5月|6月
        办结工单数|2000|400
        """,
        [("missing_column", None, "单位")],
    ),
    "the unit in a column and across": (
        """
        2023年6月热线|<|<|<
        单位|指标|局机关|执法大队
        局机关|受理工单数|3|414
        """,
        [("ambiguous_column", 2, "单位")],
    ),
    "the same month twice across": (
        """
        2023年热线|<|<
        填报单位：局机关||
        指标|6月|6月份
        受理工单数|3|3
        """,
        [("duplicate_row", 3, "6月份")],
    ),
    "the same indicator twice in two halves": (
        """
        2023年6月热线|<|<|<
        填报单位：局机关|||
        项目|数量|项目|数量
        受理工单数|3|办结工单数|5
        满意数|1|受理工单数|4
        """,
        [("ambiguous_column", 5, None)],
    ),
    "one indicator of two units that nobody knows": (
        """
        指标|单位|2023年1月|2023年2月
        受理工单数|火星队|3|5
        受理工单数|水星队|4|6
        """,
        [("unknown_unit", 2, "单位"), ("unknown_unit", 3, "单位")],
    ),
    "weeks instead of a month": (
        """
        2023年6月热线|<|<
        填报单位：局机关||
        指标|第一周|第二周
        受理工单数|3|4
        """,
        [("unknown_unit", 3, "第一周"), ("unknown_unit", 3, "第二周")],
    ),
    "two columns of figures without a header": (
        """
        2023年6月热线|<|<
        填报单位：局机关||
        受理工单数|3|21
        """,
        [("missing_column", 3, None), ("ambiguous_column", 3, None)],
    ),
    "the same indicator twice in one row": (
        """
        2023年6月热线|<|<|<
        填报单位：局机关|||
        项目|数量|项目|数量
        受理工单数|3|受理工单数|5
        """,
        [("ambiguous_column", 4, None)],
    ),
    "a month without its year beside one of another year": (
        """
        2023年热线|<|<|<
        填报单位：局机关|||
        指标|2022年11月|12月|2023年1月
        受理工单数|1|2|3
        """,
        [("bad_month", 3, "12月")],
    ),
    "a title that names another thing than the indicator": (
        """
        2023年各单位未办结工单数统计表|<|<
        单位|5月|6月
        局机关|3|4
        """,
        [("unknown_dataset", None, None)],
    ),
    "a rate in the title": (
        """
        2023年各单位受理工单办结率|<|<
        单位|5月|6月
        局机关|98|99
        """,
        [("unknown_dataset", None, None)],
    ),
    "months of a unit that nobody knows below its name": (
        """
        2023年热线|<
        月份|受理工单数
        局机关|<
        5月|12
        执法二队|<
        5月|2168
        """,
        [("unknown_unit", 6, "单位")],
    ),
    "a plan by its title": (
        """
        2023年度目标分解表|<|<
        填报单位：局机关||
        指标|1月|2月
        受理工单数|3|5
        """,
        [("unknown_dataset", None, None)],
    ),
    "a signature below instead of the unit above": (
        """
        2023年6月热线|<
        指标|数量
        受理工单数|3
        综合执法大队|
        """,
        [("missing_column", None, "单位")],
    ),
    "years instead of months": (
        """
        热线|<|<
        填报单位：局机关||
        指标|2022年|2023年
        受理工单数|3|4
        """,
        [("missing_column", None, None)],
    ),
}


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in REFUSED for kind in KINDS])
def test_what_is_not_sure_is_refused_and_named(name: str, kind: str) -> None:
    text, expected = REFUSED[name]
    assert errors(read(KINDS[kind](text))) == expected
