"""YAML to plain data with places.

Differs from YAML 1.1 in one thing on purpose: a plain scalar is text, only ``~``, ``null`` and nothing are null.
So ``no`` is a language, ``2254`` a resolution and ``1:30`` no number, until the type of its key says otherwise.
The pure Python parser, not libyaml's: deeply nested ``[`` can end the process in PyYAML's C parser.
"""

import re
from typing import Any, Final

import msgspec
import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tocsin.config.document import Document, Path, Place, dotted
from tocsin.config.issues import Issue
from tocsin.config.syntax import explain, unprintable

MAX_DEPTH: Final = 30
MAX_ALIASED: Final = 10_000
_NULL: Final = "tag:yaml.org,2002:null"
_TEXT: Final = "tag:yaml.org,2002:str"
_PLAIN_TAGS: Final = frozenset({_NULL, _TEXT, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_TOO_DEEP: Final = f"nested too deeply; at most {MAX_DEPTH} levels"
_TOO_MANY_ALIASES: Final = f"aliases ('*') repeat more than {MAX_ALIASED} values; write them out"
CUT_OFF: Final = frozenset({_TOO_DEEP, _TOO_MANY_ALIASES})
"""What is said of a value that was read as far as it goes: below, more is missing than was written."""
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way of naming them
        start: [(_NULL, re.compile(r"^(?:~|null|Null|NULL|)$"))] for start in ("~", "n", "N", "")
    }


def read_yaml(text: str, name: str) -> Document:
    """The document in ``text``, with all its faults of form. Never raises.

    ``data`` is ``None`` where nothing but comments stands. After a fault of syntax it is ``None`` too, as YAML
    can't be read past one; after others it holds what is sound.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return _broken(name, [(Place(1, 1), "the file is empty; was it saved?")])
    forbidden = list(unprintable(text))
    if forbidden:
        return _broken(name, forbidden)
    return _composed(text, name)


def _broken(name: str, faults: list[tuple[Place, str]]) -> Document:
    issues = (
        Issue(path=name, line=place.line, column=place.column, field="", message=message)
        for place, message in faults
    )
    return Document(name=name, data=None, values={}, keys={}, issues=tuple(issues))


def _composed(text: str, name: str) -> Document:
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as fault:
        return _broken(name, [explain(fault)])
    except (ValueError, OverflowError):  # chr() of an escape such as \UFFFFFFFF
        return _broken(name, [(Place(1, 1), "an escape names a character that does not exist")])
    except RecursionError:
        return _broken(name, [(Place(1, 1), _TOO_DEEP)])
    if root is None:
        return Document(name=name, data=None, values={(): Place(1, 1)}, keys={})
    reading = _Reading(name=name)
    data = reading.read(root, ())
    return Document(
        name=name, data=data, values=reading.values, keys=reading.keys, issues=tuple(reading.issues.values())
    )


class _Reading(msgspec.Struct):
    """One walk over the nodes of a document."""

    name: str
    values: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}
    issues: dict[tuple[Place, str], Issue] = {}
    seen: set[int] = set()
    aliased: int = 0

    def read(self, node: Node, path: Path) -> Any:
        self.values[path] = _start(node)
        refusal = self._refusal(node, path)
        if refusal:
            self._report(node, path, refusal)
            return None
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        return None if node.tag == _NULL else str(node.value)

    def _refusal(self, node: Node, path: Path) -> str | None:
        self.aliased += id(node) in self.seen
        if len(path) > MAX_DEPTH:
            return _TOO_DEEP
        if self.aliased > MAX_ALIASED:
            return _TOO_MANY_ALIASES
        if node.tag not in _PLAIN_TAGS:
            return "tags ('!') are not read here; put a text that starts with '!' in quotes"
        if isinstance(node, ScalarNode) and _SURROGATE.search(node.value):
            return "an escape names half a character; write the character itself"
        return None

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            fault = self._key_fault(key, path, found)
            if fault:
                self._report(key, path, fault)
                continue
            here = (*path, str(key.value))
            self.keys[here] = _start(key)
            found[str(key.value)] = self.read(value, here)
        return found

    def _key_fault(self, key: Node, path: Path, found: dict[str, Any]) -> str | None:
        if not isinstance(key, ScalarNode) or not key.value or key.tag not in _PLAIN_TAGS:
            return "a key must be text"
        if _SURROGATE.search(key.value):
            return "an escape names half a character; write the character itself"
        if key.value in found:
            first = self.keys[(*path, str(key.value))]
            return f"the key {key.value!r} stands here twice; it was first on line {first.line}"
        return None

    def _report(self, node: Node, path: Path, message: str) -> None:
        place = _start(node)
        if message in CUT_OFF:  # said once of the whole, not of every branch
            path = path[:1]
            place = self.values[path]
        issue = Issue(
            path=self.name, line=place.line, column=place.column, field=dotted(path), message=message
        )
        self.issues.setdefault((place, message), issue)


def _start(node: Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)
