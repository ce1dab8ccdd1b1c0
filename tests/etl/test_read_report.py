"""Figures in reports: texts written for these tests (report_texts), each with the list of its figures."""

import csv
import io
from pathlib import Path

import pytest
from docx import Document

from domain.catalogue import load_catalogue
from etl.written_report.read_report import ReportFigure, find_report_figures, read_report

TEXTS = Path(__file__).parent / "report_texts"
NAMES = sorted(path.stem for path in TEXTS.glob("*.txt"))


def text_of(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def expected_of(name: str) -> list[dict[str, str]]:
    with (TEXTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures_of(text: str) -> tuple[ReportFigure, ...]:
    return find_report_figures(text, load_catalogue())


def told(text: str) -> list[tuple[float, str]]:
    return [(figure.value, figure.unit) for figure in figures_of(text)]


def word_document(*lines: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_all_figures_of_a_report_are_found_with_none_extra(name: str) -> None:
    found = [(f.value, f.unit, f.approximate, f.kpi or "") for f in figures_of(text_of(name))]
    expected = [
        (float(row["value"]), row["unit"], row["approximate"] == "yes", row["kpi"])
        for row in expected_of(name)
    ]
    assert found == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_quote_names_the_thing_and_stands_in_its_sentence_and_the_text(name: str) -> None:
    text = text_of(name)
    for figure, row in zip(figures_of(text), expected_of(name), strict=True):
        assert row["names"] in figure.quote
        assert figure.quote in figure.sentence
        assert figure.sentence in text


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("大队共办理行政执法案件414起。", "办理行政执法案件414起"),
        ("全年召开2次专题会议推进法治工作。", "召开2次专题会议"),
        ("另有9名执法人员参与换证考试。", "9名执法人员"),
        ("对辖区1家甲醇仓储企业进行了宣讲。", "1家甲醇仓储企业"),
        ("满意率100%。", "满意率100%"),
        ("受理工单12件、来访3起。", "来访3起"),
        ("落实《公路安全保护条例》等法规，发放资料8000余份。", "发放资料8000余份"),
    ],
)
def test_a_quote_is_the_shortest_phrase_that_names_thing_and_number(sentence: str, quote: str) -> None:
    assert quote in [figure.quote for figure in figures_of(sentence)]


@pytest.mark.parametrize(
    ("words", "value", "unit", "word"),
    [
        ("约谈企业3家", 3, "家", ""),
        ("发放资料1000余份", 1000, "份", "余"),
        ("发放资料近万份", 10_000, "份", "近"),
        ("发放资料约5千份", 5000, "份", "约"),
        ("发放资料1.2万余份", 12_000, "份", "余"),
        ("发放资料２，１６８份", 2168, "份", ""),
        ("发放资料两百多份", 200, "份", "多"),
        ("发放资料300份左右", 300, "份", "约"),
        ("发放资料超过300份", 300, "份", "余"),
        ("开展活动十余次", 10, "次", "余"),
        ("开展活动70余场（次）", 70, "场次", "余"),
        ("目前12项整改已销号", 12, "项", ""),
        ("罚款32.5万元", 32.5, "万元", ""),
        ("挽回损失1.3亿元", 1.3, "亿元", ""),
        ("培训学时12.5学时", 12.5, "学时", ""),
        ("办结率达到百分之九十七点八四", 97.84, "%", ""),
        ("覆盖率达60%以上", 60, "%", "余"),
        ("合格率为百分之百", 100, "%", ""),
    ],
)
def test_a_number_is_read_in_whatever_way_it_is_written(
    words: str, value: float, unit: str, word: str
) -> None:
    (figure,) = figures_of(f"全年{words}。")
    assert (figure.value, figure.unit, figure.word) == (value, unit, word)


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("许可、处罚案件分别为932件、403件。", [("许可", 932), ("处罚案件", 403)]),
        ("分别召开推进会3次、例会4次。", [("推进会", 3), ("例会", 4)]),
        ("参考率、合格率均为99%。", [("参考率", 99), ("合格率", 99)]),
        ("按时办结率、满意率分别为99.2%和97.8%。", [("按时办结率", 99.2), ("满意率", 97.8)]),
        ("印制手册20种18000余册。", [("手册", 20), ("手册", 18_000)]),
    ],
)
def test_things_listed_together_come_one_by_one(sentence: str, figures: list[tuple[str, float]]) -> None:
    found = figures_of(sentence)
    assert [figure.value for figure in found] == [value for _, value in figures]
    assert all(thing in figure.quote for figure, (thing, _) in zip(found, figures, strict=True))


@pytest.mark.parametrize(
    "heading",
    ["三、下一步工作计划", "（二）下步打算", "下一步工作安排", "四、努力方向", "五、2024年工作思路"],
)
def test_what_is_planned_is_not_work_done(heading: str) -> None:
    assert told(f"一、工作情况\n开展培训2次。\n{heading}\n开展培训4次，检查企业30家。") == [(2, "次")]


def test_work_done_after_the_plans_counts_again() -> None:
    text = "（三）下一步打算\n开展培训4次。\n二、其他工作情况\n开展培训3次。"
    assert told(text) == [(3, "次")]


def test_a_line_that_a_text_file_wrapped_reads_on() -> None:
    wrapped = "全年围绕道路运输安全、工程质量监督和农村公路养护等重点工作共办理行政\n执法案件414起。"
    (figure,) = figures_of(wrapped)
    assert figure.quote == "办理行政执法案件414起"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_report_reads_the_same_in_every_encoding(encoding: str) -> None:
    text = text_of("transport_year")
    assert read_report(text.encode(encoding), load_catalogue()).figures == figures_of(text)


def test_a_word_document_gives_what_its_text_gives() -> None:
    text = text_of("transport_year")
    assert read_report(word_document(*text.splitlines()), load_catalogue()).figures == figures_of(text)


def test_the_cells_of_a_table_in_a_word_document_are_read() -> None:
    table = (("项目", "数量"), ("办理行政执法案件", "414起"), ("发放调查问卷", "600余份"))
    found = read_report(word_document("附表", table=table), load_catalogue()).figures
    assert [(f.value, f.unit, f.kpi) for f in found] == [
        (414, "起", "cases_handled"),
        (600, "份", "questionnaires"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unreadable"),
        (b"PK\x03\x04 and then nothing", "unreadable"),
        (word_document("开展培训2次")[:-300], "unreadable"),
        (b"\xff\xff\x00\x81", "unreadable"),
        (("开展培训2次。" * 2_000_000).encode(), "too_large"),
        ("机密★一年\n开展培训2次。".encode(), "classified"),
    ],
    ids=["old Word", "broken zip", "cut off", "no text", "too large", "classified"],
)
def test_a_file_that_may_not_or_cannot_be_read_is_a_finding(content: bytes, code: str) -> None:
    reading = read_report(content, load_catalogue())
    assert not reading.figures
    assert [finding.code for finding in reading.findings] == [code]
