"""A file named after another month than its title: last month's title may still stand above new figures."""

import pytest

from tests.etl.sheets import as_xlsx, findings, read

TABLE = [["单位", "受理工单数"], ["局机关", 5]]


@pytest.mark.parametrize(
    ("title", "file", "said"),
    [
        ("2022年6月热线 制表日期：2023年7月3日", "12345热线2023年6月.xlsx", "2023年6月"),
        ("2023年5月热线", "12345热线2023年6月.xlsx", "2023年6月"),
        ("2023年5月热线", "6月热线.xlsx", "2023年6月"),
        ("2022年6月热线", "2023年热线.xlsx", "2023年"),
        ("2023年6月热线", "12345热线2023年6月.xlsx", None),
        ("2023年6月热线", "202306热线.xlsx", None),
        ("2023年6月热线", "热线2023年1-6月.xlsx", None),
        ("2023年6月热线", "热线2023年7月3日报送.xlsx", None),
        ("2023年6月热线", "热线20230703.xlsx", None),
        ("2023年6月热线", "热线.xlsx", None),
    ],
)
def test_a_file_name_of_another_month_than_the_title_is_a_warning(
    title: str, file: str, said: str | None
) -> None:
    told = findings(read(as_xlsx({"Sheet1": [[title], *TABLE]}), file))
    expected = [("title_mismatch", "warning", said)] if said else []
    assert [(one.code, one.severity, one.value) for one in told] == expected


def test_a_workbook_of_monthly_sheets_may_be_named_after_its_last_month() -> None:
    sheets = {f"{month}月": [[f"2023年{month}月热线"], *TABLE] for month in (5, 6)}
    assert findings(read(as_xlsx(sheets), "热线2023年6月.xlsx")) == []
