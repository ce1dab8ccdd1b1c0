"""Rebuild a catalogue from stored file texts, which were valid for the program that stored them."""

from __future__ import annotations

import re

from domain.catalogue.catalogue import Catalogue, catalogue_from
from domain.catalogue.parts import parts_of


def catalogue_of(
    files: tuple[tuple[str, str], ...], renamings: tuple[tuple[str, str], ...] = ()
) -> Catalogue:
    """The catalogue of these files (name, text); ids renamed since then (old, new) are replaced.

    A key that an older program did not know keeps its harmless default and is not a mistake.
    """
    texts = dict(files)
    for old, new in renamings:
        whole_id = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.ASCII)
        texts = {name: whole_id.sub(new, text) for name, text in texts.items()}
    return catalogue_from(parts_of(texts), files)
