"""What check and load have to say about a file, as lines for people and as objects for programs."""

from collections.abc import Iterator
from typing import Any

from etl.catalogue import Catalogue
from etl.compare import Changes
from etl.finding import Finding, is_error
from etl.preview import Preview, TablePreview

NO_TABLE = TablePreview(None, "", 0, 0, Changes(), ())


def report_json(
    preview: Preview, status: str, load: int | None, rejected: str | None
) -> list[dict[str, Any]]:
    """One object a table, with the keys of the data contract; of a file without a table one all the same.

    `rejected` is the file that the rows left out were written to.
    """
    return [
        _table_json(preview, table, status, load) | ({"rejected": rejected} if rejected else {})
        for table in preview.tables or (NO_TABLE,)
    ]


def _table_json(preview: Preview, table: TablePreview, status: str, load: int | None) -> dict[str, Any]:
    findings = (*preview.findings, *table.findings)
    sheet = {"sheet": table.sheet} if len(preview.tables) > 1 else {}
    return {
        "file": preview.file,
        **sheet,
        "dataset": table.dataset,
        "encoding": preview.encoding,
        "status": status,
        "rows": table.rows,
        "figures": table.figures,
        "load": load,
        "changes": table.changes.as_json(),
        "errors": [finding.as_json() for finding in findings if is_error(finding)],
        "warnings": [finding.as_json() for finding in findings if not is_error(finding)],
    }


def report_lines(
    preview: Preview, catalogue: Catalogue, status: str, load: int | None, rejected: str | None
) -> Iterator[str]:
    """A line each finding, errors first, and one that says what became of the file."""
    placed = list(_placed_findings(preview))
    errors = [(place, finding) for place, finding in placed if is_error(finding)]
    warnings = [(place, finding) for place, finding in placed if not is_error(finding)]
    yield from (finding.as_line(place) for place, finding in (*errors, *warnings))
    verdict = _verdict(status, load, len(errors), len(warnings))
    yield f"{preview.file}：{_tables(preview, catalogue)}{verdict}"
    if rejected:
        yield f"{preview.file}：{len(preview.rejected)} 行未导入，连同原因写入 {rejected}，改好后可再导入"


def _placed_findings(preview: Preview) -> Iterator[tuple[str, Finding]]:
    """Each finding with the file it is in, and the sheet where the file has several tables."""
    yield from ((preview.file, finding) for finding in preview.findings)
    for table in preview.tables:
        named = len(preview.tables) > 1 and table.sheet
        place = f"{preview.file}[{table.sheet}]" if named else preview.file
        yield from ((place, finding) for finding in table.findings)


def _tables(preview: Preview, catalogue: Catalogue) -> str:
    """What was read, table by table."""
    titles = {dataset.id: dataset.title for dataset in catalogue.datasets}
    return "".join(
        f"{titles.get(table.dataset or '', '数据')} {table.rows} 行 {table.figures} 项"
        f"（新增 {table.changes.added}，变更 {table.changes.changed}，不变 {table.changes.unchanged}，"
        f"撤销 {table.changes.withdrawn}）；"
        for table in preview.tables
    )


def _verdict(status: str, load: int | None, errors: int, warnings: int) -> str:
    found = "".join(f"，{some} 处{word}" for some, word in ((errors, "错误"), (warnings, "提醒")) if some)
    if status == "refused":
        return f"未导入{found}"
    if status == "unchanged":
        return f"与现有数据相同，无需导入{found}"
    return f"已导入，编号 {load}{found}" if load is not None else f"检查通过，可以导入{found}"
