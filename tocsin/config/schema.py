"""JSON Schema of what an operator writes, so that an editor completes and checks it."""

import re
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

_NUMBER_OR_TEXT: Final = ["string", "number"]


class WrittenSchema(GenerateJsonSchema):
    """What is written, not what it becomes: durations are texts, and a number may stand where a text is wanted."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        found = super().default_schema(schema)
        if found.get("default") in (None, "", []) or isinstance(found["default"], dict):
            found.pop("default", None)  # says no more than that the key may be left out
        return found

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        return {**super().dict_schema(schema), "additionalProperties": False}

    def timedelta_schema(self, schema: core_schema.TimedeltaSchema) -> JsonSchemaValue:  # noqa: ARG002
        return {"type": _NUMBER_OR_TEXT, "pattern": r"^\s*[0-9]{1,12}(\.[0-9]{1,6})? ?(ms|s|m|h|d)?\s*$"}

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        found = super().str_schema(schema)
        number = re.search(found.get("pattern", ""), "0")
        return {**found, "type": _NUMBER_OR_TEXT} if number else found
