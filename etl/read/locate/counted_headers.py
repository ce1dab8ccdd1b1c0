"""Headers with the same name but different counting units: 群众来访（批次） and 群众来访（人次）."""

from collections.abc import Mapping, Set

from domain.measure import measure_of
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.stated_unit import said_over

COUNTED_OTHERWISE = "单位与同名的另一列不同，不是这个指标的数，没有读取"


def counted_otherwise(table: FoundTable, known: Mapping[str, str], header_index: HeaderIndex) -> Set[int]:
    """The places of headers whose unit does not fit, if another header with the same meaning fits."""
    named: dict[str, list[int]] = {}
    for place, key in enumerate(table.header.keys[: table.header.width]):
        if key in known:
            named.setdefault(known[key], []).append(place)
    several = {id: places for id, places in named.items() if len(places) > 1}
    if not several or table.dataset not in {dataset.id for dataset in header_index.catalogue.monthly}:
        return frozenset()
    misfits: set[int] = set()
    for id, places in several.items():
        bad = [place for place in places if not _fits(table, place, id, header_index)]
        misfits.update(bad if len(bad) < len(places) else ())
    return misfits


def _fits(table: FoundTable, place: int, id: str, header_index: HeaderIndex) -> bool:
    column = next(
        (one for one in header_index.catalogue.dataset(table.dataset).columns if one.id == id), None
    )
    if column is None:
        return True
    measure = measure_of(header_index.counting_units, column)
    return all(map(measure.fits, said_over(table.header, place, header_index.counting_units)))
