"""Answers in JSON, for programs."""

import json
from typing import Any

import msgspec


def in_json(value: Any) -> bytes:
    """``value`` as JSON; text that is no Unicode, half a surrogate pair say, is escaped."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value)).encode()
