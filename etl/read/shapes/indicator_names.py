"""What the names of indicators in a column mean: the long form's rows may be of any dataset."""

import numpy as np

from domain.catalogue import Catalogue, Column
from domain.text import name_key
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.result import Context
from etl.read.open.coded import Coded, paired
from etl.read.shapes.block import read_each


def indicator_columns(names: Coded, said: Coded, context: Context) -> np.ndarray:
    """The catalogue column for each row's indicator, by any of its names; None if it is unknown.

    `said`: the 数据集 of each row. A name of several datasets means the one that its row says, else the
    one dataset that knows all names.
    """
    index = context.header_index
    keys = map(index.key, names.different)
    fitting = index.fitting(key for key in keys if key in index.figures)
    of_all = context.options.dataset or (fitting[0] if len(fitting) == 1 else "")
    ids = dataset_ids(index.catalogue)

    def column(pair: tuple[str, str]) -> Column | None:
        name, dataset = pair
        found = columns_named(name, index)
        chosen = ids.get(name_key(dataset), "") if dataset.strip() else of_all
        return found.get(chosen) or (next(iter(found.values())) if len(found) == 1 else None)

    return read_each(paired(names, said), column)


def columns_named(name: str, index: HeaderIndex) -> dict[str, Column]:
    """Dataset → the column that an indicator's id, name or alias means there; an id or name means one."""
    own, key = name_key(name), index.key(name)
    found: dict[str, Column] = {}
    for dataset in index.catalogue.monthly:
        for column in dataset.columns:
            if own in (name_key(column.name), name_key(column.id)):
                return {dataset.id: column}
            if index.meanings[dataset.id].get(key) == column.id:
                found[dataset.id] = column
    return found


def dataset_ids(catalogue: Catalogue) -> dict[str, str]:
    """The key of each monthly dataset's id and title → its id."""
    return {name_key(name): one.id for one in catalogue.monthly for name in (one.id, one.title)}
