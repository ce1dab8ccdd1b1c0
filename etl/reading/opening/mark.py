"""Marks of classification in raw bytes: in comments, drawings and page headers too."""


def mark_in(content: bytes) -> str:
    """The first mark of classification in raw bytes, as UTF-8 or UTF-16; "" without any."""
    for word in ("绝密★", "机密★", "秘密★"):
        if word.encode("utf-8") in content or word.encode("utf-16-le") in content:
            return word
    return ""
