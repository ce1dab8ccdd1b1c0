"""Kept files in a store that speaks S3, read and written by DuckDB as the lake's data are."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from etl.warehouse.kept_files import digest, is_digest
from etl.warehouse.lake.engine import Location, filled, is_from_outside, lakes
from etl.warehouse.statements import statement
from etl.warehouse.versions import WarehouseError

NOT_FOUND = 404
NO_ANSWER = "对象存储 {} 或数据库没有应答，或拒绝访问：请检查其服务、密钥和权限，然后重试。"


@dataclass(frozen=True)
class StoreFiles:
    """Kept files below a folder of the lake's store. Raises WarehouseError where the store can't be used."""

    location: Location
    kind: str

    @property
    def _place(self) -> str:
        return f"{self.location.data_path}/{self.kind}"

    def keep(self, contents: Iterable[bytes]) -> None:
        """Store each content once; the store shows an object only when it is whole."""
        with self._store() as store:
            for content in contents:
                name = digest(content)
                if self._read(store, name) is None:
                    store.execute(
                        filled("lake/keep_file", path=f"{self._place}/{name}"), {"content": content}
                    )

    def read(self, sha256: str) -> bytes | None:
        """The content with this sha256; None if it is lost or was changed."""
        if not is_digest(sha256):
            return None
        with self._store() as store:
            return self._read(store, sha256)

    def names(self) -> list[str]:
        """The sha256 of every kept file, in order."""
        with self._store() as store:
            found = store.execute(statement("lake/file_names"), {"pattern": f"{self._place}/*"}).fetchall()
        return [file.rpartition("/")[2] for (file,) in found]

    def _read(self, store: duckdb.DuckDBPyConnection, sha256: str) -> bytes | None:
        try:
            row = store.execute(statement("lake/read_file"), {"path": f"{self._place}/{sha256}"}).fetchone()
        except duckdb.HTTPException as error:
            if error.status_code == NOT_FOUND:
                return None
            raise
        return row[0] if row and digest(row[0]) == sha256 else None

    @contextmanager
    def _store(self) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            with lakes.cursor(self.location) as cursor:
                yield cursor
        except duckdb.Error as error:
            if not is_from_outside(error):
                raise
            raise WarehouseError(NO_ANSWER.format(self.location.data_path)) from error
