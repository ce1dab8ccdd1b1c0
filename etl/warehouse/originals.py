"""Take the original of a load out of a warehouse, as it was uploaded."""

from domain.people import LOCAL_MANAGER, Action, Person
from etl.warehouse.kept_files import ORIGINALS
from etl.warehouse.operation_record import note
from etl.warehouse.people import allow, signed_by
from etl.warehouse.statements import statement
from etl.warehouse.warehouse import Warehouse


def take_original(warehouse: Warehouse, load: int, *, person: Person = LOCAL_MANAGER) -> bytes | None:
    """The original of a load; None where there is no such load, or the file is lost or changed.

    Raises NotAllowedError, WarehouseError.
    """
    with warehouse.read() as connection:
        row = connection.execute(statement("original"), {"load": load}).fetchone()
    file, sha256, loaded_by = row or ("", "", None)
    about = f"第{load}次导入：{file}"
    allow(warehouse, person, Action.OWN_LOAD, about, loaded_by=loaded_by, noted_as="original")
    content = warehouse.files(ORIGINALS).read(sha256) if row else None
    if content is None:
        return None
    note(warehouse, "original", signed_by(person), person.source, about)
    return content
