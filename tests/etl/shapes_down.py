"""Sheets with the indicators down: units, months or 数量 across, sections, lists."""

from tests.etl.shape import BRIGADE, JUNE, WORKBOOKS, Shape

SHAPES: dict[str, Shape] = {
    "units across": Shape(
        """
        2023年6月12345热线办理情况表|<|<|<
        填报部门：法规科||单位：件|
        指标|局机关|执法大队|合计
        受理工单数|3|414|417
        办结工单数|5|400|405
        填报人：张三||审核人：李四|
        """,
        JUNE,
    ),
    "the total of the units first": Shape(
        """
        2023年6月
        指标|合计|局机关|执法大队
        受理工单数|417|3|414
        办结工单数|405|5|400
        """,
        JUNE,
    ),
    "months over units": Shape(
        """
        2023年热线|<|<|<|<|<|<
        指标|5月|<|<|6月|<|<
        ^|局机关|执法大队|合计|局机关|执法大队|合计
        受理工单数|12|2168|2180|3|414|417
        办结工单数||2000|2000|5|400|405
        """
    ),
    "units over months": Shape(
        """
        2023年热线|<|<|<|<|<|<
        指标|局机关|<|执法大队|<|合计|<
        ^|5月|6月|5月|6月|5月|6月
        受理工单数|12|3|2168|414|2180|417
        办结工单数||5|2000|400|2000|405
        """
    ),
    "a table for each unit, one below the other": Shape(
        """
        2023年热线月报|<|<
        填报单位：局机关||
        指标|5月|6月
        受理工单数|12|3
        办结工单数||5

        填报单位：执法大队||
        指标|5月|6月
        受理工单数|2168|414
        办结工单数|2000|400
        """
    ),
    "a table for each unit without a line between": Shape(
        """
        2023年热线月报|<|<
        单位：局机关||
        指标|5月|6月
        受理工单数|12|3
        办结工单数||5
        单位：执法大队||
        指标|5月|6月
        受理工单数|2168|414
        办结工单数|2000|400
        """
    ),
    "each unit as a line over its rows": Shape(
        """
        2023年热线月报|<|<
        指标|5月|6月
        局机关|<|<
        受理工单数|12|3
        办结工单数||5
        综合执法大队|<|<
        受理工单数|2168|414
        办结工单数|2000|400
        """
    ),
    "each month as a line over its rows": Shape(
        """
        2023年热线月报|<|<
        指标|局机关|执法大队
        5月|<|<
        受理工单数|12|2168
        办结工单数||2000
        6月|<|<
        受理工单数|3|414
        办结工单数|5|400
        """
    ),
    "units merged beside their indicators": Shape(
        """
        2023年热线月报|<|<|<
        单位|指标|5月|6月
        局机关|受理工单数|12|3
        ^|办结工单数||5
        执法大队|受理工单数|2168|414
        ^|办结工单数|2000|400
        """,
        kinds=WORKBOOKS,
    ),
    "indicators merged beside their units, with totals": Shape(
        """
        2023年热线月报|<|<|<
        指标|单位|5月|6月
        受理工单数|局机关|12|3
        ^|执法大队|2168|414
        ^|合计|2180|417
        办结工单数|局机关||5
        ^|执法大队|2000|400
        ^|合计|2000|405
        """,
        kinds=WORKBOOKS,
    ),
    "a list of quantities": Shape(
        """
        2023年6月12345热线月报表|<|<
        填报单位：执法大队||
        项目|数量|备注
        受理工单数|414|含转办
        办结工单数|400|
        填报人：张三||审核人：李四
        """,
        JUNE,
        BRIGADE,
    ),
    "a list of quantities with numbers and counting units": Shape(
        """
        2023年6月12345热线月报表|<|<|<
        填报单位：执法大队|||
        序号|项目|单位|数量
        1|受理工单数|件|414
        2|办结工单数|件|400
        """,
        JUNE,
        BRIGADE,
    ),
    "a list of quantities in two halves": Shape(
        """
        2023年6月12345热线月报表|<|<|<
        填报单位：执法大队|||
        项目|数量|项目|数量
        受理工单数|414|办结工单数|400
        满意数|9||
        """,
        JUNE,
        BRIGADE,
        ("tickets_received", "tickets_closed", "tickets_satisfied"),
    ),
    "groups named as their indicators": Shape(
        """
        2023年热线|<|<
        填报单位：执法大队||
        项目|5月|6月
        一、受理|<|<
        受理工单数|2168|414
        小计|2168|414
        二、办结|<|<
        办结工单数|2000|400
        小计|2000|400
        """,
        units=BRIGADE,
    ),
    "numbered columns below the header": Shape(
        """
        2023年6月热线|<|<
        填报单位：执法大队||
        指标|计量单位|本月
        甲|乙|1
        受理工单数|件|414
        办结工单数|件|400
        """,
        JUNE,
        BRIGADE,
    ),
    "a list without any header": Shape(
        """
        填报单位|执法大队
        报告月份|2023年6月
        受理工单数|414
        办结工单数|400
        """,
        JUNE,
        BRIGADE,
    ),
    "an export with other headings": Shape(
        """
        月份|单位|指标|数量
        2023-05|执法大队|受理工单数（件）|2168
        2023-05|执法大队|办结工单数（件）|2000
        2023-05|局机关|受理工单数（件）|12
        2023-06|执法大队|受理工单数（件）|414
        2023-06|执法大队|办结工单数（件）|400
        2023-06|局机关|受理工单数（件）|3
        2023-06|局机关|办结工单数（件）|5
        """
    ),
    "the plain table on its side": Shape(
        """
        月份|2023-05|<|2023-06|<
        单位|执法大队|局机关|执法大队|局机关
        受理工单数|2168|12|414|3
        办结工单数|2000||400|5
        """
    ),
    "numbers of months beside 月份": Shape(
        """
        2023年热线|<|<
        填报单位：执法大队||
        月份|5|6
        受理工单数|2168|414
        办结工单数|2000|400
        """,
        units=BRIGADE,
    ),
    "numbers of months below 月份, and a total with its counting unit": Shape(
        """
        2 0 2 3 年 热 线|<|<|<
        填报单位：执法大队|||
        指标|月份|<|<
        ^|5|6|合计（件）
        受理工单数|2168|414|2582
        办结工单数|2000|400|2400
        """,
        units=BRIGADE,
    ),
    "tables one below the other, one reporter above them": Shape(
        """
        填报单位：执法大队||填报日期：2023年7月3日
        一、2023年5月12345热线情况||
        指标|数量|备注
        受理工单数|2168|
        办结工单数|2000|

        二、2023年6月12345热线情况||
        指标|数量|备注
        受理工单数|414|
        办结工单数|400|
        """,
        units=BRIGADE,
    ),
    "tables one below the other, each below its own reporter": Shape(
        """
        填报单位：执法大队|
        2023年6月热线|
        指标|数量
        受理工单数|414
        办结工单数|400

        填报单位：局机关|
        2023年6月热线|
        指标|数量
        受理工单数|3
        办结工单数|5
        """,
        JUNE,
    ),
}
