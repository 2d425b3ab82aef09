"""Types in words, for messages and for the reference pages: they can't say two different things."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from tocsin.config.shape import (
    DISCRIMINATOR,
    bare,
    choices,
    is_section,
    key_types,
    members,
    tags,
    without_none,
)
from tocsin.config.types import Words

_SCALARS: Final = {
    str: Words("text"),
    int: Words("a whole number"),
    float: Words("a number"),
    bool: Words("true or false"),
    SecretStr: Words("text", shown=False),
}


def words(annotation: Any) -> Words:
    """What is allowed, to stand after 'must be'."""
    annotation = without_none(annotation)
    own = [mark for mark in _marks(annotation) if isinstance(mark, Words)]
    return own[-1] if own else _of_kind(annotation)  # the last was said closest to the key


def listed(values: Sequence[str], last: str = "or") -> str:
    """``a, b or c``."""
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} {last} {values[-1]}"


def _of_kind(annotation: Any) -> Words:
    kind = bare(annotation)
    if get_origin(kind) is tuple:
        return _of_list(annotation, words(get_args(kind)[0]))
    if get_origin(kind) is dict:
        return _of_mapping(*(words(part) for part in get_args(kind)))
    if choices(kind):
        return Words(listed(choices(kind)))
    if len(members(kind)) > 1:
        return Words(f"a mapping with the key {DISCRIMINATOR} ({listed(tags(kind))})", shown=False)
    if is_section(kind):
        return Words(f"a mapping with the keys {listed(tuple(key_types(kind)), 'and')}", shown=False)
    scalar = _SCALARS[kind]
    return Words(scalar.text + (_range(annotation) if kind is int else _length(annotation)), scalar.shown)


def _of_list(annotation: Any, item: Words) -> Words:
    least = _limit(annotation, MinLen, "min_length")
    return Words(f"a list{f' of {least} or more' if least else ''}, each {item.text}", item.shown)


def _of_mapping(key: Words, value: Words) -> Words:
    return Words(f"a mapping, each key {key.text}, each value {value.text}", value.shown)


def _range(annotation: Any) -> str:
    least, most = _limit(annotation, Ge, "ge"), _limit(annotation, Le, "le")
    if least is None:
        return ""
    return f", {least} or more" if most is None else f" from {least} to {most}"


def _length(annotation: Any) -> str:
    least, most = _limit(annotation, MinLen, "min_length"), _limit(annotation, MaxLen, "max_length")
    if most is not None:
        return f" of {least or 0} to {most} characters"
    return f" of {least} or more characters" if least else ""


def _limit(annotation: Any, kind: type, name: str) -> int | None:
    return next((getattr(mark, name) for mark in _marks(annotation) if isinstance(mark, kind)), None)


def _marks(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is not Annotated:
        return
    for mark in get_args(annotation)[1:]:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)
    yield from _marks(get_args(annotation)[0])
