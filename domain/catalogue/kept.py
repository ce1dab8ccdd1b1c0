"""A catalogue from texts that were kept: they were in order under the program of their time."""

from __future__ import annotations

import re

from domain.catalogue.catalogue import Catalogue, catalogue_from
from domain.catalogue.parts import parts_of


def catalogue_of(
    files: tuple[tuple[str, str], ...], renamings: tuple[tuple[str, str], ...] = ()
) -> Catalogue:
    """The catalogue that these files (name, text) held; ids by the names they were given since (old, new).

    What a newer program asks for and an older one did not know is left at its harmless default, not noted
    as a mistake.
    """
    texts = dict(files)
    for old, new in renamings:
        whole_id = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.ASCII)
        texts = {name: whole_id.sub(new, text) for name, text in texts.items()}
    return catalogue_from(parts_of(texts), files)
