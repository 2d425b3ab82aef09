"""``docs/watchlist.schema.json``, made from the model, so that an editor completes and checks a watchlist."""

import json
import re
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from tocsin.config.words import words
from tocsin.watchlist.expression import Expression
from tocsin.watchlist.model import Watchlist

NAME: Final = "watchlist.schema.json"
_NUMBER_OR_TEXT: Final = ["string", "number"]
_EXPRESSION: Final = "Expression"


class _Schema(GenerateJsonSchema):
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


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12. It knows shapes; what no single key can know is left to ``tocsin check``."""
    made = Watchlist.model_json_schema(by_alias=True, schema_generator=_Schema)
    unions = made["properties"]["when"]["oneOf"]
    text = words(Expression).text
    shared = {"oneOf": unions, "description": f"{text[0].upper()}{text[1:]}."}
    named: dict[str, Any] = _with_names(made, unions)
    named["$defs"] = {**named["$defs"], _EXPRESSION: shared}
    return {"$schema": _Schema.schema_dialect, **named, "title": "Tocsin watchlist"}


def schema_page() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _with_names(node: Any, unions: list[Any]) -> Any:
    """The same schema with a reference for every expression, and single backticks for double ones."""
    if isinstance(node, str):
        return node.replace("``", "`")
    if isinstance(node, list):
        return [_with_names(item, unions) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("oneOf") == unions:
        rest = {key: value for key, value in node.items() if key != "oneOf"}
        return {"$ref": f"#/$defs/{_EXPRESSION}", **_with_names(rest, unions)}
    return {key: _with_names(value, unions) for key, value in node.items()}
