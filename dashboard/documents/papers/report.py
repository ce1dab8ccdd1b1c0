"""The yearly or half-yearly written report as a draft; 〔待补〕 marks what the warehouse does not know."""

from __future__ import annotations

import io
from typing import Any

from dashboard.documents.papers import official
from dashboard.documents.papers.annex import add_annex
from dashboard.documents.papers.official import (
    BODY_LOOK,
    FIRST_LOOK,
    RECIPIENT_LOOK,
    SECOND_LOOK,
    SIGNATURE_LOOK,
    SUBTITLE_LOOK,
    TITLE_LOOK,
    ParagraphLook,
    add_paragraph,
    add_run,
)
from dashboard.documents.papers.problems import Problem, find_problems
from dashboard.documents.papers.report_text import ReportPart, ReportText, load_report_text
from dashboard.documents.papers.traced_writer import TracedWriter
from dashboard.documents.report_data import ReportData
from dashboard.wording.plan_count import plan_count

RECIPIENT, SIGNATURE, DATE = "〔待补：主送机关〕：", "〔待补：署名〕", "〔待补：成文日期〕"
RUN_IN_LOOK = ParagraphLook(official.SECOND)
_ORDINALS = "一二三四五六七八九十"


def make_report(data: ReportData, annex: bool = True) -> bytes:
    """The written report as a .docx. With `annex` False, the tracing tables are left out.

    Raises CatalogueError if report-writing.toml is invalid.
    """
    text, pen = load_report_text(data.catalogue), TracedWriter(data)
    title = report_title(data, pen)
    paper = official.new_paper(title)
    _opening(paper, data, text, pen, title)
    for section in text.sections:
        add_paragraph(paper, section.title, FIRST_LOOK)
        for part in section.parts:
            add_paragraph(paper, part.title, SECOND_LOOK)
            add_paragraph(paper, _points(part, pen) + part.prompt)
    problems = find_problems(data, text, pen)
    _problems(paper, data, text, problems)
    _plan(paper, text, problems)
    _closing(paper)
    if annex:
        add_annex(paper, data, pen.traces)
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def _points(part: ReportPart, pen: TracedWriter) -> str:
    """The sentences of a part; as 一是…。二是…。 if it covers several pieces of work."""
    points: list[tuple[str, str]] = []
    for sentence in part.sentences:
        said = pen.say(sentence)
        if not points or sentence.point:
            points.append((sentence.point, said))
        else:
            points[-1] = (points[-1][0], points[-1][1] + said)
    told = [(point, said) for point, said in points if said]
    if len(told) < 2:
        return "".join(said for _, said in told)
    return "".join(f"{_ORDINALS[place]}是{point}。{said}" for place, (point, said) in enumerate(told))


def report_title(data: ReportData, pen: TracedWriter) -> str:
    """示例区交通运输局2023年法治政府建设工作总结; with the months if the year is not over."""
    span = "" if data.as_of.month == 12 else pen.span
    return f"{data.unit_name}{data.board.year}年{span}法治政府建设工作总结"


def _opening(paper: Any, data: ReportData, text: ReportText, pen: TracedWriter, title: str) -> None:
    for line in _title_lines(data, title):
        add_paragraph(paper, line, TITLE_LOOK)
    sample = "，示例数据，不作正式使用" if data.has_sample else ""
    add_paragraph(paper, f"（草稿{sample}）", SUBTITLE_LOOK)
    add_paragraph(paper, "", RECIPIENT_LOOK)
    add_paragraph(paper, RECIPIENT, RECIPIENT_LOOK)
    add_paragraph(paper, pen.fill(text.opening) + text.opening_prompt)


def _title_lines(data: ReportData, title: str) -> list[str]:
    """Break a long title after the bureau's name: a line holds 20 characters of 小标宋 at 22 points."""
    longest = int(official.TEXT_WIDTH_MM / 25.4 * 72 / official.TITLE_SIZE)
    if len(title) <= longest:
        return [title]
    name = data.unit_name
    return [name, title.removeprefix(name)]


def _problems(paper: Any, data: ReportData, text: ReportText, problems: tuple[Problem, ...]) -> None:
    """One numbered paragraph per kind of problem."""
    add_paragraph(paper, text.problems.title, FIRST_LOOK)
    for number, problem in enumerate(problems):
        paragraph = add_paragraph(paper, f"（{_ORDINALS[number]}）{problem.statement}", RUN_IN_LOOK)
        add_run(paragraph, "".join(problem.facts), BODY_LOOK)
    if not problems and not data.planned:
        add_paragraph(paper, text.problems.unplanned)
    elif not problems and plan_count(data.board).is_complete:
        add_paragraph(paper, text.problems.none)
    add_paragraph(paper, text.problems.prompt)


def _plan(paper: Any, text: ReportText, problems: tuple[Problem, ...]) -> None:
    """The planned work for each problem, numbered."""
    add_paragraph(paper, text.plan.title, FIRST_LOOK)
    plans = [plan for problem in problems for plan in problem.plans]
    for number, plan in enumerate([*plans, text.plan.prompt], start=1):
        paragraph = add_paragraph(paper, f"{number}.{plan}")
        paragraph.paragraph_format.widow_control = True
    paragraph.paragraph_format.keep_with_next = True


def _closing(paper: Any) -> None:
    """Signature and date, never alone on a page."""
    add_paragraph(paper, "", RECIPIENT_LOOK).paragraph_format.keep_with_next = True
    for line in (SIGNATURE, DATE):
        paragraph = add_paragraph(paper, line, SIGNATURE_LOOK)
        paragraph.paragraph_format.right_indent = official.two_characters()
        paragraph.paragraph_format.keep_with_next = line == SIGNATURE
