"""As much of JSON Schema 2020-12 as the watchlists' schema uses, so that the tests can hold files against it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_LIMITS: Mapping[str, Callable[[Any, Any], bool]] = {
    "enum": lambda value, allowed: value in allowed,
    "minItems": lambda value, least: not isinstance(value, list) or len(value) >= least,
    "minProperties": lambda value, least: not isinstance(value, dict) or len(value) >= least,
    "minLength": lambda value, least: not isinstance(value, str) or len(value) >= least,
    "maxLength": lambda value, most: not isinstance(value, str) or len(value) <= most,
    "minimum": lambda value, least: not _TYPES["number"](value) or value >= least,
    "maximum": lambda value, most: not _TYPES["number"](value) or value <= most,
    "exclusiveMinimum": lambda value, least: not _TYPES["number"](value) or value > least,
    "pattern": lambda value, pattern: not isinstance(value, str) or re.search(pattern, value) is not None,
    "required": lambda value, keys: not isinstance(value, dict) or set(keys) <= set(value),
}
_SAYING_NOTHING = {"$schema", "$defs", "title", "description", "default"}
_BELOW = {"$ref", "type", "oneOf", "items", "properties", "patternProperties", "additionalProperties"}


def fits(value: Any, schema: Schema, root: Schema) -> bool:
    """Whether ``value``, as an editor reads it from YAML, is what ``schema`` asks for."""
    return all(_fits(value, schema, keyword, root) for keyword in schema)


def unknown_keywords(schema: Schema) -> set[str]:
    """Keywords of the schema that ``fits`` would pass over."""
    found = set(schema) - _SAYING_NOTHING - _BELOW - set(_LIMITS)
    for inner in _schemas_in(schema):
        found |= unknown_keywords(inner)
    return found


def _schemas_in(schema: Schema) -> Iterator[Schema]:
    for keyword in ("$defs", "properties", "patternProperties"):
        yield from schema.get(keyword, {}).values()
    yield from schema.get("oneOf", ())
    yield from (schema[keyword] for keyword in ("items",) if keyword in schema)


def _fits(value: Any, schema: Schema, keyword: str, root: Schema) -> bool:
    wanted = schema[keyword]
    if keyword in _LIMITS:
        return _LIMITS[keyword](value, wanted)
    if keyword == "type":
        return any(_TYPES[kind](value) for kind in ([wanted] if isinstance(wanted, str) else wanted))
    if keyword == "$ref":
        return fits(value, root["$defs"][wanted.removeprefix("#/$defs/")], root)
    if keyword == "oneOf":
        return sum(fits(value, one, root) for one in wanted) == 1
    if keyword == "items":
        return not isinstance(value, list) or all(fits(item, wanted, root) for item in value)
    if keyword == "additionalProperties" and isinstance(value, dict):
        return all(any(True for _ in _of(str(key), schema)) for key in value)
    if keyword in ("properties", "patternProperties") and isinstance(value, dict):
        return all(fits(item, one, root) for key, item in value.items() for one in _of(str(key), schema))
    return True


def _of(key: str, schema: Schema) -> Iterator[Schema]:
    if key in schema.get("properties", {}):
        yield schema["properties"][key]
    yield from (
        one for pattern, one in schema.get("patternProperties", {}).items() if re.search(pattern, key)
    )
