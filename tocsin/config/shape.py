"""What a model holds at a path: the keys of its sections and their types."""

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

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
    """The keys of a section, each with its whole annotation."""
    hints = get_type_hints(section, include_extras=True)
    return {key: hints[key] for key in section.model_fields}


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
        section = member(here, step)
        if section is not None:
            here = section
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
    """The names of a union's sections: what its discriminator may be."""
    return tuple(_tag(section) for section in members(bare(annotation)))


def choices(annotation: Any) -> tuple[str, ...]:
    """The values of a ``Literal``."""
    kind = bare(annotation)
    return get_args(kind) if get_origin(kind) is Literal else ()


def _peeled(annotation: Any) -> Any:
    inner = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    return without_none(inner)


def _tag(section: type[Section]) -> str:
    return str(choices(key_types(section)[DISCRIMINATOR])[0])


def member(annotation: Any, tag: str | int) -> Any:
    """The section of a union that ``tag`` names; ``None`` where none is, or where it is no union."""
    sections = members(bare(annotation))
    if len(sections) == 1:
        return None
    return next((section for section in sections if _tag(section) == tag), None)
