"""What feedparser is not asked to read: documents that would keep it busy for minutes, or make gigabytes of them."""

import re
from typing import Final

_MOST_TAGS: Final = 100_000
_MOST_OPEN: Final = 1_000
_MOST_ATTRIBUTES: Final = 1_000
_LONG_TAG: Final = re.compile(r"<[^<>]{4000,}+>")
# An entity stands for a character. One that stands for a page, named a thousand times, is an attack.
# One without an end is taken to the end: looked for again from each of a hundred thousand, it would take an hour.
_LONG_ENTITY: Final = re.compile(r"<!ENTITY[^>]{60,}+(?:>|\Z)", re.IGNORECASE)
_ROOT: Final = re.compile(r"<\w")


def objection(text: str) -> str:
    """Why ``text`` is not to be read, empty where nothing speaks against it. Takes time in proportion to its length."""
    tags = text.count("<")
    if tags > _MOST_TAGS:
        return (
            f"{tags} tags; no more than {_MOST_TAGS} are read of a document that is not well-formed and plain"
        )
    if tags > 2 * text.count(">") + _MOST_OPEN:
        return "its tags do not end"
    if any(tag[0].count("=") > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        return f"a tag with more than {_MOST_ATTRIBUTES} attributes"
    return ""


def without_long_entities(text: str) -> str:
    """``text`` without the declarations of entities that stand for more than a character or a word."""
    root = _ROOT.search(text)
    head = text[: root.start()] if root else text
    return _LONG_ENTITY.sub("", head) + text[len(head) :] if "<!" in head else text
