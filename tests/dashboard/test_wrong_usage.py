"""python -m dashboard called wrongly, or asked for help: in Chinese, with what would be right."""

import re

import click
import pytest
from click.testing import CliRunner

from dashboard.__main__ import dashboard
from etl.cli.console import in_chinese

CLICKS_OWN = re.compile(
    r"Usage|Options|Commands|Show this|Missing|Invalid|No such|not a valid|default:|required"
)


@pytest.mark.parametrize("command", ["", *sorted(dashboard.commands)])
def test_help_is_in_chinese(command: str) -> None:
    told = CliRunner().invoke(dashboard, [*command.split(), "--help"]).stdout
    assert told.startswith("用法：")
    assert not CLICKS_OWN.search(told)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("kpis", "缺少选项 --year（年度）"),
        ("kpis --year 2023 --as-of 2023年6月", "应写作 2023-06"),
        ("kpis --year 2023 2023-06", "如要指定，请写 --as-of 2023-06"),
        ("trend --kpi leaflets --target 多", "--target"),
        ("serve --port 70000", "1 至 65535"),
        ("slide --year 2023", "是不是 slides"),
    ],
)
def test_a_slip_is_told_with_what_would_be_right(words: str, part: str) -> None:
    with pytest.raises(click.ClickException) as raised:
        dashboard.main(words.split(), standalone_mode=False)
    told = in_chinese(raised.value)
    assert part in told
    assert not CLICKS_OWN.search(told)
