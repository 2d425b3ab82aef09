"""``docs/watchlist.schema.json``, made from the model, so that an editor completes and checks a watchlist."""

from typing import Any, Final

from tocsin.config.schema import page, schema_of
from tocsin.config.words import words
from tocsin.watchlist.expression import Expression
from tocsin.watchlist.model import Watchlist

NAME: Final = "watchlist.schema.json"
_EXPRESSION: Final = "Expression"


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12. It knows shapes; what no single key can know is left to ``tocsin check``."""
    made = schema_of(Watchlist, "Tocsin watchlist")
    unions = made["properties"]["when"]["oneOf"]
    text = words(Expression).text
    shared = {"oneOf": unions, "description": f"{text[0].upper()}{text[1:]}."}
    named: dict[str, Any] = _with_names(made, unions)
    named["$defs"] = {**named["$defs"], _EXPRESSION: shared}
    return named


def schema_page() -> str:
    """The schema as the file holds it."""
    return page(schema())


def _with_names(node: Any, unions: list[Any]) -> Any:
    """The same schema with a reference for every expression."""
    if isinstance(node, list):
        return [_with_names(item, unions) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("oneOf") == unions:
        rest = {key: value for key, value in node.items() if key != "oneOf"}
        return {"$ref": f"#/$defs/{_EXPRESSION}", **_with_names(rest, unions)}
    return {key: _with_names(value, unions) for key, value in node.items()}
