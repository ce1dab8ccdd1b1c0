"""Match an unknown column of figures with an absent column of the dataset: they may be the same."""

from collections.abc import Iterable, Mapping

from domain.catalogue import Column
from domain.measure import measure_of
from domain.numbers import read_figure
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_index import HeaderIndex
from etl.read.open.sheet import cell_at

ROWS_TO_LOOK_AT = 500


def may_be(
    table: FoundTable, place: int, near: Iterable[str], places: Mapping[str, int], header_index: HeaderIndex
) -> str:
    """The name of the absent column that an unknown column may be; "" if none.

    `near`: column names with similar spelling, most similar first; `places`: the columns that were found.
    """
    if table.dataset not in {dataset.id for dataset in header_index.catalogue.monthly}:
        return ""
    columns = {column.name: column for column in header_index.catalogue.dataset(table.dataset).columns}
    absent = (columns[name] for name in near if name in columns and columns[name].id not in places)
    return next((column.name for column in absent if _holds_figures(table, place, column, header_index)), "")


def _holds_figures(table: FoundTable, place: int, column: Column, header_index: HeaderIndex) -> bool:
    """Whether nearly all cells below a header could be figures of this column."""
    measure = measure_of(header_index.counting_units, column)
    texts = (cell_at(row, place) for row in table.body[:ROWS_TO_LOOK_AT])
    kinds = [read_figure(text, measure, column.whole).kind for text in texts if text.strip()]
    return 2 * kinds.count("figure") > len(kinds)
