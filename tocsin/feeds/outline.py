"""The keys of ours that an OPML outline carries, and how their values are written there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from tocsin.config.feeds import FeedDefaults, FeedEntry, FeedGroup
from tocsin.config.shape import key_types
from tocsin.config.types import duration_text

NAMESPACE: Final = "urn:tocsin:feeds"
"""OPML 2.0 lets elements and attributes of a namespace stand in a file; other readers pass over them."""

KEPT_OUT: Final = (
    "headers",
    "username",
    "password",
    "password_file",
    "token",
    "token_file",
    "proxy",
)
"""What may be secret, or speaks of this machine: OPML files are handed around."""
_STANDARD: Final = ("url", "title", "group")


def carried(model: type[FeedDefaults]) -> tuple[str, ...]:
    """The keys of ``model`` that stand in our namespace."""
    return tuple(key for key in key_types(model) if key not in KEPT_OUT and key not in _STANDARD)


FEED_KEYS: Final = carried(FeedEntry)
GROUP_KEYS: Final = carried(FeedGroup)


def written(said: FeedDefaults, keys: tuple[str, ...]) -> Mapping[str, str]:
    """What ``said`` says for ``keys``, as attributes without their namespace; what is as it is anyway is left out."""
    default = {
        key: field.get_default(call_default_factory=True) for key, field in type(said).model_fields.items()
    }
    values = {key: getattr(said, key) for key in keys}
    return {key: _text(value) for key, value in values.items() if value != default[key]}


def read(attributes: Mapping[str, str], keys: tuple[str, ...]) -> dict[str, Any]:
    """The same as data for a model, unproved; unknown keys stay, for the model to refuse."""
    data: dict[str, Any] = dict(attributes)
    if "tags" in data and "tags" in keys:
        data["tags"] = data["tags"].split()
    return data


def _text(value: Any) -> str:
    if isinstance(value, timedelta):
        return duration_text(value)
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
