"""``docs/watchlist.schema.json``, made from the model, so that an editor completes and checks a watchlist."""

import json
from typing import Any, Final

from tocsin.config.schema import WrittenSchema
from tocsin.config.words import words
from tocsin.watchlist.expression import Expression
from tocsin.watchlist.model import Watchlist

NAME: Final = "watchlist.schema.json"
_EXPRESSION: Final = "Expression"


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12. It knows shapes; what no single key can know is left to ``tocsin check``."""
    made = Watchlist.model_json_schema(by_alias=True, schema_generator=WrittenSchema)
    unions = made["properties"]["when"]["oneOf"]
    text = words(Expression).text
    shared = {"oneOf": unions, "description": f"{text[0].upper()}{text[1:]}."}
    named: dict[str, Any] = _with_names(made, unions)
    named["$defs"] = {**named["$defs"], _EXPRESSION: shared}
    return {"$schema": WrittenSchema.schema_dialect, **named, "title": "Tocsin watchlist"}


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
