"""A feed or group as a person would write it into ``feeds.yaml``."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

import yaml
from pydantic import SecretStr

from tocsin.config.feeds import FeedDefaults
from tocsin.config.shape import key_types
from tocsin.config.types import duration_text

_WIDE: Final = 1_000_000
_FIRST: Final = ("id", "name", "url", "title", "group")


def item_lines(items: Sequence[FeedDefaults], indent: int) -> Iterator[str]:
    """``items`` as items of a list: what each says, one key a line, the dash at column ``indent``."""
    for item in items:
        keys = [key for key in key_types(type(item)) if key in item.model_fields_set]
        keys.sort(key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST))
        said = [(key, value) for key in keys if (value := getattr(item, key)) not in (None, (), {}, "")]
        for number, (key, value) in enumerate(said):
            yield f"{' ' * indent}{'  ' if number else '- '}{key}: {_written(value)}"


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_written(key)}: {_in_flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, SecretStr):
        return _written(value.get_secret_value())
    if isinstance(value, timedelta):
        return duration_text(value)
    dumped: str = yaml.safe_dump(value, allow_unicode=True, width=_WIDE)
    plain = dumped.removesuffix("\n").removesuffix("\n...")
    return json.dumps(value, ensure_ascii=False) if "\n" in plain else plain


def _in_flow(value: Any) -> str:
    """Between braces more must be quoted."""
    return json.dumps(value.get_secret_value(), ensure_ascii=False)
