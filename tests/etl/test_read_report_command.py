"""python -m etl read-report: figures as JSON, 2 for a missing file, 1 for one that cannot be read."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from etl.__main__ import etl


def run(file: Path) -> Result:
    return CliRunner().invoke(etl, ["--warehouse", str(file.parent / "none"), "read-report", str(file)])


def test_the_figures_are_printed_as_json(tmp_path: Path) -> None:
    report = tmp_path / "总结.txt"
    report.write_text("全年发放宣传资料1000余份，12345热线满意率97.84%。", encoding="gb18030")
    result = run(report)
    sentence = "全年发放宣传资料1000余份，12345热线满意率97.84%。"
    assert result.exit_code == 0
    assert json.loads(result.stdout) == [
        {
            "quote": "发放宣传资料1000余份",
            "value": 1000,
            "unit": "份",
            "approximate": True,
            "kpi": "leaflets",
            "sentence": sentence,
        },
        {
            "quote": "12345热线满意率97.84%",
            "value": 97.84,
            "unit": "%",
            "approximate": False,
            "kpi": "hotline_satisfaction_rate",
            "sentence": sentence,
        },
    ]


def test_a_report_without_figures_is_an_empty_list(tmp_path: Path) -> None:
    report = tmp_path / "总结.txt"
    report.write_text("一年来，我局依法行政水平不断提升。", encoding="utf-8")
    assert json.loads(run(report).stdout) == []


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    result = run(tmp_path / "没有.txt")
    assert result.exit_code == 2
    assert "找不到文件" in result.stderr


def test_a_file_that_cannot_be_read_is_refused_with_its_finding(tmp_path: Path) -> None:
    report = tmp_path / "总结.docx"
    report.write_bytes(b"PK\x03\x04 cut off")
    result = run(report)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "总结.docx — " in result.stderr
    assert "(unreadable)" in result.stderr


def test_reading_a_report_loads_nothing(tmp_path: Path) -> None:
    report = tmp_path / "总结.txt"
    report.write_text("全年开展集体学法3次。", encoding="utf-8")
    run(report)
    assert [path.name for path in tmp_path.iterdir()] == ["总结.txt"]
