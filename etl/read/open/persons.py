"""Find personal numbers (identity and mobile numbers) anywhere in the raw text of a file."""

import re
from dataclasses import dataclass

from domain.text import half_width

_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
IDENTITY = re.compile(
    rf"{_BEFORE}[1-9][0-9]{{5}}[ -]?(?:19|20)[0-9]{{2}}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12][0-9]|3[01])"
    rf"[ -]?[0-9]{{3}}[0-9Xx]{_AFTER}"
)
MOBILE = re.compile(r"(?<![0-9.])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_IDENTITY_IN_BYTES = re.compile(IDENTITY.pattern.encode())
_TAG = re.compile(rb"<[^>]*>")
_BREAK = re.compile(rb"</(?:\w+:)?(?:comment|p|text|t|t[dhr]|si)>")


@dataclass(frozen=True)
class Persons:
    """An identity number and a mobile number found outside the cells, masked; "" if none."""

    identity: str = ""
    mobile: str = ""

    def __or__(self, other: "Persons") -> "Persons":
        return Persons(self.identity or other.identity, self.mobile or other.mobile)


NOBODY = Persons()


def masked(found: str) -> str:
    """The first three digits, the rest as stars: a finding must not reveal the number it warns about."""
    return found[:3] + "*" * 8


def without_persons(text: str) -> str:
    """The text with every identity and mobile number masked; as it is without any."""
    plain = half_width(text)
    hidden = MOBILE.sub(lambda found: masked(found[0]), IDENTITY.sub(lambda found: masked(found[0]), plain))
    return text if hidden == plain else hidden


def identity_in(content: bytes) -> Persons:
    """An identity number in raw bytes, as ASCII, UTF-8 or UTF-16."""
    found = _IDENTITY_IN_BYTES.search(content) or _IDENTITY_IN_BYTES.search(content.replace(b"\0", b""))
    return Persons(identity=masked(found[0].decode())) if found else NOBODY


def persons_in_markup(data: bytes) -> Persons:
    """An identity or mobile number in the text of XML: comments, page headers, text boxes, properties."""
    words = half_width(_TAG.sub(b"", _BREAK.sub(b"\n", data)).decode("utf-8", "replace"))
    identity, mobile = IDENTITY.search(words), MOBILE.search(words)
    said = Persons(masked(identity[0]) if identity else "", masked(mobile[0]) if mobile else "")
    return said | identity_in(data)
