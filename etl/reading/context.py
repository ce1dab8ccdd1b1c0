"""What every stage of reading needs to know besides the cells."""

from dataclasses import dataclass

from etl.catalogue import Column
from etl.reading.headers.header_book import HeaderBook
from etl.reading.result import ReadOptions
from etl.units import UnitDirectory


@dataclass(frozen=True)
class Context:
    """The headers known, the units known, what a person said about the file, and what the file is called."""

    book: HeaderBook
    units: UnitDirectory
    options: ReadOptions
    file: str = ""

    def columns(self, dataset: str) -> tuple[Column, ...]:
        """The columns of a dataset, in the catalogue's order."""
        return self.book.catalogue.dataset(dataset).columns
