"""``docs/routes.schema.json``, made from the model, so that an editor completes and checks a file of routes."""

from typing import Any, Final

from tocsin.config.routes import RouteFile
from tocsin.config.schema import page, schema_of

NAME: Final = "routes.schema.json"


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12. It knows shapes; what no single key can know is left to ``tocsin check``."""
    return schema_of(RouteFile, "Tocsin routes")


def schema_page() -> str:
    """The schema as the file holds it."""
    return page(schema())
