"""Which columns the file of a dataset may have: header, other spellings, counting unit, English id."""

from dashboard.ui.markup import Markup, tag
from dashboard.ui.records_table import Field, records_table
from etl.catalogue import Catalogue, Column, Dataset

FIELDS = (Field("表头", "strong"), Field("也可写作", "words"), Field("计量单位"), Field("英文"))


def columns_html(dataset: Dataset, catalogue: Catalogue) -> Markup:
    """The dataset's columns; a monthly one begins with month and unit."""
    keys = (catalogue.month_column, catalogue.unit_column) if dataset.kind == "monthly" else ()
    rows = [_row(column) for column in (*keys, *dataset.columns)]
    table = records_table(FIELDS, rows, f"{dataset.title}的列")
    heading = tag("h3", dataset.title, tag("small", f"　{dataset.id}"), class_="table-title")
    return tag("section", heading, table, class_="columns")


def _row(column: Column) -> tuple[str, ...]:
    decimals = "" if column.whole or not column.counting_unit else "，可有小数"
    return (
        column.name,
        "、".join(column.aliases),
        column.counting_unit + decimals,
        tag("code", column.id),
    )
