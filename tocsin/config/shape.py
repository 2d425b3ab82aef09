"""What a model holds at a path: the keys of its sections and their types."""

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import Tag
from pydantic.fields import FieldInfo

from tocsin.config.document import Path
from tocsin.config.types import Section

DISCRIMINATOR: Final = "sink"
_KEY: Final = "[key]"


class Spot(NamedTuple):
    """A place in a model: ``annotation`` is ``None`` where the model knows none; ``at_key`` if the key is meant."""

    path: Path
    annotation: Any
    at_key: bool


@cache
def key_types(section: type[Section]) -> Mapping[str, Any]:
    """The keys of a section as written, each with its whole annotation."""
    hints = get_type_hints(section, include_extras=True)
    return {field.alias or name: hints[name] for name, field in section.model_fields.items()}


@cache
def key_fields(section: type[Section]) -> Mapping[str, FieldInfo]:
    """The keys of a section as written, each with its default and description."""
    return {field.alias or name: field for name, field in section.model_fields.items()}


def locate(model: type[Section], location: tuple[str | int, ...]) -> Spot:
    """Where pydantic's ``location`` is.

    pydantic puts the tag of a union's member between the member's place and its keys, and ``[key]`` after a key.
    """
    here: Any = model
    holder: Any = model
    path: Path = ()
    for step in location:
        if step == _KEY:
            return Spot(path, get_args(bare(holder))[0], at_key=True)
        part = member(here, step)
        if part is not None:
            here = part
        else:
            path, holder, here = (*path, step), here, inside(here, step)
    return Spot(path, here, at_key=False)


def inside(annotation: Any, step: str | int) -> Any:
    """The annotation one step further in, ``None`` where the model knows none."""
    kind = bare(annotation)
    if is_section(kind):
        return key_types(kind).get(str(step))
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    return None


def members(annotation: Any) -> tuple[Any, ...]:
    """The members of a union; the annotation alone where it is none."""
    if get_origin(annotation) in (Union, UnionType):
        return get_args(annotation)
    return (annotation,)


def without_none(annotation: Any) -> Any:
    """``X`` of ``X | None``, its marks kept."""
    some = [kind for kind in members(annotation) if kind is not type(None)]
    return some[0] if len(some) == 1 else annotation


def bare(annotation: Any) -> Any:
    """The annotation without ``Annotated`` and without ``None``."""
    while (inner := _peeled(annotation)) is not annotation:
        annotation = inner
    return annotation


def is_section(kind: Any) -> bool:
    """Whether ``kind`` is a section of ours, no scalar, list or union."""
    return isinstance(kind, type) and issubclass(kind, Section)


def tags(annotation: Any) -> tuple[str, ...]:
    """The names of a union's members: what its discriminator may be, or the keys that tell its sections apart."""
    return tuple(_tag(part) for part in members(bare(annotation)))


def keyed(annotation: Any) -> tuple[type[Section], ...]:
    """The sections of a union told apart by their only key; empty where the annotation is no such union."""
    parts = members(bare(annotation))
    sections = (bare(part) for part in parts if len(parts) > 1 and _pydantic_tag(part))
    return tuple(section for section in sections if is_section(section))


def choices(annotation: Any) -> tuple[str, ...]:
    """The values of a ``Literal``."""
    kind = bare(annotation)
    return get_args(kind) if get_origin(kind) is Literal else ()


def _peeled(annotation: Any) -> Any:
    inner = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    return without_none(inner)


def _tag(part: Any) -> str:
    return _pydantic_tag(part) or str(choices(key_types(part)[DISCRIMINATOR])[0])


def _pydantic_tag(part: Any) -> str | None:
    marks = get_args(part)[1:] if get_origin(part) is Annotated else ()
    return next((mark.tag for mark in marks if isinstance(mark, Tag)), None)


def member(annotation: Any, tag: str | int) -> Any:
    """The member of a union that ``tag`` names; ``None`` where none is, or where it is no union."""
    parts = members(bare(annotation))
    if len(parts) == 1:
        return None
    return next((part for part in parts if _tag(part) == tag), None)
