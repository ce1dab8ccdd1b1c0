"""Sheets with the indicators in the header, alone or with months and units; and sheets as printed."""

from tests.etl.shape import BRIGADE, JUNE, Shape

SHAPES: dict[str, Shape] = {
    "months over indicators": Shape(
        """
        2023年各单位12345热线办理情况|<|<|<|<|<|<
        单位|5月|<|6月|<|合计|<
        ^|受理工单数|办结工单数|受理工单数|办结工单数|受理工单数|办结工单数
        局机关|12||3|5|15|5
        执法大队|2168|2000|414|400|2582|2400
        合计|2180|2000|417|405|2597|2405
        填表人：张三||||||
        """
    ),
    "indicators over months": Shape(
        """
        2023年各单位12345热线办理情况|<|<|<|<|<|<
        单位|受理工单数|<|<|办结工单数|<|<
        ^|5月|6月|小计|5月|6月|小计
        局机关|12|3|15||5|5
        执法大队|2168|414|2582|2000|400|2400
        """
    ),
    "indicators over units": Shape(
        """
        2023年热线|<|<|<|<|<|<
        月份|受理工单数|<|<|办结工单数|<|<
        ^|局机关|执法大队|合计|局机关|执法大队|合计
        5月|12|2168|2180||2000|2000
        6月|3|414|417|5|400|405
        合计|15|2582|2597|5|2400|2405
        """
    ),
    "units over indicators": Shape(
        """
        2023年热线|<|<|<|<
        月份|局机关|<|执法大队|<
        ^|受理工单数|办结工单数|受理工单数|办结工单数
        5月|12||2168|2000
        6月|3|5|414|400
        """
    ),
    "one indicator in the title, months across": Shape(
        """
        2023年各单位受理工单数统计表|<|<|<
        单位|5月|6月|合计
        局机关|12|3|15
        执法大队|2168|414|2582
        合计|2180|417|2597
        """,
        indicators=("tickets_received",),
    ),
    "one indicator in the title, units across": Shape(
        """
        2023年各单位12345热线受理工单数（件）|<|<|<
        月份|局机关|执法大队|合计
        5月|12|2168|2180
        6月|3|414|417
        """,
        indicators=("tickets_received",),
    ),
    "a blank header over the units": Shape(
        """
        2023年6月热线|<|<
        |受理工单数|办结工单数
        局机关|3|5
        执法大队|414|400
        """,
        JUNE,
    ),
    "a slanted header over the units": Shape(
        """
        2023年6月热线|<|<
        单位\\项目|受理工单数|办结工单数
        局机关|3|5
        执法大队|414|400
        合计|417|405
        """,
        JUNE,
    ),
    "部门 over the units": Shape(
        """
        2023年6月热线|<|<|<
        序号|部门|受理工单数|办结工单数
        1|局机关|3|5
        2|执法大队|414|400
        |合计|417|405
        """,
        JUNE,
    ),
    "a slanted header over the months": Shape(
        """
        2023年热线|<|<
        填报单位：执法大队||
        月份/指标|受理工单数|办结工单数
        5月|2168|2000
        6月|414|400
        """,
        units=BRIGADE,
    ),
    "a blank header over months and units": Shape(
        """
        2023年热线|<|<|<
        ||受理工单数|办结工单数
        5月|局机关|12|
        5月|执法大队|2168|2000
        6月|局机关|3|5
        6月|执法大队|414|400
        """
    ),
    "其中 in rows": Shape(
        """
        2023年热线|<|<
        填报单位：执法大队||
        指标|5月|6月
        一、受理情况|<|<
        受理工单数|2168|414
        二、办理情况|<|<
        1.办结工单数|2000|400
          其中：满意数|7|9
        """,
        units=BRIGADE,
        indicators=("tickets_received", "tickets_closed", "tickets_satisfied"),
    ),
    "其中 in columns": Shape(
        """
        2023年6月热线|<|<|<
        单位|受理工单数|办结工单数|其中：满意数
        局机关|3|5|
        执法大队|414|400|9
        """,
        JUNE,
        indicators=("tickets_received", "tickets_closed", "tickets_satisfied"),
    ),
    "其中 over a column": Shape(
        """
        2023年6月热线|<|<|<
        单位|受理工单数|办结工单数|<
        ^|^|总数|其中：满意数
        局机关|3|5|
        执法大队|414|400|9
        """,
        JUNE,
        indicators=("tickets_received", "tickets_closed", "tickets_satisfied"),
    ),
    "groups over columns": Shape(
        """
        2023年热线|<|<|<
        月份|单位|工单情况|<
        ^|^|受理工单数（件）|办结工单数（件）
        5月|局机关|12|
        5月|执法大队|2168|2000
        6月|局机关|3|5
        6月|执法大队|414|400
        """
    ),
    "counting units below the header": Shape(
        """
        2023年6月热线|<|<
        单位|受理工单数|办结工单数
        |件|件
        局机关|3|5
        执法大队|414|400
        """,
        JUNE,
    ),
    "groups beside the indicators": Shape(
        """
        2023年热线|<|<|<|<
        填报单位：执法大队||||
        类别|指标|计量单位|5月|6月
        受理|受理工单数|件|2168|414
        办理|办结工单数|件|2000|400
        ^|满意数|件|7|9
        """,
        units=BRIGADE,
        indicators=("tickets_received", "tickets_closed", "tickets_satisfied"),
    ),
    "blank columns between": Shape(
        """
        2023年6月热线||||||
        单位||受理工单数||办结工单数||备注
        局机关||3||5||
        执法大队||414||400||含转办
        合计||417||405||
        """,
        JUNE,
    ),
    "a second page": Shape(
        """
        2023年热线月报表|<|<|<
        月份|单位|受理工单数|办结工单数
        5月|执法大队|2168|2000
        5月|局机关|12|
        本页小计||2180|2000
        2023年热线月报表（续）|<|<|<
        月份|单位|受理工单数|办结工单数
        6月|执法大队|414|400
        6月|局机关|3|5
        合计||2597|2405
        """
    ),
    "a second page of a turned table": Shape(
        """
        2023年热线月报表|<|<
        填报单位：执法大队||
        指标|5月|6月
        受理工单数|2168|414

        2023年热线月报表（续表）|<|<
        填报单位：执法大队||
        指标|5月|6月
        办结工单数|2000|400
        """,
        units=BRIGADE,
    ),
    "two halves side by side": Shape(
        """
        2023年热线|<|<|<|<|<|<
        填报单位：执法大队||||||
        月份|受理工单数|办结工单数||月份|受理工单数|办结工单数
        5月|2168|2000||6月|414|400
        """,
        units=BRIGADE,
    ),
    "two turned tables side by side": Shape(
        """
        2023年热线|<|<|<|<
        填报单位：执法大队||||
        指标|5月||指标|6月
        受理工单数|2168||受理工单数|414
        办结工单数|2000||办结工单数|400
        """,
        units=BRIGADE,
    ),
    "each unit as a line over its months": Shape(
        """
        2023年热线|<|<
        月份|受理工单数|办结工单数
        局机关|<|<
        5月|12|
        6月|3|5
        综合执法大队|<|<
        5月|2168|2000
        6月|414|400
        """
    ),
    "each month as a line over its units, with subtotals": Shape(
        """
        2023年热线|<|<
        单位|受理工单数|办结工单数
        5月|<|<
        局机关|12|
        执法大队|2168|2000
        小计|2180|2000
        6月|<|<
        局机关|3|5
        执法大队|414|400
        小计|417|405
        """
    ),
    "three levels": Shape(
        """
        2023年12345热线|<|<|<|<|<
        单位|受理|<|<|<|办理|<
        ^|5月|<|6月|<|5月|6月
        ^|受理工单数|满意数|受理工单数|满意数|办结工单数|办结工单数
        局机关|12|0|3|||5
        执法大队|2168|7|414|9|2000|400
        """,
        indicators=("tickets_received", "tickets_satisfied", "tickets_closed"),
    ),
}
