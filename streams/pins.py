"""The versions of the engine that `streams/overrides.py` was made for."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Final

PINNED: Final = {"faust-streaming": "0.15.3", "aiokafka": "0.14.0", "mode-streaming": "0.7.1"}


class WrongVersionError(RuntimeError):
    """The installed engine is not the one these mendings were made for."""


def require_pinned_versions(installed: Mapping[str, str] | None = None) -> None:
    """Check that the engine is the one these overrides were tested with.

    Raises:
        WrongVersionError: it is not.
    """
    found = installed if installed is not None else {name: version(name) for name in PINNED}
    wrong = [
        f"{name} {found[name]} (wanted {wanted})" for name, wanted in PINNED.items() if found[name] != wanted
    ]
    if wrong:
        raise WrongVersionError(f"streams/overrides.py was not tested with {', '.join(wrong)}")
