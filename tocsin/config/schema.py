"""JSON Schema of what an operator writes, so that an editor completes and checks it."""

import json
import re
from datetime import timedelta
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from tocsin.config.types import DURATION, Section, duration_text

_NUMBER_OR_TEXT: Final = ["string", "number"]


class WrittenSchema(GenerateJsonSchema):
    """What is written, not what it becomes: durations are texts, and a number may stand where a text is wanted."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        found = super().default_schema(schema)
        if isinstance(schema.get("default"), timedelta):
            found["default"] = duration_text(schema["default"])
        if found.get("default") in (None, "", []) or isinstance(found["default"], dict):
            found.pop("default", None)  # says no more than that the key may be left out
        return found

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        return {**super().dict_schema(schema), "additionalProperties": False}

    def timedelta_schema(self, schema: core_schema.TimedeltaSchema) -> JsonSchemaValue:  # noqa: ARG002
        return {"type": _NUMBER_OR_TEXT, "pattern": rf"^\s*{DURATION}\s*$"}

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        found = super().str_schema(schema)
        number = re.search(found.get("pattern", ""), "0")
        return {**found, "type": _NUMBER_OR_TEXT} if number else found


def schema_of(model: type[Section], title: str) -> dict[str, Any]:
    """JSON Schema, draft 2020-12, of what is written for ``model``."""
    made: dict[str, Any] = _spoken(model.model_json_schema(by_alias=True, schema_generator=WrittenSchema))
    return {"$schema": WrittenSchema.schema_dialect, **made, "title": title}


def page(schema: dict[str, Any]) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _spoken(node: Any) -> Any:
    """The same with single backticks for the double ones of docstrings."""
    if isinstance(node, str):
        return node.replace("``", "`")
    if isinstance(node, list):
        return [_spoken(item) for item in node]
    return {key: _spoken(value) for key, value in node.items()} if isinstance(node, dict) else node
