"""`tocsin.yaml` and the environment, read once and handed on as values."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from cli.exits import WRONG, Failure
from cli.files import read_text
from tocsin.config.feeds import FeedList
from tocsin.config.issues import Issue
from tocsin.config.load import read_config, read_feeds
from tocsin.config.model import Config
from tocsin.config.shape import key_types
from tocsin.config.types import FilePath, Section

T = TypeVar("T")
M = TypeVar("M", bound=Section)

DEFAULT_PATH = Path("tocsin.yaml")

CONFIG_VARIABLE = "TOCSIN_CONFIG"


def load_config(path: Path | None, environment: Mapping[str, str]) -> Config | list[Issue]:
    """The configuration, its paths made relative to the working directory, or every fault in it.

    Without a ``path``, `./tocsin.yaml` is meant; where that is not there, the defaults are.
    """
    chosen = path or DEFAULT_PATH
    text = read_text(chosen, str(chosen)) if path or chosen.exists() else ""
    if isinstance(text, Issue):
        return [text]
    overriding = {name: value for name, value in environment.items() if name != CONFIG_VARIABLE}
    config = read_config(text, str(chosen), overriding)
    return config if isinstance(config, list) else _placed(config, chosen.parent)


def load_feeds(config: Config) -> FeedList | list[Issue]:
    """The feeds, or every fault in their file; none at all where only the sample feeds are wanted."""
    path = Path(config.feeds)
    if config.samples and not path.exists():
        return FeedList()
    text = read_text(path, config.feeds)
    return [text] if isinstance(text, Issue) else read_feeds(text, config.feeds)


def accepted(outcome: T | list[Issue]) -> T:
    """The value; where there are faults instead, they are printed and the command ends."""
    if not isinstance(outcome, list):
        return outcome
    for issue in outcome:
        click.echo(str(issue), err=True)
    raise Failure(f"{count(len(outcome), 'fault')} in what you wrote; nothing was started", WRONG)


def count(number: int, noun: str) -> str:
    """`1 fault`, `2 faults`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _placed(section: M, folder: Path) -> M:
    """``section`` with its paths, which are relative to ``folder``, made relative to the working directory."""
    placed: dict[str, Any] = {}
    for name, annotation in key_types(type(section)).items():
        value = getattr(section, name)
        if value is not None and FilePath in (annotation, *get_args(annotation)):
            placed[name] = str(folder / value)
        elif isinstance(value, Section):
            placed[name] = _placed(value, folder)
        elif isinstance(value, tuple):
            placed[name] = tuple(
                _placed(item, folder) if isinstance(item, Section) else item for item in value
            )
    return section.model_copy(update=placed)
