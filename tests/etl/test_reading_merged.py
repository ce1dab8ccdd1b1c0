"""Headers of several levels, and merged cells that say less than they seem to."""

from collections.abc import Sequence
from typing import Any

import pytest

from etl.read.read_tables import ReadFile
from tests.etl.sheets import as_text, drawn_xlsx, errors, figures, findings, read

HEADER = ["月份", "单位", "受理工单数", None, "办结工单数"]
OFFICE = ("office", "2023-06")


def merged(rows: Sequence[Sequence[Any]], *areas: str) -> bytes:
    """A workbook of these rows; the areas are merged and keep their first cell."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet()
        for area in areas:
            sheet.merge_range(area, "")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell)

    return drawn_xlsx(draw)


@pytest.mark.parametrize("cells", [(5, 30), (None, 5), ("约", 5)])
def test_figures_in_two_columns_of_one_merged_header_are_not_chosen_between(cells: tuple[Any, Any]) -> None:
    file = read(merged([HEADER, ["2023-06", "局机关", *cells, 4]], "C1:D1"))
    assert ("ambiguous_column", 1, "受理工单数") in errors(file)


@pytest.mark.parametrize("beside", [None, "件", "无", 0])
def test_a_merged_header_may_stand_over_one_column_of_figures(beside: str | None) -> None:
    file = read(merged([HEADER, ["2023-06", "局机关", 5, beside, 4]], "C1:D1"))
    told = ["unknown_column"] if beside in ("无", 0) else []
    assert [one.code for one in findings(file)] == told
    assert figures(file) == {("tickets_received", *OFFICE): (5, ""), ("tickets_closed", *OFFICE): (4, "")}


def test_words_in_the_second_column_of_a_merged_header_are_told_to_be_unread() -> None:
    file = read(merged([HEADER, ["2023-06", "局机关", 5, "含转办", 4]], "C1:D1"))
    assert [(one.code, one.severity) for one in findings(file)] == [("unknown_column", "warning")]


def test_cells_merged_like_their_header_are_one_figure() -> None:
    file = read(merged([HEADER, ["2023-06", "局机关", 5, None, 4]], "C1:D1", "C2:D2"))
    assert findings(file) == []


@pytest.mark.parametrize(("cell", "told"), [(5, ["double_count"]), (0, []), ("无", []), ("/", [])])
@pytest.mark.parametrize("area", ["C2:C3", "C2:D2"])
def test_a_figure_in_a_merged_cell_of_several_figures_is_told(area: str, cell: Any, told: list[str]) -> None:
    rows = [["月份", "单位", "受理工单数", "办结工单数"], ["2023-06", "局机关", cell, None]]
    rows += [["2023-06", "执法大队", None if area == "C2:C3" else 3, 4]]
    file = read(merged(rows, area))
    assert [one.code for one in findings(file)] == told
    if told:
        assert (findings(file)[0].row, findings(file)[0].column) == (2, "受理工单数")
        assert len([value for value, _ in figures(file).values() if value == cell]) == 2


def test_a_figure_merged_over_the_months_of_a_turned_table_is_told() -> None:
    rows = [["2023年12345热线 填报单位：局机关"], ["指标", "5月", "6月"], ["受理工单数", 5, None]]
    file = read(merged(rows, "B3:C3"))
    assert [(one.code, one.row, one.column) for one in findings(file)] == [("double_count", 3, "5月")]


def test_a_header_merged_downwards_shows_how_deep_the_header_is() -> None:
    rows = [["单位", "受理工单数", None, "办结工单数"], [None, "电话", "网络", None], ["局机关", 5, 1, 4]]
    file = read(merged([["2023年6月"], *rows], "A2:A3", "B2:C2", "D2:D3"))
    assert figures(file) == {("tickets_closed", *OFFICE): (4, "")}
    assert [(one.code, one.column) for one in findings(file)] == [
        ("unknown_column", "电话"),
        ("unknown_column", "网络"),
    ]


def deep(*levels: list[Any]) -> ReadFile:
    return read(as_text([["2023年12345热线"], *levels]))


def test_the_subtotal_of_a_part_is_not_the_whole() -> None:
    top = ["月份", "单位", "受理工单数", None, None, None]
    groups, bottoms = [None, None, "线上", None, "线下", "总计"], [None, None, "网络", "小计", None, None]
    row = ["6月", "局机关", 2, 3, 4, 7]
    for file in (
        deep(top, groups, bottoms, row),
        read(merged([["2023年12345热线"], top, groups, bottoms, row], "C2:F2", "C3:D3")),
    ):
        assert figures(file) == {("tickets_received", *OFFICE): (7, "")}
        assert "小计" in [one.column for one in findings(file)]


@pytest.mark.parametrize(
    "levels",
    [
        [["单位", "受理工单数"], [None, "6月"], [None, "网络", "电话", "小计"], ["局机关", 2, 3, 5]],
        [["填报单位：局机关"], ["指标", "6月"], [None, "网络", "电话", "合计"], ["受理工单数", 2, 3, 5]],
    ],
)
def test_a_part_beside_the_whole_of_a_month_is_not_the_month(levels: list[list[Any]]) -> None:
    file = deep(*levels)
    assert figures(file) == {("tickets_received", *OFFICE): (5, "")}
    assert {one.column for one in findings(file)} == {"网络", "电话"}


@pytest.mark.parametrize(("part", "total"), [("网络", "合计"), ("网络", "全年合计"), ("新增", "合计")])
def test_a_total_that_its_parts_do_not_add_up_to_is_not_the_months_figure(part: str, total: str) -> None:
    levels = [["填报单位：局机关"], ["指标", "6月"], [None, part, total], ["受理工单数", 60, 1000]]
    assert "total_mismatch" in [one.code for one in findings(deep(*levels))]


def form(*rows: Sequence[Any], area: str) -> ReadFile:
    head = ["单位", "受理工单数", "办结工单数", "备注"]
    return read(merged([["2023年6月12345热线"], head, *rows], area))


def test_a_blank_form_with_a_merged_header_is_empty() -> None:
    assert errors(form(area="A2:A3"))[0][0] == "empty_file"


@pytest.mark.parametrize("area", ["A2:A3", "D2:D3", "D2:D9"])
def test_a_header_merged_over_entries_takes_none_of_them(area: str) -> None:
    rows = [["局机关", 3, 2], ["执法大队", 4, 4]]
    if area == "A2:A3":
        rows.insert(0, [None])
    assert sorted(value for value, _ in figures(form(*rows, area=area)).values()) == [2, 3, 4, 4]


def test_a_month_merged_over_a_number_and_a_share_is_the_months_of_both() -> None:
    rows = [
        ["指标", "5月", None, "6月", None],
        [None, "数量", "占比", "数量", "占比"],
        ["受理工单数", 4, 0.5, 5, 0.2],
    ]
    file = read(merged([["2023年 填报单位：局机关"], *rows], "A2:A3", "B2:C2", "D2:E2"))
    assert errors(file) == []
    assert [value for value, _ in figures(file).values()] == [4, 5]
