"""A catalogue from texts that were kept: they were in order under the program of their time."""

from __future__ import annotations

from domain.catalogue.catalogue import Catalogue, catalogue_from
from domain.catalogue.parts import parts_of


def catalogue_of(files: tuple[tuple[str, str], ...]) -> Catalogue:
    """The catalogue that these files (name, text) held.

    What a newer program asks for and an older one did not know is left at its harmless default, not noted
    as a mistake.
    """
    return catalogue_from(parts_of(dict(files)), files)
