"""Sheets of three new clerks: a village station, a yearly workbook, exports of the 12345 platform."""

from datetime import date

import pytest

from domain.units import UnitDirectory
from tests.etl.sheets import as_xlsx, errors, figures, findings, read, records, warnings

MONTHS = {f"{month}月": [["单位", "集体学法"], ["局机关", month]] for month in (1, 2, 3)}


def message(content: str | bytes, code: str, **options: object) -> str:
    """What the first finding of this code says."""
    return next(one.message for one in findings(read(content, **options)) if one.code == code)


class TestVillageStation:
    """It reports a line a month, in the words of its own ledger."""

    def test_headers_may_be_the_bare_words(self) -> None:
        text = "执法大队2023年7月热线\n受理,办结,按时办结,回访,满意\n8件,8件,7件,6件,5件\n填表人：王二\n"
        assert errors(read(text)) == []
        assert {id: value for (id, _, _), (value, _) in figures(read(text)).items()} == {
            "tickets_received": 8,
            "tickets_closed": 8,
            "tickets_on_time": 7,
            "tickets_surveyed": 6,
            "tickets_satisfied": 5,
        }

    def test_the_bare_words_of_petitions_are_theirs(self) -> None:
        text = "2023年9月信访\n单位,来信,来访,网上信访,合计,办结,按期办结\n局机关,1,2,3,6,5,4\n"
        assert {id for id, _, _ in figures(read(text))} == {
            "petitions_letters",
            "petitions_visits",
            "petitions_online",
            "petitions_closed",
            "petitions_on_time",
        }

    def test_a_remark_beside_figures_is_passed_over_with_a_warning(self) -> None:
        file = read("月份,单位,受理工单数,情况说明\n2023-06,局机关,5,暴雨\n")
        assert (errors(file), [code for code, *_ in warnings(file)]) == ([], ["unknown_column"])

    @pytest.mark.parametrize("header", ["说明", "情况说明", "原因"])
    def test_a_note_may_be_headed_as_reason(self, header: str) -> None:
        file = read(f"时间,单位,指标,{header}\n2023年7月,执法大队,受理工单数,学生放假\n")
        assert [record["text"] for record in records(file)] == ["学生放假"]

    def test_a_ledger_of_events_is_told_to_be_summed_up(self) -> None:
        text = "2023年9月宣传（执法大队）\n地点,宣传活动次数\n集市,1\n学校,1\n"
        assert "请先汇总" in message(text, "duplicate_row")


