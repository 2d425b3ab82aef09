"""The types an operator's values may have, each with the words that say what is allowed."""

import re
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_network
from typing import Annotated, Any, Final, get_origin
from urllib.parse import urlsplit

import msgspec
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

UNITS: Final[Mapping[str, timedelta]] = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_DURATION: Final = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?) ?(ms|s|m|h|d)?")
DURATION: Final = r"[0-9]{1,12}(\.[0-9]{1,6})? ?(ms|s|m|h|d)?"
"""The same for other readers of patterns."""
_SERVER: Final = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
EMBEDDED: Final = "embedded"


class Words(msgspec.Struct, frozen=True):
    """What a type allows, to stand after 'must be'. ``shown`` is false where a wrong value may hold a secret."""

    text: str
    shown: bool = True


class Section(BaseModel):
    """Unknown keys are faults; values never change once read; a key without a value is an empty section or list."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: Any) -> Any:
        if value is None:
            return {}
        if not isinstance(value, dict) or None not in value.values():
            return value
        empty = [key for key, held in value.items() if held is None and cls._is_list(key)]
        return {key: held for key, held in value.items() if key not in empty}

    @classmethod
    def _is_list(cls, key: Any) -> bool:
        """Whether ``key`` holds a list that may be left out."""
        field = cls.model_fields.get(key)
        return field is not None and not field.is_required() and get_origin(field.annotation) is tuple


def parse_duration(value: object) -> object:
    """``500ms``, ``30s``, ``5m``, ``2h``, ``14d`` or plain seconds as a ``timedelta``; all else unchanged.

    Raises:
        ValueError: a text of any other form, or longer than a ``timedelta`` holds.
    """
    if not isinstance(value, str):
        return value
    found = _DURATION.fullmatch(value.strip())
    if found is None:
        raise ValueError("no duration")
    try:
        return float(found[1]) * UNITS[found[2] or "s"]
    except OverflowError:
        raise ValueError("too long") from None


def duration_text(value: timedelta) -> str:
    """The shortest form an operator would write: ``5m``, ``14d``, ``1.5s``."""
    for unit in ("d", "h", "m", "s"):
        if value % UNITS[unit] == timedelta(0):
            return f"{value // UNITS[unit]}{unit}"
    return f"{value / UNITS['s']:g}s"


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or _CONTROL.search(value) or " " in value:
        raise ValueError("no address")
    _ = parts.port  # raises ValueError where it is none
    return value


def _server(value: str) -> str:
    found = _SERVER.fullmatch(value)
    if value != EMBEDDED and (found is None or not 1 <= int(found[1]) <= 65535):
        raise ValueError("no host:port")
    return value


def _network(value: str) -> str:
    return str(ip_network(value))


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


def _one_line(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("control character")
    return value


Name = Annotated[
    str,
    Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$"),
    Words("1 to 64 of the characters a-z, 0-9, - and _, the first a letter or digit"),
]
LanguageTag = Annotated[
    str,
    Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
    Words("a language tag such as ar, fa or pt-BR"),
]
Seconds = Annotated[
    timedelta,
    Field(gt=timedelta(0)),
    BeforeValidator(parse_duration),
    Words("a duration above zero, written 500ms, 30s, 5m, 2h, 14d or as plain seconds"),
]
SecondsOrNever = Annotated[
    timedelta,
    Field(ge=timedelta(0)),
    BeforeValidator(parse_duration),
    Words("a duration, written 500ms, 30s, 5m, 2h, 14d or as plain seconds, or 0 for never"),
]
Port = Annotated[int, Field(ge=0, le=65535)]
Line = Annotated[str, Field(min_length=1), AfterValidator(_one_line), Words("one line of text")]
FilePath = Annotated[
    str, Field(min_length=1), AfterValidator(_one_line), Words("the path of a file or folder")
]
# Addresses may carry passwords and tokens.
HttpUrl = Annotated[
    str,
    AfterValidator(_http_url),
    Words("an address that starts with http:// or https:// and names a host", shown=False),
]
Server = Annotated[
    str, AfterValidator(_server), Words("host:port of a broker, or the word embedded", shown=False)
]
Servers = Annotated[
    tuple[Server, ...],
    Field(min_length=1),
    BeforeValidator(_split),
    Words("a list of host:port (or one text with commas between), or the word embedded", shown=False),
]
TopicName = Annotated[
    str,
    Field(pattern=r"^[a-zA-Z0-9._-]{1,249}$", min_length=1),
    Words("1 to 249 of the characters a-z, A-Z, 0-9, '.', - and _"),
]
TopicPrefix = Annotated[
    str,
    Field(pattern=r"^[a-zA-Z0-9._-]{0,60}$"),
    Words("up to 60 of the characters a-z, A-Z, 0-9, '.', - and _"),
]
Network = Annotated[
    str, AfterValidator(_network), Words("a network or address such as 10.1.0.0/16, 192.168.1.5 or fd00::/8")
]
Country = Annotated[
    str, Field(pattern=r"^[a-z]{2}$"), Words("a country's two letters (ISO 3166-1), such as ir, ru or tr")
]
HeaderName = Annotated[
    str, Field(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$"), Words("the name of an HTTP header")
]
