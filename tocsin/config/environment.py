"""``TOCSIN_<SECTION>__<KEY>``: the environment over the file.

Two underscores stand between the keys of a path; a topic or receiver is named with its ``.`` and ``-`` written ``_``:
``TOCSIN_LOG__LEVEL``, ``TOCSIN_KAFKA__TOPICS__ARTICLES_UNIQUE__PARTITIONS``, ``TOCSIN_RECEIVERS__DESK__SECRET``.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, get_origin

import msgspec

from tocsin.config.document import Document, Path, value_at
from tocsin.config.issues import Issue
from tocsin.config.shape import DISCRIMINATOR, bare, inside, is_section, key_types, member, members
from tocsin.config.types import Section
from tocsin.config.validate import unknown
from tocsin.contract.topics import TOPICS

PREFIX: Final = "TOCSIN_"
FORM: Final = "TOCSIN_<SECTION>__<KEY>, such as TOCSIN_LOG__LEVEL"
# Which file to read, our tests' variables, and what Kubernetes sets for a Service whose name begins with `tocsin`.
_OTHERS: Final = re.compile(
    r"TOCSIN_(?:CONFIG|TEST_.*|(?:.*_)?SERVICE_(?:HOST|PORT(?:_.*)?)|(?:.*_)?PORT_\d+_(?:TCP|UDP|SCTP).*)"
)
_LINK: Final = re.compile(r"(?:tcp|udp|sctp)://")


class _UnknownNameError(Exception):
    """A part of a variable's name that names nothing."""


def overridden(document: Document, environment: Mapping[str, str], model: type[Section]) -> Document:
    """The document with our variables' values in place of its own, and an issue for each that names no key."""
    data = document.data
    issues, variables = list(document.issues), dict(document.variables)
    for variable, value in sorted(environment.items()):
        if not _ours(variable, value):
            continue
        try:
            path = _path(variable.removeprefix(PREFIX).split("__"), data, model)
        except _UnknownNameError as fault:
            issues.append(_issue(variable, str(fault)))
            continue
        data = _with(data, path, value)
        variables[path] = variable
    return msgspec.structs.replace(document, data=data, issues=tuple(issues), variables=variables)


def variable_word(name: str) -> str:
    """How a key, topic or receiver is written in a variable's name."""
    return re.sub(r"[^A-Z0-9]", "_", name.upper())


def _ours(variable: str, value: str) -> bool:
    link = variable.endswith("_PORT") and _LINK.match(value)
    return variable.startswith(PREFIX) and not link and not _OTHERS.fullmatch(variable)


def _issue(variable: str, message: str) -> Issue:
    return Issue(path="environment", line=0, column=0, field=variable, message=message)


def _path(names: list[str], data: Any, model: type[Section]) -> Path:
    path: Path = ()
    here: Any = model
    for name in names:
        written = value_at(data, path)
        here = _member(here, written)
        step = _step(name, here, written)
        path, here = (*path, step), inside(here, step)
    if is_section(bare(here)) or len(members(bare(here))) > 1 or get_origin(bare(here)) is dict:
        raise _UnknownNameError(f"names a whole section; expected {FORM}")
    return path


def _member(annotation: Any, written: Any) -> Any:
    """Of a union, the section that what is written belongs to; the annotation itself where it is no union."""
    if len(members(bare(annotation))) == 1 or not isinstance(written, dict):
        return annotation
    return member(annotation, str(written.get(DISCRIMINATOR))) or annotation


def _step(name: str, here: Any, written: Any) -> str | int:
    """The key of ``here``, or the item of a list by its name, that ``name`` means."""
    known = {variable_word(str(key)): key for key in _keys(here, written)}
    if isinstance(written, list):
        known = {variable_word(str(value_at(item, ("name",)))): at for at, item in enumerate(written)}
    if name in known:
        return known[name]
    if _takes_any_key(here):
        return name.replace("_", "-")
    raise _UnknownNameError(f"{unknown(name, tuple(known))}; expected {FORM}")


def _keys(here: Any, written: Any) -> tuple[str | int, ...]:
    kind = bare(here)
    if is_section(kind):
        return tuple(key_types(kind))
    if _takes_any_key(here):
        return tuple(written or ())
    return tuple(topic.name for topic in TOPICS) if get_origin(kind) is dict else ()


def _takes_any_key(here: Any) -> bool:
    kind = bare(here)
    return get_origin(kind) is dict and not is_section(bare(inside(kind, "")))


def _with(data: Any, path: Path, value: str) -> Any:
    """A copy of ``data`` with ``value`` at ``path``; unchanged where what is written there takes no keys."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(step, int):
        return [_with(item, rest, value) if at == step else item for at, item in enumerate(data)]
    if data is None or isinstance(data, dict):
        return {**(data or {}), step: _with((data or {}).get(step), rest, value)}
    return data