class TestYearlyWorkbook:
    """One sheet a month, and one that sums them up."""

    def test_a_sheet_that_sums_up_the_others_is_left_out_with_a_warning(self) -> None:
        book = as_xlsx({**MONTHS, "汇总": [["单位", "集体学法"], ["局机关", 6]]})
        for options in ({"year": 2023}, {"year": 2023, "month": date(2023, 3, 1)}):
            file = read(book, **options)
            assert errors(file) == []
            assert warnings(file) == [("looks_cumulative", None, None)]
            assert sum(value or 0 for value, _ in figures(file).values()) == 6

    def test_a_sheet_without_a_month_that_does_not_sum_up_is_refused(self) -> None:
        book = as_xlsx({**MONTHS, "其他": [["单位", "集体学法"], ["局机关", 6]]})
        assert [code for code, *_ in errors(read(book, year=2023))] == ["missing_column"]

    def test_a_summary_alone_is_refused(self) -> None:
        book = as_xlsx({"汇总": [["单位", "集体学法"], ["局机关", 6]]})
        assert [code for code, *_ in errors(read(book))] == ["missing_column"]

    def test_each_sheet_may_be_a_unit(self) -> None:
        rows = [["月份", "集体学法"], ["1月", 1], ["2月", 2]]
        file = read(as_xlsx({"局机关": rows, "执法大队": rows}), year=2023)
        assert {unit for _, unit, _ in figures(file)} == {"office", "brigade"}

    def test_targets_may_stand_beside_their_deadline_and_leader(self) -> None:
        rows = [
            ["2023年法治政府建设目标分解表"],
            ["序号", "指标名称", "目标值", "责任单位", "责任领导", "完成时限"],
            [1, "集体学法次数", "不少于12次", "局机关", "张局", "12月底"],
            [2, "满意率", "≥98%", "执法大队", "王队", "全年"],
            [3, "按时办结率", "98%以上", "执法大队", "王队", "全年"],
        ]
        file = read(as_xlsx({"目标": rows}))
        assert errors(file) == []
        assert [(one["target"], one["owner"]) for one in records(file)] == [
            (12, "张局"),
            (0.98, "王队"),
            (0.98, "王队"),
        ]

    def test_a_target_may_be_counted_in_another_word_and_bounded_above_where_less_is_better(self) -> None:
        text = "年度,指标,年度目标,时序,依据\n2023,复议纠错与败诉数,不超过2件,每季度,要点\n"
        assert [(one["target"], one["profile"]) for one in records(read(text))] == [(2, "quarterly")]

    def test_two_units_in_one_cell_are_told_to_be_one(self) -> None:
        text = "2023年任务\n任务编号,任务名称,责任单位,完成时限,状态\n1,甲,局机关、执法大队,6月底,进行中\n"
        assert "请只写一个" in message(text, "unknown_unit")

    def test_a_units_long_name_is_not_taken_for_a_signature(self) -> None:
        text = "月份,单位,集体学法次数\n2023-06,示例区城市公共交通管理站,1\n"
        assert "没有登记这个单位" in message(text, "unknown_unit")

    @pytest.mark.parametrize("cell", ["不超过98%", "98%以内", "不低于"])
    def test_a_target_with_the_wrong_bound_is_refused(self, cell: str) -> None:
        text = f"年度,指标,年度目标,依据\n2023,满意率,{cell},要点\n"
        assert [code for code, *_ in errors(read(text))] == ["not_a_number"]

    def test_the_state_of_a_task_is_told_in_the_words_offices_use(self) -> None:
        header = "2023年任务\n任务编号,工作任务,责任单位,完成时限,进展情况\n"
        text = header + "1,甲,局机关,6月底前,持续推进\n2,乙,局机关,年底,尚未开展\n"
        assert [one["status"] for one in records(read(text))] == ["in_progress", "not_started"]

    def test_a_running_number_is_offered_as_the_tasks_number(self) -> None:
        text = "2023年任务\n序号,任务名称,责任单位,完成时限,状态\n1,甲,局机关,6月底前,已完成\n"
        assert "可把“序号”的表头改为“任务编号”" in message(text, "missing_column").replace("也", "")

    def test_units_without_codes_are_asked_for_them_and_nothing_else(self) -> None:
        file = read("序号,单位名称,上级单位\n1,某局,\n2,某队,某局\n", units=UnitDirectory())
        assert errors(file) == [("missing_column", None, "单位代码")]

    def test_units_may_have_short_names_and_reports_they_owe(self) -> None:
        text = "单位代码,单位名称,上级单位,简称,应报报表\n01,某局,,局,\n02,某队,某局,队,12345热线\n"
        assert records(read(text, units=UnitDirectory()))[1]["reports"] == ("hotline",)


class TestPlatformExport:
    """What the 12345 platform writes."""

    def test_days_that_are_a_whole_month_are_that_month(self) -> None:
        row = "统计时间,承办单位,受理总数,办结数\n{},执法大队,120,118\n"
        assert {month for _, _, month in figures(read(row.format("2023-09-01至2023-09-30")))} == {"2023-09"}
        assert [code for code, *_ in errors(read(row.format("2023-09-01至2023-09-15")))] != []

    def test_a_seal_behind_the_unit_is_none_of_its_name(self) -> None:
        text = "2023年9月\n填报单位：执法大队（盖章）\n办案数\n35\n"
        assert {unit for _, unit, _ in figures(read(text))} == {"brigade"}

    def test_a_list_of_callers_is_refused_as_personal_data(self) -> None:
        text = "工单编号,受理时间,诉求人,联系电话,承办单位\n1,2023-09-01,张先生,13812345678,执法大队\n"
        assert {code for code, *_ in errors(read(text))} == {"unknown_dataset", "personal_data"}

    def test_a_list_of_tickets_is_told_to_be_summed_up(self) -> None:
        text = "工单编号,受理时间,诉求内容,承办单位,是否满意\n1,2023-09-01 08:12,拒载,执法大队,满意\n"
        assert "汇总后再报" in message(text, "unknown_dataset")

    def test_a_header_of_another_dataset_is_named(self) -> None:
        text = "月份,单位,受理工单数,办理案件数\n2023-06,局机关,1,2\n"
        assert "“受理工单数”不是“执法案件”的列" in message(text, "unknown_dataset")
